"""The folder of notices: read a file at a time, in the order of the names, for ever.

Read anew at each turn, so that a file that is added, changed or taken away is noticed without a restart.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from boards.notice import Notice
from boards.notice_files import TEXT, BrokenNotice, list_notices, parse_text
from runtime.stop import Stop

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NoticeTurn:
    """What is to be shown now, null where there is nothing, and the names of the files that cannot be."""

    notice: Notice | None
    broken: tuple[str, ...] = ()


class Notices(threading.Thread):
    """Hands a turn to `on_turn`, on this thread, every `seconds`; pictures no larger than `room`, pixels."""

    def __init__(
        self,
        folder: Path,
        seconds: float,
        room: tuple[int, int],
        stop: Stop,
        on_turn: Callable[[NoticeTurn], None],
    ) -> None:
        super().__init__(name="notices", daemon=True)
        self._folder = folder
        self._seconds = seconds
        self._room = room
        self._stop_asked = stop
        self._on_turn = on_turn
        self._last = ""
        self._broken: dict[str, str] = {}

    def run(self) -> None:
        while True:
            self._on_turn(self.next_turn())
            if self._stop_asked.wait(self._seconds):
                return

    def next_turn(self) -> NoticeTurn:
        """The first file after the last one shown that can be shown; the one alone is shown again."""
        try:
            names = list_notices(self._folder)
        except OSError as error:
            self._tell(self._folder.name, str(error))
            return NoticeTurn(None, (self._folder.name,))
        self._forget(names)
        later = [name for name in names if name > self._last]
        for name in later + [name for name in names if name <= self._last]:
            notice = self._read(name)
            if notice is not None:
                self._last = name
                return NoticeTurn(notice, tuple(sorted(self._broken)))
        return NoticeTurn(None, tuple(sorted(self._broken)))

    def _read(self, name: str) -> Notice | None:
        try:
            notice = read_notice(self._folder / name, self._room)
        except (OSError, BrokenNotice) as error:
            self._tell(name, str(error))
            return None
        self._broken.pop(name, None)
        return notice

    def _tell(self, name: str, fault: str) -> None:
        if self._broken.get(name) != fault:
            log.warning("notice %s: %s", name, fault)
        self._broken[name] = fault

    def _forget(self, names: list[str]) -> None:
        self._broken = {name: fault for name, fault in self._broken.items() if name in names}


def read_notice(path: Path, room: tuple[int, int]) -> Notice:
    """Raises `BrokenNotice`, or `OSError` where the file cannot be read."""
    if path.suffix.lower() == TEXT:
        return parse_text(path.read_bytes())
    # Pillow is not for a board to wait for at its start.
    from display.notice_pictures import read_picture  # noqa: PLC0415

    return read_picture(path, room)
