"""What part of the centre a board is for: a hall may have several boards, each for its own counters."""

from dataclasses import dataclass

import msgspec

from boards.announcements import MOST_CALLS
from wire.messages import Board, Call


@dataclass(frozen=True)
class Area:
    """The domains and counters that a board is for; empty is all."""

    domains: frozenset[str] = frozenset()
    counters: frozenset[int] = frozenset()

    def has(self, call: Call) -> bool:
        """Whether a call is shown and spoken here."""
        is_here = not self.counters or call.counter in self.counters
        return is_here and (not self.domains or call.domain in self.domains)

    def restrict(self, board: Board, before: Board | None = None) -> Board:
        """The same board with only these domains and counters, and only calls to them, newest first.

        A board names the centre's newest calls alone; those of a quiet area that have fallen off it are taken
        from `before`, what this gave for the last board.
        """
        return msgspec.structs.replace(
            board,
            calls=[call for call in board.calls if self.has(call)] + _fallen_off(board, before),
            counters=[desk for desk in board.counters if not self.counters or desk.id in self.counters],
            domains=[queue for queue in board.domains if not self.domains or queue.id in self.domains],
        )


def _fallen_off(board: Board, before: Board | None) -> list[Call]:
    """Calls that are older than all that a full board names; one that is not full names the whole day's."""
    if before is None or len(board.calls) < MOST_CALLS:
        return []
    oldest = min(call.seq for call in board.calls)
    return [call for call in before.calls if call.seq < oldest][:MOST_CALLS]
