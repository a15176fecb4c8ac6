"""Who looks on: a reader of the event stream, and what the display has painted and announced by its own logs."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from display.voice.sound_log import ANNOUNCED_LOG
from runtime.stop import Stop
from screen.offscreen import FRAME_LOG
from simulation.stream import StreamWatch
from tests.chaos.evidence import Life, Look
from wire.client import Coordinator
from wire.messages import Board


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


def _lines_of(log: Path) -> Iterator[Any]:
    """A line over which the process was killed is passed by."""
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else []:
        with suppress(json.JSONDecodeError):
            yield json.loads(line)
