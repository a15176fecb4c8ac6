"""The largest centre that one coordinator is to bear: 200 counters, 50 boards, 20 kiosks, each with its printer.

Twice: with streams as devices open them (an agent for 14 buttons, a board, a kiosk), and with one more for the page
of each counter's clerk. Each time at an offered rate, where who comes late is counted from when it was due, and flat
out, where each kiosk and each hand at the counters asks again as soon as it is answered.
"""

import argparse
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import usage
from benchmarks.clients import Client
from benchmarks.figures import print_head, print_row, quantile
from benchmarks.listeners import Listeners, listening
from benchmarks.standing import first_domains, standing, token
from rehearsal.lobby import Lobby

BUTTONS_OF_AN_AGENT = 14
SPARE_WAITING = 2
"""So many wait for each counter from the start, for no call may find nobody."""


@dataclass(frozen=True)
class Size:
    counters: int
    boards: int
    kiosks: int


@dataclass(frozen=True)
class Answered:
    """Monotonic seconds. `due`: when it was to be asked; `made`: of a call, by the coordinator's clock."""

    due: float
    at: float
    made: datetime | None = None

    @property
    def milliseconds(self) -> float:
        return (self.at - self.due) * 1000


@dataclass
class Log:
    """What was answered; a list is safe to append to on any thread."""

    issued: list[Answered] = field(default_factory=list)
    called: list[Answered] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench load", description=__doc__)
    parser.add_argument("--counters", type=int, default=200)
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--kiosks", type=int, default=20)
    parser.add_argument("--rate", type=float, default=10.0, help="tickets, and calls, offered a second (10)")
    parser.add_argument("--seconds", type=float, default=15.0, help="of each run (15)")
    parser.add_argument("--quick", action="store_true", help="a moment of a small centre")
    arguments = parser.parse_args()
    size = Size(arguments.counters, arguments.boards, arguments.kiosks)
    seconds, rate = arguments.seconds, arguments.rate
    if arguments.quick:
        size, seconds = Size(28, 5, 2), 0.4
    print(f"{size.counters} counters, {size.boards} boards, {size.kiosks} kiosks with their printers\n")
    print_head(
        *("streams", "threads", "load", "issued/s", "called/s", "issue p50 ms", "p99 ms", "call-next p50 ms"),
        *("p99 ms", "asked to be called → on all boards p50 ms", "p99 ms", "% of a core", "MB"),
    )
    for streams, threads in needs(size):
        measure(size, streams, threads, rate, seconds)
    return 0


def needs(size: Size) -> list[tuple[int, int]]:
    """How many streams there are with buttons only, and with a page for each counter; and the threads for them."""
    agents = -(-size.counters // BUTTONS_OF_AN_AGENT)
    with_buttons = size.boards + size.kiosks + agents
    with_pages = with_buttons + size.counters
    return [(with_buttons, max(128, threads_for(with_buttons))), (with_pages, threads_for(with_pages))]


def threads_for(streams: int) -> int:
    """What `[coordinator] threads` has to be: three quarters of them may serve streams."""
    return -(-streams * 4 // 3)


def measure(size: Size, streams: int, threads: int, rate: float, seconds: float) -> None:
    with (
        TemporaryDirectory() as folder,
        standing(
            Path(folder) / "data",
            counters=size.counters,
            waiting=SPARE_WAITING * size.counters,
            threads=threads,
        ) as lobby,
        listening(lobby.url, token(lobby, "display"), streams) as listeners,
    ):
        crowd = Crowd(lobby, size.kiosks)
        try:
            for name, run in (
                (f"{rate:g}/s offered", lambda: crowd.at_rate(rate, seconds)),
                ("flat out", lambda: crowd.flat_out(seconds)),
            ):
                print_run(lobby, listeners, size, (streams, threads, name), run)
        finally:
            crowd.close()


def print_run(
    lobby: Lobby, listeners: Listeners, size: Size, named: Sequence[object], run: Callable[[], Log]
) -> None:
    pid = lobby.children["coordinator"].pid
    with usage.measured(pid) as used:
        log = run()
    calls = [(one.made, one.due) for one in log.called if one.made is not None]
    shown = [each * 1000 for each in listeners.seconds_until_all_had(calls, size.boards)]
    issues, presses = ([one.milliseconds for one in some] for some in (log.issued, log.called))
    print_row(
        *named,
        len(issues) / used.seconds,
        len(presses) / used.seconds,
        *(quantile(times, share) for times in (issues, presses, shown) for share in (0.5, 0.99)),
        used.share,
        usage.memory(pid).proportional,
    )


class Crowd:
    """The kiosks, each with its printer's agent, and as many hands at the counters."""

    def __init__(self, lobby: Lobby, kiosks: int) -> None:
        self._pool = ThreadPoolExecutor(2 * kiosks)
        counters = lobby.settings.counters
        self._domains = itertools.cycle(first_domains(counters))
        self._numbers = itertools.cycle([counter.id for counter in counters])
        self._turn = threading.Lock()
        self._kiosks = [Client(lobby.url, token(lobby, "kiosk")) for _ in range(kiosks)]
        self._printers = [Client(lobby.url, token(lobby, "printer")) for _ in range(kiosks)]
        self._hands = [Client(lobby.url, token(lobby, "counter")) for _ in range(kiosks)]

    def close(self) -> None:
        self._pool.shutdown()
        for client in (*self._kiosks, *self._printers, *self._hands):
            client.close()

    def at_rate(self, rate: float, seconds: float) -> Log:
        """So many tickets, and as many calls, a second, evenly spaced whatever the answers."""
        log, began = Log(), time.monotonic() + 0.1
        kiosks = len(self._kiosks)
        self._do_at_once(
            *(
                lambda n=n: self._issue_at(log, n, due(began, n, kiosks, rate, seconds))
                for n in range(kiosks)
            ),
            *(
                lambda n=n: self._call_at(log, n, due(began, n + 0.5, kiosks, rate, seconds))
                for n in range(kiosks)
            ),
        )
        return log

    def flat_out(self, seconds: float) -> Log:
        """Each issues, prints and calls, one after the other, so that as many are called as were issued."""
        log, end = Log(), time.monotonic() + seconds

        def work(number: int) -> None:
            while (now := time.monotonic()) < end:
                self._issue(log, number, now)
                self._call(log, number, time.monotonic())

        self._do_at_once(*(lambda n=n: work(n) for n in range(len(self._kiosks))))
        return log

    def _do_at_once(self, *works: Callable[[], None]) -> None:
        for done in [self._pool.submit(work) for work in works]:
            done.result()

    def _issue_at(self, log: Log, number: int, dues: Iterator[float]) -> None:
        for at in dues:
            self._issue(log, number, at)

    def _call_at(self, log: Log, number: int, dues: Iterator[float]) -> None:
        for at in dues:
            self._call(log, number, at)

    def _issue(self, log: Log, number: int, at: float) -> None:
        printer = f"kiosk-{number + 1}"
        with self._turn:
            domain = next(self._domains)
        ticket = self._kiosks[number].issue(domain, printer)
        log.issued.append(Answered(at, time.monotonic()))
        self._printers[number].post(f"/api/v1/printers/{printer}/claim")
        self._printers[number].post(f"/api/v1/print-jobs/{ticket['print']['id']}", {"outcome": "printed"})

    def _call(self, log: Log, number: int, at: float) -> None:
        with self._turn:
            counter = next(self._numbers)
        called = self._hands[number].call(counter)
        log.called.append(Answered(at, time.monotonic(), datetime.fromisoformat(called["called_at"])))


def due(began: float, first: float, every: int, rate: float, seconds: float) -> Iterator[float]:
    """The instants at which one of `every` that take turns is to ask; each is waited for."""
    at = began + first / rate
    while at < began + seconds:
        time.sleep(max(0.0, at - time.monotonic()))
        yield at
        at += every / rate
