"""What holds for one kiosk as long as it runs."""

from dataclasses import dataclass, field

from kiosk.timing import Times


@dataclass(frozen=True)
class Terms:
    """`printer`: where tickets are printed, null for nowhere. Idle returns to the first of `languages`.

    `place`: where a person who is asked for help has to come.
    """

    printer: str | None
    languages: tuple[str, ...]
    place: str = "kiosk-1"
    times: Times = field(default_factory=Times)

    def language_after(self, language: str) -> str:
        at = self.languages.index(language)
        return self.languages[(at + 1) % len(self.languages)]
