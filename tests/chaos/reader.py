"""Who looks on: a reader of the event stream, and the calls that the display has painted by its own log."""

import json
from contextlib import suppress
from pathlib import Path

from runtime.stop import Stop
from simulation.stream import StreamWatch
from simulation.traces import calls_in_frames
from tests.chaos.evidence import Look
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
    """The calls that a display showed, by the folder that it draws in; a line that it was killed over is passed by."""
    frames = screen / "frames.jsonl"
    lines = frames.read_text(encoding="utf-8").splitlines() if frames.exists() else []
    painted = frozenset[int]()
    for line in lines:
        with suppress(json.JSONDecodeError):
            painted |= calls_in_frames([line])
    return painted
