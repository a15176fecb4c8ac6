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
    """Milliseconds of each answer."""

    taken: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        return statistics.median(self.taken)


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
    processor, cores = platform.machine(), os.cpu_count()
    print(f"machine: {processor}, {cores} cores, Python {platform.python_version()}", flush=True)
    with TemporaryDirectory(dir=arguments.folder) as folder:
        if arguments.clients:
            compare_with_bare(Path(folder), arguments.clients, arguments.rounds, arguments.each)
        if arguments.histories:
            compare_histories(Path(folder), arguments.histories, arguments.rounds, arguments.each)
    return 0


# --- beside a bare answer and a bare commit ----------------------------------------------------------------


def compare_with_bare(folder: Path, clients: Sequence[int], rounds: int, each: int) -> None:
    with standing(folder / "queue", 0) as lobby, bare_server(lobby.place) as bare_url, ExitStack() as closing:
        print("| clients | what | p50 ms | p99 ms |\n| --- | --- | --- | --- |")
        for count in clients:
            deeds = [
                ("bare answer", bare_answers(bare_url, count, closing)),
                ("bare commit", bare_commits(folder / f"bare-{count}.db", count, closing)),
                ("issue", issues(lobby, count, closing)),
                ("call-next", calls(lobby, count, closing)),
            ]
            times = measure_in_turns(deeds, rounds, max(each, count))
            for name, timing in times.items():
                row = f"| {count} | {name} | {timing.median:.2f} | {timing.quantile(0.99):.2f} |"
                print(row, flush=True)
            floor = times["bare answer"].median + times["bare commit"].median
            for name in ("issue", "call-next"):
                print(
                    f"| {count} | {name} / (bare answer + bare commit) | {times[name].median / floor:.2f} | |"
                )


def measure_in_turns(
    deeds: Sequence[tuple[str, Sequence[Deed]]], rounds: int, each: int
) -> dict[str, Timing]:
    """In each round every one has its turn, by as many threads as it has deeds; the first round warms up."""
    times = {name: Timing() for name, _ in deeds}
    for round_number in range(rounds + 1):
        for name, hands in deeds:
            taken = do_at_once(hands, each)
            if round_number:
                times[name].taken += taken
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
            (f"{name} {count}", make(lobby, 1, closing))
            for count, lobby in lobbies.items()
            for name, make in (("issue", issues), ("call-next", calls))
        ]
        times = measure_in_turns(deeds, rounds, each)
        print("| old tickets | issue p50 ms | p99 | call-next p50 ms | p99 | issue | call-next |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        first = histories[0]
        for count in histories:
            issued, called = times[f"issue {count}"], times[f"call-next {count}"]
            ratios = [
                times[f"{name} {count}"].median / times[f"{name} {first}"].median
                for name in ("issue", "call-next")
            ]
            cells = [issued.median, issued.quantile(0.99), called.median, called.quantile(0.99)]
            figures = " | ".join(f"{cell:.2f}" for cell in cells)
            print(f"| {count:,} | {figures} | {ratios[0]:.2f}x | {ratios[1]:.2f}x |", flush=True)


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
