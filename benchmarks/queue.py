"""Issue and call-next beside what they cannot be faster than: a bare answer and a bare durable commit.

Everything that is compared is measured in turns within one run, for machines are noisy. The clients are threads
of this process with one kept connection each; the coordinator is a real one on a durable SQLite file.
`./run bench queue`
"""

import argparse
import http.client
import itertools
import json
import os
import platform
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

from benchmarks.old_tickets import fill
from config import load
from rehearsal.center import rehearse
from rehearsal.child import child_environment
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import Place, make_place
from wire.client import new_key

CLIENTS = (1, 8, 32)
HISTORIES = (0, 100_000, 1_000_000)
WAITING = 70
PATH = "/api/v1/tickets"

Deed = Callable[[], object]


@dataclass
class Timing:
    """Milliseconds of each answer, and of the coordinator's processors for all of them: these know no neighbours."""

    taken: list[float] = field(default_factory=list)
    processor: float = 0.0

    def quantile(self, share: float) -> float:
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

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
        return 0.0 if self.lobby is None else processor_ms(self.lobby.children["coordinator"].pid)


class Client:
    """One kept connection with one token; raises on any answer that is not 2xx."""

    def __init__(self, url: str, token: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=30)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def post(self, path: str, body: object = None) -> bytes:
        headers = {**self._headers, "Idempotency-Key": new_key()}
        data = None if body is None else json.dumps(body)
        self._connection.request("POST", path, data, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {content.decode()}")
        return content

    def close(self) -> None:
        self._connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="turns of each measured thing (10)")
    parser.add_argument("--each", type=int, default=64, help="answers in a turn (64)")
    parser.add_argument("--clients", type=int, nargs="*", default=list(CLIENTS))
    parser.add_argument("--histories", type=int, nargs="*", default=list(HISTORIES))
    parser.add_argument("--folder", type=Path, default=None, help="where the databases are put")
    arguments = parser.parse_args()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}",
        flush=True,
    )
    with TemporaryDirectory(dir=arguments.folder) as folder:
        if arguments.clients:
            compare_with_bare(Path(folder), arguments.clients, arguments.rounds, arguments.each)
        if arguments.histories:
            compare_histories(Path(folder), arguments.histories, arguments.rounds, arguments.each)
    return 0


# --- beside a bare answer and a bare commit ----------------------------------------------------------------


def compare_with_bare(folder: Path, clients: Sequence[int], rounds: int, each: int) -> None:
    with standing(folder / "queue", 0) as lobby, bare_server(lobby.place) as bare_url, ExitStack() as closing:
        print("| clients | what | p50 ms | p99 ms | CPU ms | p50 / (bare answer + bare commit) |")
        print("| --- | --- | --- | --- | --- | --- |")
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
        print(
            f"| {clients} | {name} | {timing.median:.2f} | {timing.quantile(0.99):.2f} | {used} | {ratio} |"
        )


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
    return [partial(client.post, PATH, wish(0)) for client in clients_of(url, "", count, closing)]


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
    numbers = itertools.count()
    clients = clients_of(lobby.url, token(lobby, "kiosk"), count, closing)
    return [partial(issue, client, numbers) for client in clients]


def issue(client: Client, numbers: Iterator[int]) -> None:
    client.post(PATH, wish(next(numbers)))


def calls(lobby: Lobby, count: int, closing: ExitStack) -> list[Deed]:
    """The counters press in turn, whichever client does it, so that as many are called as were issued to each."""
    counters = itertools.cycle([counter.id for counter in lobby.settings.counters])
    clients = clients_of(lobby.url, token(lobby, "counter"), count, closing)
    return [partial(call, client, counters) for client in clients]


def call(client: Client, counters: Iterator[int]) -> None:
    if json.loads(client.post(f"/api/v1/counters/{next(counters)}/next"))["called"] is None:
        raise RuntimeError("nobody waits: what was to be measured is not what was measured")


def wish(number: int) -> dict[str, str]:
    """For each counter in turn, one of its domains."""
    return {"domain": DOMAINS[number % len(DOMAINS)], "printer": "kiosk-1"}


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
            count: closing.enter_context(standing(folder / f"history-{count}", count)) for count in histories
        }
        deeds = [
            Measured(f"{name} {count}", make(lobby, 1, closing), lobby)
            for count, lobby in lobbies.items()
            for name, make in (("issue", issues), ("call-next", calls))
        ]
        times = measure_in_turns(deeds, rounds, each)
        print("| old tickets | what | p50 ms | p99 ms | CPU ms | p50 ratio | CPU ratio |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for count in histories:
            for name in ("issue", "call-next"):
                timing, first = times[f"{name} {count}"], times[f"{name} {histories[0]}"]
                cells = [timing.median, timing.quantile(0.99), timing.processor_each]
                figures = " | ".join(f"{cell:.2f}" for cell in cells)
                by_median = timing.median / first.median
                by_processor = timing.processor_each / first.processor_each
                print(
                    f"| {count:,} | {name} | {figures} | {by_median:.2f} | {by_processor:.2f} |", flush=True
                )


# --- the coordinators --------------------------------------------------------------------------------------


@contextmanager
def standing(folder: Path, old_tickets: int) -> Iterator[Lobby]:
    """A coordinator with so many old tickets, every counter open and `WAITING` citizens waiting."""
    place = make_place(folder)
    lobby = Lobby(place, rehearse(SETTINGS, place, free_port()))
    try:
        if old_tickets:
            lobby.set_up()
            lobby.children["coordinator"].ask_to_end()
            lobby.children["coordinator"].wait_for_end(10)
            fill(place.data / "motcua.db", SETTINGS.center.id, old_tickets)
            lobby.start_coordinator()
        else:
            lobby.set_up()
        prepare(lobby)
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def prepare(lobby: Lobby) -> None:
    admin = Client(lobby.url, token(lobby, "admin"))
    for counter in lobby.settings.counters:
        admin.post(f"/api/v1/counters/{counter.id}/open")
    for number in range(WAITING):
        admin.post(PATH, wish(number))
    admin.close()


def token(lobby: Lobby, role: str) -> str:
    return lobby.place.token_file(role).read_text(encoding="ascii").strip()


def processor_ms(master: int) -> float:
    """What a process and its children have used so far."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in [master, *children]]
    return sum(int(each[11]) + int(each[12]) for each in fields) * 1000 / os.sysconf("SC_CLK_TCK")


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


SETTINGS = load(Path(__file__).resolve().parent.parent / "config" / "hai-chau.toml")
DOMAINS = [counter.domains[0] for counter in SETTINGS.counters]
