"""The board as the screen's loop runs it: boards and news come in, pixels and announcements go out.

Everything here happens on the loop's thread; what other threads know arrives as one of the events below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pygame

from boards.announcements import Heard, announce, taken_back
from boards.area import Area
from boards.view import Situation, View, Viewer
from display.center_time import CenterTime
from display.highlights import Highlights
from display.notices import NoticeTurn
from display.paint.painter import Painter
from display.voice.announcer import Voice
from runtime.clock import Clock
from wire.faults import LineFault
from wire.messages import Board, Center

LATE_SECONDS: Final = 60.0
"""So long a coordinator may take to start together with the board."""


@dataclass(frozen=True)
class LinkChanged:
    """The event stream stands, or is lost."""

    is_up: bool


@dataclass(frozen=True)
class FaultFound:
    """Why there is no line; null: it stands again."""

    fault: LineFault | None


@dataclass(frozen=True)
class SoundChanged:
    """What is wrong with the voice; empty: nothing."""

    fault: str


class BoardApp:
    """A `ScreenApp`. `ask_names` has the centre's names fetched and posted here."""

    def __init__(
        self,
        viewer: Viewer,
        painter: Painter,
        area: Area,
        voice: Voice,
        clock: Clock,
        *,
        time: CenterTime,
        ask_names: Callable[[], None],
    ) -> None:
        self._viewer = viewer
        self._painter = painter
        self._area = area
        self._voice = voice
        self._clock = clock
        self._time = time
        self._ask_names = ask_names
        self._highlights = Highlights()
        self._heard: Heard | None = None
        self._board: Board | None = None
        self._center: Center | None = None
        self._is_linked = False
        self._heard_last: datetime | None = None
        self._fault: LineFault | None = None
        self._late_at = clock.monotonic() + LATE_SECONDS
        self._sound_fault = ""
        self._turn = NoticeTurn(None)
        self._next_turn: NoticeTurn | None = None
        self._painted: View | None = None

    def on_event(self, event: object) -> None:
        match event:
            case Board():
                self._take(event)
            case LinkChanged():
                self._is_linked = event.is_up
                self._heard_last = self._time.now(self._clock.monotonic())
                if event.is_up:
                    self._ask_names()
            case FaultFound():
                self._fault = event.fault
            case Center():
                self._center = event
            case SoundChanged():
                self._sound_fault = event.fault
            case NoticeTurn():
                self._next_turn = event

    def on_touch(self, x: int, y: int) -> None:
        """A lobby's board has nothing to touch."""

    def on_tick(self) -> None:
        """The next painting looks at the clock by itself."""

    def next_wake(self) -> float | None:
        now = self._clock.monotonic()
        wakes: list[float | None] = (
            [self._late_at - now] if self._board is None and now < self._late_at else []
        )
        wakes += [self._highlights.until_next_change(now), self._time.until_next_minute(now)]
        return min((wake for wake in wakes if wake is not None), default=None)

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        now = self._clock.monotonic()
        self._highlights.expire(now)
        self._turn_notice()
        self._painted = self._viewer.view(self._situation(now))
        return self._painter.paint(surface, self._painted, is_lit=self._highlights.is_lit(now))

    def frame_note(self) -> object:
        """`calls`: the `seq` of each call that can be read in the newest frame."""
        board, view = self._board, self._painted
        return {
            "board": board.seq if board else None,
            "calls": self._painter.readable_calls(view) if view else [],
            "latest": view.latest.number if view and view.latest else None,
            "is_stale": bool(view and view.warning),
            "fault": self._fault.code if self._fault else None,
            "is_silent": bool(self._sound_fault),
        }

    def _take(self, board: Board) -> None:
        now = self._clock.monotonic()
        self._time.hear(board.at, now)
        gone = taken_back(self._heard, board)
        if gone:
            self._voice.withdraw(gone)
            self._highlights.drop(gone)
        self._heard, calls = announce(self._heard, board)
        ours = [call for call in calls if self._area.has(call)]
        for call in ours:
            self._voice.announce(call)
        self._highlights.add((call.seq for call in ours), now)
        self._board = self._area.restrict(board, self._board)
        if self._center is not None and self._are_old(self._center, board):
            self._ask_names()

    def _are_old(self, names: Center, board: Board) -> bool:
        known = {domain.id for domain in names.domains}
        return names.revision != board.revision or not {domain.id for domain in board.domains} <= known

    def _turn_notice(self) -> None:
        """Nothing else moves on the board while a call draws the eye."""
        if self._next_turn is not None and not self._highlights.fresh():
            self._turn, self._next_turn = self._next_turn, None

    def _situation(self, now: float) -> Situation:
        return Situation(
            board=self._board,
            center=self._center,
            now=self._time.now(now),
            is_linked=self._is_linked,
            heard=self._heard_last,
            fault=self._fault,
            is_late=self._board is None and now >= self._late_at,
            new_calls=self._highlights.fresh(),
            sound_fault=self._sound_fault,
            notice=self._turn.notice,
            broken_notices=self._turn.broken,
        )
