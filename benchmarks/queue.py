"""Issue and call-next beside what they cannot be faster than: a bare answer and a bare durable commit.

Everything that is compared is measured in turns within one run, for machines are noisy. The clients are threads
of this process with one kept connection each; the coordinator is a real one on a durable SQLite file, and a board
listens to it.
"""

import argparse
import itertools
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clients import TICKETS, Client
from benchmarks.figures import print_head, print_row, quantile
from benchmarks.listeners import listening
from benchmarks.standing import SETTINGS, coordinator_ms, first_domains, standing, token
from rehearsal.child import child_environment
from rehearsal.lobby import Lobby
from rehearsal.place import Place

CLIENTS = (1, 8, 32)
HISTORIES = (0, 100_000, 1_000_000)
WAITING = 70
DOMAINS = first_domains(SETTINGS.counters)

Deed = Callable[[], object]


@dataclass
class Timing:
    """Milliseconds of each answer, and of the coordinator's processors for all of them: these know no neighbours."""

    taken: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def worst(self) -> float:
        """All but one in a hundred were faster."""
        return quantile(self.taken, 0.99)

    @property
    def processor_each(self) -> float:
        return self.processor / len(self.taken)


@dataclass(frozen=True)
class Measured:
    """What is measured: each of `hands` is a client's deed; `lobby`, whose coordinator works for it."""

    name: str
    hands: Sequence[Deed]
    lobby: Lobby | None = None

    def processor_ms(self) -> float:
        return 0.0 if self.lobby is None else coordinator_ms(self.lobby)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench queue", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="turns of each measured thing (10)")
    parser.add_argument("--each", type=int, default=56, help="answers in a turn (56)")
    parser.add_argument("--clients", type=int, nargs="*", default=list(CLIENTS))
    parser.add_argument("--histories", type=int, nargs="*", default=list(HISTORIES))
    parser.add_argument("--folder", type=Path, default=None, help="where the databases are put")
    parser.add_argument("--quick", action="store_true", help="a few of each, to see that it works")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.rounds, arguments.each = 1, 4
        arguments.clients, arguments.histories = [2], [1000]
    with TemporaryDirectory(dir=arguments.folder) as folder:
        if arguments.clients:
            compare_with_bare(Path(folder), arguments.clients, arguments.rounds, arguments.each)
        if arguments.histories:
            print()
            compare_histories(Path(folder), arguments.histories, arguments.rounds, arguments.each)
    return 0


# --- beside a bare answer and a bare commit ----------------------------------------------------------------


def compare_with_bare(folder: Path, clients: Sequence[int], rounds: int, each: int) -> None:
    with (
        standing(folder / "queue", waiting=WAITING) as lobby,
        bare_server(lobby.place) as bare_url,
        listening(lobby.url, token(lobby, "display")),
        ExitStack() as closing,
    ):
        print_head("clients", "what", "p50 ms", "p99 ms", "CPU ms", "p50 / (bare answer + bare commit)")
        for count in clients:
            deeds = [
                Measured("bare answer", bare_answers(bare_url, count, closing)),
                Measured("bare commit", bare_commits(folder / f"bare-{count}.db", count, closing)),
                Measured("issue", issues(lobby, count, closing), lobby),
                Measured("call-next", calls(lobby, count, closing), lobby),
            ]
            print_beside_bare(count, measure_in_turns(deeds, rounds, max(each, count)))


def print_beside_bare(clients: int, times: dict[str, Timing]) -> None:
    floor = times["bare answer"].median + times["bare commit"].median
    for name, timing in times.items():
        used = f"{timing.processor_each:.2f}" if timing.processor else ""
        ratio = f"{timing.median / floor:.2f}" if timing.processor else ""
        print_row(clients, name, timing.median, timing.worst, used, ratio)


def measure_in_turns(deeds: Sequence[Measured], rounds: int, each: int) -> dict[str, Timing]:
    """In each round every one has its turn, by as many threads as it has hands; the first round warms up."""
    times = {measured.name: Timing() for measured in deeds}
    for round_number in range(rounds + 1):
        for measured in deeds:
            before = measured.processor_ms()
            taken = do_at_once(measured.hands, each)
            if round_number:
                times[measured.name].taken += taken
                times[measured.name].processor += measured.processor_ms() - before
    return times


def do_at_once(hands: Sequence[Deed], each: int) -> list[float]:
    """So many deeds shared out among the hands; how long each took, milliseconds."""

    def work(hand: Deed) -> list[float]:
        taken = []
        for _ in range(each // len(hands)):
            began = time.perf_counter()
            hand()
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    if len(hands) == 1:
        return work(hands[0])
    with ThreadPoolExecutor(len(hands)) as pool:
        return list(itertools.chain.from_iterable(pool.map(work, hands)))


def bare_answers(url: str, count: int, closing: ExitStack) -> list[Deed]:
    return [partial(client.post, TICKETS, {}) for client in clients_of(url, "", count, closing)]


def bare_commits(file: Path, count: int, closing: ExitStack) -> list[Deed]:
    """One row in one transaction that is on the disk, at the queue's own settings and through one lock."""
    connection = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    closing.callback(connection.close)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS numbers (number INTEGER PRIMARY KEY, name TEXT)")
    turn = threading.Lock()

    def commit() -> None:
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO numbers (name) VALUES ('A001')")
            connection.execute("COMMIT")

    return [commit] * count


def issues(lobby: Lobby, count: int, closing: ExitStack) -> list[Deed]:
    domains = itertools.cycle(DOMAINS)
    clients = clients_of(lobby.url, token(lobby, "kiosk"), count, closing)
    return [partial(issue, client, domains) for client in clients]


def issue(client: Client, domains: Iterator[str]) -> None:
    client.issue(next(domains))


def calls(lobby: Lobby, count: int, closing: ExitStack) -> list[Deed]:
    """The counters press in turn, whichever client does it, so that as many are called as were issued to each."""
    counters = itertools.cycle([counter.id for counter in lobby.settings.counters])
    clients = clients_of(lobby.url, token(lobby, "counter"), count, closing)
    return [partial(call, client, counters) for client in clients]


def call(client: Client, counters: Iterator[int]) -> None:
    client.call(next(counters))


def clients_of(url: str, device_token: str, count: int, closing: ExitStack) -> list[Client]:
    clients = [Client(url, device_token) for _ in range(count)]
    for client in clients:
        closing.callback(client.close)
    return clients


# --- beside years of old tickets ---------------------------------------------------------------------------


def compare_histories(folder: Path, histories: Sequence[int], rounds: int, each: int) -> None:
    """One client at each of several coordinators, in turns: the same work over databases of different ages."""
    with ExitStack() as closing:
        lobbies = {
            count: closing.enter_context(
                standing(folder / f"history-{count}", waiting=WAITING, old_tickets=count)
            )
            for count in histories
        }
        for lobby in lobbies.values():
            closing.enter_context(listening(lobby.url, token(lobby, "display")))
        deeds = [
            Measured(f"{name} {count}", make(lobby, 1, closing), lobby)
            for count, lobby in lobbies.items()
            for name, make in (("issue", issues), ("call-next", calls))
        ]
        times = measure_in_turns(deeds, rounds, each)
        print_head("old tickets", "what", "p50 ms", "p99 ms", "CPU ms", "p50 ratio", "CPU ratio")
        for count in histories:
            for name in ("issue", "call-next"):
                timing, first = times[f"{name} {count}"], times[f"{name} {histories[0]}"]
                by_median = timing.median / first.median
                by_processor = timing.processor_each / first.processor_each
                figures = (timing.median, timing.worst, timing.processor_each, by_median, by_processor)
                print_row(count, name, *figures)


@contextmanager
def bare_server(place: Place) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.bare", str(place.center_file)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=child_environment()
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        try:
            yield line.removeprefix("listening on ")
        finally:
            process.terminate()
