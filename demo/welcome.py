"""What the terminal says: what this is, where to look, what to do, and which process ended."""

from collections.abc import Mapping
from typing import Final, TextIO

from config import Settings
from demo.hall import Hall
from rehearsal.child import Child
from rehearsal.place import Place
from words import Words

SSH: Final = "SSH_CONNECTION"


class Welcome:
    """Writes whole lines, Vietnamese first; safe from any thread, for each text is one write."""

    def __init__(self, words: Words, out: TextIO, environment: Mapping[str, str]) -> None:
        self.words = words
        self._out = out
        self._is_remote = bool(environment.get(SSH))

    def say_starting(self, settings: Settings) -> None:
        names = settings.center.name
        self._say([names[language] for language in self.words.languages() if language in names])
        self._say(self._both("terminal.starting"))

    def say_ready(self, url: str, port: int, place: Place, hall: Hall, *, is_kept: bool) -> None:
        """Where to look, then what to do."""
        lines = ["", *self._both("terminal.page"), "", f"    {url}", ""]
        if self._is_remote:
            tunnels = " ".join(
                f"-L {each}:127.0.0.1:{each}" for each in (port, hall.settings.coordinator.port)
            )
            lines += [*self._both("terminal.remote", command=f"ssh {tunnels} …"), ""]
        todo = "page" if hall.screens else "windows"
        for catalogue in map(self.words.of, self.words.languages()):
            lines += [*catalogue(f"terminal.todo-{todo}").split("\n"), ""]
        who = {"url": hall.staff_url, "name": hall.account.name, "pin": hall.account.pin}
        lines += [*self._both("terminal.staff", **who), ""]
        lines += self._both("terminal.kept" if is_kept else "terminal.not-kept", folder=place.data)
        self._say([*lines, *self._both("terminal.end")])

    def say_ended(self, child: Child) -> None:
        """A process ended though nobody asked for it: which, how, and what it said last."""
        lines = self._both("terminal.ended", process=child.name, code=child.exit_code())
        self._say(["", *lines, *(f"    {line}" for line in child.last_lines())])

    def _both(self, key: str, **values: object) -> list[str]:
        return [self.words.of(language)(key, **values) for language in self.words.languages()]

    def _say(self, lines: list[str]) -> None:
        self._out.write("\n".join(lines) + "\n")
        self._out.flush()
