"""What an issue and a call-next cost as a centre grows: by who waits, by counters, by boards that listen.

One thing grows at a time, the rest is Hải Châu: fourteen counters, seventy people waiting, one board. For each size a
coordinator of its own stands, and all sizes of a curve have their turns in each round. What old tickets cost is among
the figures of `./run bench queue`.
"""

import argparse
import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clients import Client
from benchmarks.figures import print_head, print_row, quantile
from benchmarks.listeners import listening
from benchmarks.standing import coordinator_ms, first_domains, standing, token
from rehearsal.lobby import Lobby

WAITING, COUNTERS = 70, 14
CALM_SECONDS = 0.05
PAUSE_SECONDS = 0.02
"""Between two wishes, so that each has its board: a burst would share one."""


@dataclass(frozen=True)
class Curve:
    what: str
    sizes: Sequence[int]
    stand: Callable[[Path, int], AbstractContextManager[Lobby]]
    listeners: bool = False


CURVES = (
    Curve("waiting", (0, 50, 200, 1000, 3000), lambda folder, n: standing(folder, waiting=n)),
    Curve("counters", (1, 14, 50, 200), lambda folder, n: standing(folder, counters=n, waiting=WAITING)),
    Curve(
        "boards",
        (0, 1, 10, 50),
        lambda folder, _: standing(folder, waiting=WAITING),
        listeners=True,
    ),
)


@dataclass
class Cost:
    """Milliseconds of each answer, and of the coordinator's processors in each turn for one."""

    taken: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


class Point:
    """One size of one curve: its coordinator, and a client of each kind."""

    def __init__(self, lobby: Lobby, closing: ExitStack) -> None:
        self._lobby = lobby
        self._kiosk, self._hand = (Client(lobby.url, token(lobby, role)) for role in ("kiosk", "counter"))
        closing.callback(self._kiosk.close)
        closing.callback(self._hand.close)
        self._domains = itertools.cycle(first_domains(lobby.settings.counters))
        self._counters = itertools.cycle([counter.id for counter in lobby.settings.counters])
        self.issue, self.call = Cost(), Cost()

    def take_turn(self, each: int) -> None:
        """As many are called as were issued, so that the next turn finds as many waiting as this one."""
        self._take(self.issue, each, lambda: self._kiosk.issue(next(self._domains)))
        self._take(self.call, each, lambda: self._hand.call(next(self._counters)))

    def forget(self) -> None:
        """What was a warm-up."""
        self.issue, self.call = Cost(), Cost()

    def _take(self, cost: Cost, each: int, deed: Callable[[], object]) -> None:
        before = coordinator_ms(self._lobby)
        for _ in range(each):
            began = time.perf_counter()
            deed()
            cost.taken.append((time.perf_counter() - began) * 1000)
            time.sleep(PAUSE_SECONDS)
        time.sleep(CALM_SECONDS)
        cost.processor.append((coordinator_ms(self._lobby) - before) / each)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench curves", description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="turns of each size (6)")
    parser.add_argument("--each", type=int, default=10, help="issues, and calls, in a turn (10)")
    parser.add_argument("--curves", nargs="*", default=[curve.what for curve in CURVES])
    parser.add_argument("--quick", action="store_true", help="one small turn at the ends of one curve")
    arguments = parser.parse_args()
    for curve in CURVES:
        if curve.what in arguments.curves[: 1 if arguments.quick else None]:
            sizes = (0, 5) if arguments.quick else curve.sizes
            rounds, each = (1, 2) if arguments.quick else (arguments.rounds, arguments.each)
            show(curve, measure(curve, sizes, rounds, each))
    return 0


def measure(curve: Curve, sizes: Sequence[int], rounds: int, each: int) -> dict[int, Point]:
    with TemporaryDirectory() as folder, ExitStack() as closing:
        points = {}
        for size in sizes:
            lobby = closing.enter_context(curve.stand(Path(folder) / f"{curve.what}-{size}", size))
            boards = size if curve.listeners else 1
            if boards:
                closing.enter_context(listening(lobby.url, token(lobby, "display"), boards))
            points[size] = Point(lobby, closing)
        for number in range(rounds + 1):
            for point in points.values():
                point.take_turn(each)
                if number == 0:
                    point.forget()
        return points


def show(curve: Curve, points: dict[int, Point]) -> None:
    print_head(
        *(curve.what, "issue p50 ms", "CPU ms", "of the first", "call-next p50 ms", "CPU ms", "of the first")
    )
    median = partial(quantile, share=0.5)
    first = next(iter(points.values()))
    for size, point in points.items():
        cells: list[float] = []
        for cost, least in ((point.issue, first.issue), (point.call, first.call)):
            used = median(cost.processor)
            cells += [median(cost.taken), used, used / median(least.processor)]
        print_row(size, *cells)
    print()
