"""How far the waits that a real centre told could be trusted: what stands on its tickets, against what came.

Reads the coordinator's SQLite file, or a copy of it, and changes nothing in it. A citizen is told a range; its middle
is taken for what was told as one number. The wait is from the issue to the first call; calls that were taken back
count for nothing.
"""

import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

FILE_NAME: Final = "motcua.db"
ALL: Final = "all"

_CALLED: Final = """
SELECT t.domain, t.day, t.issued_at / 1000.0, t.told_low, t.told_high,
       (SELECT min(a.at) FROM audit a WHERE a.place = t.place AND a.action = 'ticket.called') / 1000.0 AS called
FROM tickets t
WHERE t.center_id = ? AND called IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.place = t.place AND a.action = 'ticket.taken_back')
ORDER BY t.day, t.domain, t.place
"""


class NoHistory(Exception):
    """There is nothing to judge by; the message says why."""


@dataclass(frozen=True)
class Past:
    """One who was told a range, seconds. `last`: the wait of the last one of the domain called before; null: nobody."""

    domain: str
    low: float
    high: float
    waited: float
    last: float | None

    @property
    def told(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Judged:
    """`bias`: told less waited, seconds; errors are root mean squares, `last` null where nobody had one to go by."""

    domain: str
    people: int
    mean_wait: float
    held: float
    below: float
    above: float
    bias: float
    error: float
    last: float | None


@dataclass(frozen=True)
class _Ticket:
    domain: str
    day: str
    issued: float
    low: float | None
    high: float | None
    called: float

    @property
    def waited(self) -> float:
        """A clock that was set back makes none negative."""
        return max(0.0, self.called - self.issued)


def read_history(folder: Path, center: str) -> list[Past]:
    """Everyone of a centre who was told a wait and was called; raises `NoHistory`."""
    file = folder / FILE_NAME
    if not file.is_file():
        raise NoHistory(f"{file} is not there (accepted: a folder with the coordinator's {FILE_NAME})")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            tickets = [_Ticket(*row) for row in connection.execute(_CALLED, (center,))]
    except sqlite3.Error as error:
        raise NoHistory(f"{file} cannot be read: {error}") from error
    found = [
        one for _, line in groupby(tickets, lambda one: (one.day, one.domain)) for one in _past(list(line))
    ]
    if not found:
        raise NoHistory(f"{file} holds no ticket of {center} that was told a wait and called")
    return found


def judge(told: Sequence[Past]) -> list[Judged]:
    """All together first, then each domain."""
    domains = sorted({one.domain for one in told})
    return [
        _judge(ALL, told),
        *(_judge(domain, [one for one in told if one.domain == domain]) for domain in domains),
    ]


def report(told: Sequence[Past]) -> Iterator[str]:
    """A heading and a line for each."""
    yield "domain               people   wait    held  below  above    bias   error: told   last   told/last"
    for one in judge(told):
        last = "     –" if one.last is None else f"{one.last / 60:>5.1f}m"
        ratio = "–" if not one.last else f"{one.error / one.last:.2f}"
        yield (
            f"{one.domain:<20} {one.people:>6} {one.mean_wait / 60:>5.1f}m  {one.held:>6.1%} {one.below:>6.1%}"
            f" {one.above:>6.1%} {one.bias / 60:>+6.1f}m        {one.error / 60:>5.1f}m {last} {ratio:>11}"
        )


def _past(line: Sequence[_Ticket]) -> Iterator[Past]:
    """One domain of one day, by issue."""
    calls = sorted(line, key=lambda one: one.called)
    heard, last = 0, None
    for one in sorted(line, key=lambda one: one.issued):
        while heard < len(calls) and calls[heard].called <= one.issued:
            last = calls[heard].waited
            heard += 1
        if one.low is not None and one.high is not None:
            yield Past(one.domain, one.low, one.high, one.waited, last)


def _judge(domain: str, told: Sequence[Past]) -> Judged:
    below = sum(one.waited < one.low for one in told) / len(told)
    above = sum(one.waited > one.high for one in told) / len(told)
    comparable = [one for one in told if one.last is not None]
    return Judged(
        domain=domain,
        people=len(told),
        mean_wait=sum(one.waited for one in told) / len(told),
        held=1 - below - above,
        below=below,
        above=above,
        bias=sum(one.told - one.waited for one in told) / len(told),
        error=_error(told, lambda one: one.told),
        last=_error(comparable, lambda one: one.last or 0.0) if comparable else None,
    )


def _error(told: Iterable[Past], say: Callable[[Past], float]) -> float:
    squares = [(say(one) - one.waited) ** 2 for one in told]
    return math.sqrt(sum(squares) / len(squares))
