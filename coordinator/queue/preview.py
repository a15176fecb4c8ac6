"""Whom a counter would call next, and after that: the rule of the calls, played forward. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from coordinator.queue.choice import Head, choose_next

Lane = tuple[str, bool]
"""A domain, and whether it is its priority tickets."""


def foresee(
    lanes: Mapping[Lane, Sequence[int]],
    domains: Iterable[str],
    overflow: Iterable[str],
    runs: Mapping[str, int],
    longest_run: int,
    count: int,
) -> list[int]:
    """The places of the next `count` tickets, if nobody came and no other counter called.

    `lanes` holds the first `count` places of each lane, in order; what else is as in `choose_next`.
    """
    rest = {lane: list(places) for lane, places in lanes.items()}
    own, over, now = list(domains), list(overflow), dict(runs)
    found: list[int] = []
    while len(found) < count:
        heads = [Head(places[0], *lane) for lane, places in rest.items() if places]
        choice = choose_next(heads, own, over, now, longest_run)
        if choice is None:
            break
        found.append(choice.head.place)
        rest[choice.head.domain, choice.head.is_priority].pop(0)
        now |= choice.runs
    return found
