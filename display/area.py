"""What part of the centre a board is for: a hall may have several boards, each for its own counters."""

import msgspec

from wire.messages import Board


def restrict(board: Board, domains: list[str], counters: list[int]) -> Board:
    """The same board with only these domains and counters, and only calls to them; an empty list is all."""
    calls, desks, queues = board.calls, board.counters, board.domains
    if counters:
        calls = [call for call in calls if call.counter in counters]
        desks = [desk for desk in desks if desk.id in counters]
    if domains:
        calls = [call for call in calls if call.domain in domains]
        queues = [queue for queue in queues if queue.id in domains]
    return msgspec.structs.replace(board, calls=calls, counters=desks, domains=queues)
