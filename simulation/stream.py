"""The day as the event stream tells it and as the board paints it, each piece of news handed on as it comes."""

import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from runtime.stop import Stop
from simulation.traces import calls_in_frames
from wire.client import Coordinator
from wire.feed import BoardFeed
from wire.messages import Board, Call

TAIL_SECONDS: Final = 0.01


class StreamWatch:
    """A feed that keeps every call which any of its boards held; each board goes to `on_board`, each loss and
    return of the line to `on_link`.
    """

    def __init__(
        self,
        coordinator: Coordinator,
        stop: Stop,
        on_board: Callable[[Board], None],
        on_link: Callable[[bool], None] = lambda _up: None,
    ) -> None:
        self._calls: dict[int, Call] = {}
        self._seqs: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        self._on_board = on_board
        self._feed = BoardFeed(coordinator, stop, on_board=self._take, on_link=on_link)

    def start(self) -> None:
        self._feed.start()

    def calls(self) -> list[Call]:
        """Seen so far, in the order of `seq`."""
        return [self._calls[seq] for seq in sorted(self._calls)]

    def seqs_of(self, counter: int, number: str) -> set[int]:
        """The `seq` of each call of a number to a counter."""
        return self._seqs[counter, number].copy()

    def _take(self, board: Board) -> None:
        for call in board.calls:
            if call.seq not in self._calls:
                self._calls[call.seq] = call
                self._seqs[call.counter, call.number].add(call.seq)
        self._on_board(board)


class FrameWatch(threading.Thread):
    """Reads along as the board logs its frames; the calls that were painted anew go to `on_painted`."""

    def __init__(self, frame_log: Path, stop: Stop, on_painted: Callable[[frozenset[int]], None]) -> None:
        super().__init__(name="frame-watch", daemon=True)
        self._frame_log = frame_log
        self._stop_asked = stop
        self._on_painted = on_painted
        self._known: frozenset[int] = frozenset()

    def run(self) -> None:
        with self._frame_log.open(encoding="utf-8") as file:
            unfinished = ""
            while not self._stop_asked.wait(TAIL_SECONDS):
                *lines, unfinished = (unfinished + file.read()).split("\n")
                painted = calls_in_frames(lines)
                if new := painted - self._known:
                    self._known |= new
                    self._on_painted(new)
