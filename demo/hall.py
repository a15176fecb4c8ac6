"""The hall around the processes: what hands do in it, and what eyes see."""

import logging
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from demo.account import ROLE, make_account
from rehearsal import finger
from rehearsal.lobby import Lobby
from runtime.stop import Stop
from wire.client import persist
from wire.feed import BoardFeed
from wire.messages import Board, BoardCounter

FRAME: Final = "frame.png"
PAPERS_SHOWN: Final = 12

log = logging.getLogger(__name__)


class CounterSeen(msgspec.Struct, frozen=True):
    """`lamp` is null where no counter process answers."""

    id: int
    open: bool
    number: str | None
    waiting: int
    lamp: bool | None


class Sight(msgspec.Struct, frozen=True):
    """`screens`: each one's frame by its time, empty: none yet. `papers`: the newest first."""

    screens: dict[str, str]
    papers: list[str]
    counters: list[CounterSeen]


class Hall:
    """A lobby that people walk about in, until the stop is asked. `look` belongs to one thread."""

    def __init__(self, lobby: Lobby, stop: Stop) -> None:
        self.settings = lobby.settings
        self.account = make_account()
        self._lobby = lobby
        self._place = lobby.place
        self._stop = stop
        self._board: Board | None = None
        self._lamps: finger.LampWatch | None = None
        self._papers: tuple[int, list[str]] = (0, [])

    @property
    def staff_url(self) -> str:
        return f"{self._lobby.url}/staff"

    @property
    def screens(self) -> dict[str, str]:
        """The screens that draw off screen, with their sizes; empty where they are windows."""
        tables = {"kiosk": self.settings.kiosk, "display": self.settings.display}
        return {
            name: table.mode.rsplit(":", 1)[1]
            for name, table in tables.items()
            if table.mode.startswith("offscreen:")
        }

    def open(self) -> None:
        """Start everything and open every counter, as an operator would in the morning."""
        self._lobby.set_up()
        self._lobby.add_staff(self.account.name, ROLE, self.account.pin)
        self._lobby.start_devices()
        admin = self._lobby.client("admin")
        for counter in self.settings.counters:
            persist(partial(admin.open_counter, counter.id), self._stop)
        admin.close()
        self._lamps = finger.LampWatch(self._place.pins)
        BoardFeed(self._lobby.client("display"), self._stop, on_board=self._see_board).start()

    def close(self) -> None:
        """Closing twice is safe."""
        if self._lamps is not None:
            self._lamps.close()
            self._lamps = None

    def touch(self, x: int, y: int) -> None:
        """A finger on the kiosk, in its pixels; raises `OSError` where no kiosk listens."""
        finger.touch(self._place.screen("kiosk"), x, y)

    def press(self, counter: int, down: bool) -> None:  # noqa: FBT001 the level of a contact
        """Close or open a button's contact; raises `OSError` where no counter process listens."""
        finger.press(self._place.pins, counter, down=down)

    def frame_file(self, screen: str) -> Path:
        return self._place.screen(screen) / FRAME

    def paper_file(self, paper: str) -> Path:
        return self._place.printed / f"{paper}.png"

    def look(self) -> Sight:
        lamps = self._look_at_lamps()
        board = self._board
        return Sight(
            screens={name: _time_of(self.frame_file(name)) for name in self.screens},
            papers=self._look_at_papers(),
            counters=[_seen(counter, lamps) for counter in board.counters] if board else [],
        )

    def _see_board(self, board: Board) -> None:
        self._board = board

    def _look_at_papers(self) -> list[str]:
        changed = self._place.printed.stat().st_mtime_ns
        if changed != self._papers[0]:
            names = sorted((path.stem for path in self._place.printed.glob("[0-9]*.png")), reverse=True)
            self._papers = (changed, names[:PAPERS_SHOWN])
        return self._papers[1]

    def _look_at_lamps(self) -> dict[int, bool]:
        try:
            return self._lamps.look() if self._lamps is not None else {}
        except OSError:
            # No counter process: its lamps are unknown, and the page says so of the process itself.
            return {}


def _seen(counter: BoardCounter, lamps: dict[int, bool]) -> CounterSeen:
    return CounterSeen(
        id=counter.id,
        open=counter.open,
        number=counter.number,
        waiting=counter.waiting,
        lamp=lamps.get(counter.id),
    )


def _time_of(file: Path) -> str:
    try:
        return str(file.stat().st_mtime_ns)
    except FileNotFoundError:
        return ""
