"""Whom a counter calls next.

First come, first served across the domains that the counter serves, with priority tickets first, but never
more than a set number of them in a row past a waiting ordinary ticket. Overflow domains only while nobody
waits for the counter's own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """The first ticket of a lane (a domain's priority or ordinary tickets).

    `place` is the order of first arrival; a ticket that was held or transferred keeps it.
    """

    place: int
    domain: str
    is_priority: bool


@dataclass(frozen=True)
class Choice:
    """`runs` are the new lengths of the domains' priority runs; a domain not named keeps its own."""

    head: Head
    runs: Mapping[str, int]


def choose_next(
    heads: Iterable[Head],
    domains: Iterable[str],
    overflow: Iterable[str],
    runs: Mapping[str, int],
    longest_run: int,
) -> Choice | None:
    """The next ticket for a counter that serves `domains`, then `overflow`; null if nobody waits.

    `runs` holds for each domain how many priority tickets in a row were called past a waiting ordinary one
    of that domain.
    """
    every = list(heads)
    for served in (set(domains), set(overflow)):
        choice = _choose_among([head for head in every if head.domain in served], served, runs, longest_run)
        if choice is not None:
            return choice
    return None


def _choose_among(
    heads: list[Head],
    served: set[str],
    runs: Mapping[str, int],
    longest_run: int,
) -> Choice | None:
    priority = [head for head in heads if head.is_priority]
    ordinary = [head for head in heads if not head.is_priority]
    is_run_over = any(runs.get(head.domain, 0) >= longest_run for head in ordinary)
    if priority and not is_run_over:
        passed = {head.domain: runs.get(head.domain, 0) + 1 for head in ordinary}
        return Choice(_earliest(priority), passed)
    if ordinary:
        return Choice(_earliest(ordinary), dict.fromkeys(served, 0))
    return None


def _earliest(heads: list[Head]) -> Head:
    return min(heads, key=lambda head: head.place)
