"""The day as the event stream tells it: every call once, and the newest board for whoever acts on it."""

from queue import SimpleQueue

from runtime.stop import Stop
from wire.client import Coordinator
from wire.feed import BoardFeed
from wire.messages import Board, Call


class StreamWatch:
    """A feed whose boards arrive in `boards`, and every call that any of them held."""

    def __init__(self, coordinator: Coordinator, stop: Stop) -> None:
        self.boards: SimpleQueue[Board] = SimpleQueue()
        self._calls: dict[int, Call] = {}
        self._feed = BoardFeed(coordinator, stop, on_board=self._take)

    def start(self) -> None:
        self._feed.start()

    def calls(self) -> list[Call]:
        """Seen so far, in the order of `seq`."""
        return [self._calls[seq] for seq in sorted(self._calls)]

    def _take(self, board: Board) -> None:
        self._calls.update((call.seq, call) for call in board.calls)
        self.boards.put(board)
