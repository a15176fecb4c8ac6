"""Which calls are to be spoken when a board arrives. Pure: what was heard so far and the next board decide.

Boards are skipped when the line is slow, and missing for a while when it is cut; a restart knows nothing.
The rules live here so that none of that ever repeats a call, swaps two or speaks of an old one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from wire.messages import Board, Call

YOUNG: Final = timedelta(minutes=1)
"""A call that a cut delayed for longer than this is only shown: its citizen was fetched or went."""

MOST_CALLS: Final = 20
"""A board names so many calls, and no older ones (`design/API.md`)."""


@dataclass(frozen=True)
class Heard:
    """What this board's process knows of the past: the newest board and the newest call it was given."""

    board_seq: int
    call_seq: int
    calls: tuple[Call, ...]


def announce(heard: Heard | None, board: Board) -> tuple[Heard, tuple[Call, ...]]:
    """What is known after `board`, and the calls to speak now, oldest first.

    Where nothing was heard before, or the history is another one (a restored database), nothing is spoken.
    Age is measured on the coordinator's clock alone, `board.at` less `called_at`: a display has no clock.
    """
    newest = max((call.seq for call in board.calls), default=0)
    if heard is None or _is_other_history(heard, board, newest):
        return Heard(board.seq, newest, tuple(board.calls)), ()
    unheard = sorted((call for call in board.calls if call.seq > heard.call_seq), key=lambda call: call.seq)
    young = tuple(call for call in unheard if board.at - call.called_at < YOUNG)
    return Heard(board.seq, max(newest, heard.call_seq), tuple(board.calls)), young


def taken_back(heard: Heard | None, board: Board) -> frozenset[int]:
    """The `seq` of each known call that `board` does not name any more, though it names older ones or all.

    A counter takes a call back a moment after it was made by mistake; a new day forgets the last one's.
    """
    if heard is None:
        return frozenset()
    named = {call.seq for call in board.calls}
    oldest = min(named) if len(board.calls) >= MOST_CALLS else 0
    return frozenset(call.seq for call in heard.calls if call.seq >= oldest) - named


def _is_other_history(heard: Heard, board: Board, newest: int) -> bool:
    """Whether `board` cannot follow what was heard: numbers went back, or one now names another call."""
    if board.seq < heard.board_seq or (board.calls and newest < heard.call_seq):
        return True
    known = {call.seq: _identity(call) for call in heard.calls}
    return any(known.get(call.seq, _identity(call)) != _identity(call) for call in board.calls)


def _identity(call: Call) -> tuple[object, ...]:
    """What of a call never changes; its ticket's domain does, by a transfer."""
    return call.number, call.counter, call.called_at
