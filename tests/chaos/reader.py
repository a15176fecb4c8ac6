"""Who looks on: a reader of the event stream, and what the display has painted and announced by its own logs."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from display.voice.sound_log import ANNOUNCED_LOG
from runtime.stop import Stop
from screen.offscreen import FRAME_LOG
from simulation.stream import StreamWatch
from tests.chaos.evidence import Life, Look
from wire.client import Coordinator
from wire.messages import Board

_LAST_BYTES: Final = 65_536
"""Of a log of frames; one line takes a few thousand at the most."""


class Reader:
    """Keeps of each board what the rules look at; `looks` grows while it reads."""

    def __init__(self, coordinator: Coordinator) -> None:
        self.looks: list[Look] = []
        self._is_first = True
        self._stop = Stop()
        self._watch = StreamWatch(coordinator, self._stop, self._look, self._on_link)

    def start(self) -> None:
        self._watch.start()

    def end(self) -> None:
        """Safe to do twice, and before `start`."""
        self._stop.ask()

    def _look(self, board: Board) -> None:
        calls = tuple(sorted(call.seq for call in board.calls))
        self.looks.append(Look(board.seq, calls, is_first=self._is_first))
        self._is_first = False

    def _on_link(self, is_up: bool) -> None:
        self._is_first = self._is_first or not is_up


def painted_calls(screen: Path) -> frozenset[int]:
    """The calls that a display showed, by the folder that it draws in."""
    return frozenset(seq for frame in _lines_of(screen / FRAME_LOG) for seq in frame["note"]["calls"])


def lives_of(screen: Path) -> list[Life]:
    """What each process of a display showed and announced, the oldest first."""
    begun, calls = list[float](), list[list[int]]()
    for line in _lines_of(screen / ANNOUNCED_LOG):
        if line["call"] is None:
            begun.append(line["at"])
            calls.append([])
        else:
            calls[-1].append(line["call"])
    boards: list[list[int]] = [[] for _ in begun]
    for frame in _lines_of(screen / FRAME_LOG):
        if (board := frame["note"]["board"]) is not None:
            boards[bisect_right(begun, frame["painted_at"]) - 1].append(board)
    return [Life(*map(tuple, life)) for life in zip(boards, calls, strict=True)]


def newest_note(screen: Path) -> dict[str, Any]:
    """What the newest frame of an off-screen screen shows; empty before the first. Only the log's end is read."""
    log = screen / FRAME_LOG
    if not log.exists():
        return {}
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LAST_BYTES))
        lines = file.read().split(b"\n")[:-1]
    for line in reversed(lines):
        with suppress(ValueError):
            return dict(json.loads(line)["note"])
    return {}


def _lines_of(log: Path) -> Iterator[Any]:
    """A line over which the process was killed is passed by."""
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        with suppress(json.JSONDecodeError):
            yield json.loads(line)
