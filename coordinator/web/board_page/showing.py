"""The stream that the page reads: each board turned into what is to be seen of it, and a sign of life in each silence.

A page's script hears no comments, so a sign of life is an event here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Final

import msgspec

from boards.announcements import YOUNG
from boards.area import Area
from boards.view import Situation, View, Viewer
from coordinator.broadcast import HEARTBEAT
from wire.messages import Board, Center

ALIVE: Final = b"event: alive\ndata:\n\n"
_DATA: Final = b"\ndata: "


@dataclass(frozen=True)
class Shown:
    """`clock_ms`: the centre's wall clock as if it were UTC; `young`: calls that may still draw the eye."""

    view: View
    clock_ms: int
    young: list[int]


class Showing:
    """One page's stream. `center` is asked for the names, and again when a board is of others."""

    def __init__(self, viewer: Viewer, area: Area, center: Callable[[], Center]) -> None:
        self._viewer = viewer
        self._area = area
        self._ask_center = center
        self._center: Center | None = None
        self._before: Board | None = None

    def write(self, frames: Iterable[bytes]) -> Iterator[bytes]:
        """What goes out for each frame of the broadcast."""
        for frame in frames:
            yield ALIVE if frame == HEARTBEAT else self._frame(_board_of(frame))

    def show(self, board: Board) -> Shown:
        ours = self._before = self._area.restrict(board, self._before)
        situation = Situation(board=ours, center=self._center_of(board), now=board.at, is_linked=True)
        young = [call.seq for call in ours.calls if board.at - call.called_at < YOUNG]
        clock = board.at.replace(tzinfo=UTC).timestamp()
        return Shown(self._viewer.view(situation), int(clock * 1000), young)

    def _center_of(self, board: Board) -> Center:
        known = self._center
        if known is None or known.revision != board.revision:
            known = self._center = self._ask_center()
        return known

    def _frame(self, board: Board) -> bytes:
        content = msgspec.json.encode(self.show(board))
        return b"event: view\nid: %d\ndata: %b\n\n" % (board.seq, content)


def _board_of(frame: bytes) -> Board:
    return msgspec.json.decode(frame.partition(_DATA)[2], type=Board)
