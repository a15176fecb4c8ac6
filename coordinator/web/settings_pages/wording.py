"""Changes of the settings as a manager reads them: what, from what, to what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from config.live import Change, Live, changes
from config.settings import Hours
from coordinator.web.phrases import in_language
from words import Catalogue

_TEXT_OF_CENTRE: Final = 2
_IN_A_DOMAIN: Final = 3
"""So many parts has the path of a text of the centre, and of a value of a domain."""


@dataclass(frozen=True)
class Told:
    """`before` or `after` empty: it came, or went."""

    what: str
    before: str
    after: str


class Teller:
    """Tells in one language what is different between two states of the settings."""

    def __init__(self, before: Live, after: Live, texts: Catalogue) -> None:
        self._before = before
        self._after = after
        self._texts = texts
        self._names: dict[str, Mapping[str, str]] = {
            domain.id: domain.name for live in (before, after) for domain in live.domains
        }
        self._procedures: dict[tuple[str, str], Mapping[str, str]] = {
            (domain.id, one.id): one.name
            for live in (before, after)
            for domain in live.domains
            for one in domain.procedures
        }

    def tell(self) -> list[Told]:
        return [self._told(change) for change in changes(self._before, self._after)]

    def _told(self, change: Change) -> Told:
        match change.path:
            case ("domains",):
                return self._of_list("settings.domains", change)
            case ("domains", domain, *rest):
                return self._of_domain(domain, rest, change)
            case ("counters", number, *rest):
                what = self._texts("counter.name", counter=number)
                return self._of_list(what, change, rest) if rest else self._whole(what, change)
            case ("hours",):
                return self._of_hours()
            case ("target", "share"):
                return Told(
                    self._texts("settings.target.share"), _percent(change.before), _percent(change.after)
                )
            case ("name" | "footer" as key, _):
                return self._plain(self._texts(f"settings.{key}"), change)
        return self._plain(self._texts(f"settings.{'.'.join(change.path)}"), change)

    def _of_domain(self, domain: str, rest: list[str], change: Change) -> Told:
        name = self._name(domain)
        what = self._texts("settings.domain-of", name=name)
        match rest:
            case []:
                return self._whole(what, change)
            case ["procedures"]:
                return self._plain(f"{what}: {self._texts('settings.domain.procedures')}", change)
            case ["procedures", procedure, *part]:
                named = in_language(self._procedures[domain, procedure], self._texts.language)
                what = f"{what}: {self._texts('settings.procedure-of', name=named)}"
                return self._part(what, part, change) if part else self._whole(what, change)
        return self._part(what, rest, change)

    def _part(self, what: str, part: list[str], change: Change) -> Told:
        told = self._plain(f"{what}: {self._texts(f'settings.domain.{part[0]}')}", change)
        return (
            replace(told, before=self._icon(told.before), after=self._icon(told.after))
            if part == ["icon"]
            else told
        )

    def _icon(self, name: str) -> str:
        key = f"icon.{name or 'none'}"
        return self._texts(key) if key in self._texts.keys() else name  # noqa: SIM118 not a dict

    def _of_list(self, what: str, change: Change, rest: Iterable[str] = ()) -> Told:
        """Domains by their names."""
        label = what if rest else self._texts(what)
        parts = [f"{label}: {self._texts(f'settings.counter.{part}')}" for part in rest]
        return Told(next(iter(parts), label), self._listed(change.before), self._listed(change.after))

    def _listed(self, ids: str | None) -> str:
        return ", ".join(self._name(one) for one in (ids or "").split(", ") if one)

    def _of_hours(self) -> Told:
        told = [self._hours(live.hours) for live in (self._before, self._after)]
        return Told(self._texts("settings.hours"), *told)

    def _hours(self, hours: Iterable[Hours]) -> str:
        return "; ".join(hours_in_words(one, self._texts) for one in hours) or self._texts("settings.all-day")

    def _whole(self, what: str, change: Change) -> Told:
        came = change.before is None
        word = self._texts("settings.came" if came else "settings.went")
        return Told(what, "" if came else word, word if came else "")

    def _plain(self, what: str, change: Change) -> Told:
        languages = self._languages(change)
        told = f"{what} ({', '.join(languages)})" if languages else what
        return Told(told, change.before or "", change.after or "")

    def _languages(self, change: Change) -> list[str]:
        """The language of a text, which its path ends with."""
        is_text = len(change.path) == _TEXT_OF_CENTRE or (
            len(change.path) > _IN_A_DOMAIN and change.path[-2] == "name"
        )
        return [change.path[-1]] if is_text and change.path[0] in ("name", "footer", "domains") else []

    def _name(self, domain: str) -> str:
        return in_language(self._names.get(domain, {"vi": domain}), self._texts.language)


def _percent(share: str | None) -> str:
    return f"{float(share or 0) * 100:g}"


def hours_in_words(hours: Hours, texts: Catalogue) -> str:
    """`T2–T6 06:00–17:00`; days that do not follow one another are told one by one."""
    days = [texts(f"day.{day}") for day in hours.days]
    week = [texts(f"day.{day}") for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    first = week.index(days[0]) if days else 0
    is_run = len(days) > 2 and week[first : first + len(days)] == days  # noqa: PLR2004 two need no dash
    told = f"{days[0]}–{days[-1]}" if is_run else ", ".join(days)
    return f"{told} {hours.start}–{hours.end}"
