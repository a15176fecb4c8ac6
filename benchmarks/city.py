"""A city's rush on one PostgreSQL that waits for its disk: 94 centres, two coordinators.

At the desk: two processes, each a coordinator's whole work but HTTP and the boards, each with the desks of all centres
over one pool of connections. Their hands issue a ticket at a random centre and call it to a counter, which ends the
visit there before; `printed` adds what a printer's agent asks. Beside it, in turns, bare commits of one row by as many
hands. Then through HTTP: two real coordinators, each of which serves all centres under their names; a board of each
centre listens to one of them.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import psycopg
from msgspec.structs import replace

from benchmarks import usage
from benchmarks.clients import Client
from benchmarks.durable_postgres import running_postgres
from benchmarks.figures import print_head, print_row, quantile, say
from benchmarks.listeners import Ear, listening_at
from benchmarks.standing import BENCH, SETTINGS
from config import Settings
from coordinator.desk import Desk, desk_over
from coordinator.desk.terms import Once
from coordinator.store.versions import open_database
from rehearsal.center import rehearse
from rehearsal.child import Child, child_environment
from rehearsal.heaps import HEAPS
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from runtime.clock import SystemClock
from tests.fakes.postgres import Postgres, programs
from wire.client import new_key
from wire.messages import IssueTicket, PrintJob, PrintOutcome

COORDINATORS = 2
PRINTER = "kiosk-1"
START_SECONDS = 0.5
"""From the word until all processes begin at once."""


@dataclass(frozen=True)
class Order:
    """What the processes are to do at once: `what` by so many hands in each, from `begin` to `end`, monotonic."""

    what: str
    hands: int
    begin: float
    end: float


@dataclass
class Done:
    """Milliseconds of each, and of the process's own processor time for all of it."""

    issued: list[float] = field(default_factory=list)
    called: list[float] = field(default_factory=list)
    processor: float = 0.0

    def add(self, other: "Done") -> None:
        self.issued += other.issued
        self.called += other.called
        self.processor += other.processor


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench city", description=__doc__)
    parser.add_argument("--centres", type=int, default=94)
    parser.add_argument("--waiting", type=int, default=20, help="in each centre, all the time (20)")
    parser.add_argument("--hands", type=int, nargs="*", default=[1, 4, 8], help="in each process")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each run (6)")
    parser.add_argument("--no-http", action="store_true", help="at the desk only")
    parser.add_argument("--quick", action="store_true", help="two centres for a moment, without HTTP")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.centres, arguments.waiting, arguments.hands, arguments.seconds = 2, 1, [2], 0.3
        arguments.no_http = True
    if programs() is None:
        sys.stderr.write("PostgreSQL is missing: apt-get install postgresql\n")
        return 1
    with running_postgres() as server:
        names = [f"ward-{number + 1:02}" for number in range(arguments.centres)]
        print(f"### At the desk: {len(names)} centres, {COORDINATORS} processes\n")
        with desks(server.create("desks"), names, arguments.waiting) as processes:
            compare(server, processes, arguments.hands, arguments.seconds)
        if not arguments.no_http:
            print(f"\n### Through HTTP: {len(names)} centres, {COORDINATORS} coordinators\n")
            ask_coordinators(server, names, arguments.waiting, arguments.hands, arguments.seconds)
    return 0


# --- at the desk -------------------------------------------------------------------------------------------


class Process:
    """The other end of one of the processes with desks."""

    def __init__(self, url: str, names: Sequence[str], waiting: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(url, names, waiting, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self.tell_when_ready()

    def tell_when_ready(self) -> None:
        if (said := self._pipe.recv()) != "ready":
            raise RuntimeError(said)

    def begin(self, order: Order) -> None:
        self._pipe.send(order)

    def finish(self) -> Done:
        done: Done | str = self._pipe.recv()
        if isinstance(done, str):
            raise RuntimeError(done)  # noqa: TRY004 it is the other process that failed
        return done

    def close(self) -> None:
        self._pipe.close()
        self._process.join(20)
        self._process.kill()


@contextlib.contextmanager
def desks(url: str, names: Sequence[str], waiting: int) -> Iterator[list[Process]]:
    """Processes with the desks of all these centres; the first lets people come to each."""
    with ExitStack() as closing:
        processes = []
        for number in range(COORDINATORS):
            say(f"city: opening {len(names)} desks")
            process = Process(url, names, 0 if number else waiting)
            closing.callback(process.close)
            processes.append(process)
        yield processes


def compare(server: Postgres, processes: Sequence[Process], hands: Sequence[int], seconds: float) -> None:
    print_columns()
    for count in hands:
        for what in ("bare commit", "ticket", "ticket, printed"):
            run(server, processes, what, count, seconds)


def print_columns() -> None:
    print_head(
        *("hands", "what", "a second", "issue p50 ms", "p99 ms", "call-next p50 ms", "p99 ms"),
        *("CPU ms each: coordinators", "PostgreSQL"),
    )


def run(server: Postgres, processes: Sequence[Process], what: str, hands: int, seconds: float) -> None:
    begin = time.monotonic() + START_SECONDS
    before = postgres_ms(server)
    for process in processes:
        process.begin(Order(what, hands, begin, begin + seconds))
    all_done = Done()
    for process in processes:
        all_done.add(process.finish())
    print_done(f"{len(processes)} × {hands}", what, all_done, seconds, postgres_ms(server) - before)


def print_done(hands: str, what: str, done: Done, seconds: float, server_ms: float) -> None:
    count = len(done.issued)
    called = [quantile(done.called, share) for share in (0.5, 0.99)] if done.called else ["", ""]
    print_row(
        *(hands, what, count / seconds, quantile(done.issued, 0.5), quantile(done.issued, 0.99), *called),
        *(done.processor / count, server_ms / count),
    )


def postgres_ms(server: Postgres) -> float:
    """What the server and every process of it have used."""
    first_line = (server.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
    return usage.processor_ms(int(first_line))


def _serve(url: str, names: Sequence[str], waiting: int, pipe: Connection) -> None:
    try:
        city = _City(url, names)
        city.fill(waiting)
        pipe.send("ready")
        while True:
            order: Order = pipe.recv()
            pipe.send(city.obey(order))
    except EOFError:
        return
    except Exception as error:  # noqa: BLE001 whatever it was, the other end says it
        pipe.send(f"a process with desks failed: {error!r}")


class _City:
    """The desks of all centres over one database, and hands that work at them."""

    def __init__(self, url: str, names: Sequence[str]) -> None:
        self._database, clock = open_database(url), SystemClock()
        self.desks = [desk_over(self._database, _ward(SETTINGS, name), clock) for name in names]
        self._counters = SETTINGS.counters
        self._works = {"ticket": self._serve_one, "ticket, printed": self._serve_and_print}
        self._url = url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS bare (number BIGINT, name TEXT)")

    def fill(self, waiting: int) -> None:
        def come(desk: Desk) -> None:
            for number in range(waiting):
                domain = self._counters[number % len(self._counters)].domains[0]
                desk.issue(IssueTicket(domain=domain), BENCH, _once())

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(come, self.desks))

    def close(self) -> None:
        self._database.close()

    def obey(self, order: Order) -> Done:
        work = self._commit_bare if order.what == "bare commit" else self._works[order.what]
        with ThreadPoolExecutor(order.hands) as pool:
            time.sleep(max(0.0, order.begin - time.monotonic()))
            before = time.process_time()
            hands = [pool.submit(_work, work, number, order.end) for number in range(order.hands)]
            done = Done()
            for hand in hands:
                done.add(hand.result())
            done.processor = (time.process_time() - before) * 1000
        return done

    def _commit_bare(self, chance: random.Random, done: Done, until: float) -> None:
        """One row a transaction, by the driver alone."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            while (began := time.perf_counter()) and time.monotonic() < until:
                connection.execute("INSERT INTO bare VALUES (%s, 'A001')", [chance.getrandbits(40)])
                done.issued.append((time.perf_counter() - began) * 1000)

    def _serve_one(self, chance: random.Random, done: Done, until: float) -> None:
        while time.monotonic() < until:
            desk, counter = chance.choice(self.desks), chance.choice(self._counters)
            self._issue(desk, counter.domains[0], None, done)
            self._call(desk, counter.id, done)

    def _serve_and_print(self, chance: random.Random, done: Done, until: float) -> None:
        while time.monotonic() < until:
            desk, counter = chance.choice(self.desks), chance.choice(self._counters)
            self._issue(desk, counter.domains[0], PRINTER, done)
            # Another hand may have been quicker, and have printed this ticket.
            if job := desk.claim(PRINTER, BENCH, _once()).body:
                claimed = msgspec.json.decode(job, type=PrintJob).id
                desk.report_print(claimed, PrintOutcome(outcome="printed"), BENCH, _once())
            self._call(desk, counter.id, done)

    def _issue(self, desk: Desk, domain: str, printer: str | None, done: Done) -> None:
        began = time.perf_counter()
        desk.issue(IssueTicket(domain=domain, printer=printer), BENCH, _once())
        done.issued.append((time.perf_counter() - began) * 1000)

    def _call(self, desk: Desk, counter: int, done: Done) -> None:
        began = time.perf_counter()
        desk.call_next(counter, BENCH, _once())
        done.called.append((time.perf_counter() - began) * 1000)


def _work(what: Callable[[random.Random, Done, float], None], seed: int, until: float) -> Done:
    done = Done()
    what(random.Random(f"{os.getpid()} {seed}"), done, until)
    return done


def _once() -> Once:
    return Once(new_key(), "bench")


def _ward(settings: Settings, name: str) -> Settings:
    """Another centre like this one, open at any hour."""
    return replace(settings, center=replace(settings.center, id=name, hours=[]))


# --- through HTTP ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """A centre as it is found over HTTP: the name that its requests come to, and the tokens of its devices."""

    host: str
    kiosk: str
    counter: str
    board: str


def ask_coordinators(
    server: Postgres, names: Sequence[str], waiting: int, hands: Sequence[int], seconds: float
) -> None:
    """Two real coordinators that both serve all these centres, asked by hands that issue and call without a pause."""
    url = server.create("coordinators")
    with TemporaryDirectory() as folder, ExitStack() as closing:
        say("city: letting people come to each centre")
        sites = _prepare(url, names, waiting)
        lobbies = [
            closing.enter_context(_coordinator(Path(folder) / str(number), url, names))
            for number in range(COORDINATORS)
        ]
        urls = [lobby.url for lobby in lobbies]
        # As in a hall: a centre's board hangs on one coordinator, its commands come to whichever is there.
        ears = [Ear(urls[number % len(urls)], site.board, site.host) for number, site in enumerate(sites)]
        closing.enter_context(listening_at(ears))
        pids = [lobby.children["coordinator"].pid for lobby in lobbies]
        print_columns()
        for count in hands:
            before, server_before = sum(map(usage.processor_ms, pids)), postgres_ms(server)
            done = _ask(urls, sites, count, seconds)
            done.processor = sum(map(usage.processor_ms, pids)) - before
            named = f"{len(lobbies)} × {count}"
            print_done(named, "ticket", done, seconds, postgres_ms(server) - server_before)
        print(f"\n- memory of a coordinator: {usage.memory(pids[0]).proportional:.0f} MB")


def _prepare(url: str, names: Sequence[str], waiting: int) -> list[Site]:
    city = _City(url, names)
    city.fill(waiting)
    sites = [
        Site(_host(name), *(desk.admit_device(role, role) for role in ("kiosk", "counter", "display")))
        for name, desk in zip(names, city.desks, strict=True)
    ]
    city.close()
    return sites


@contextlib.contextmanager
def _coordinator(folder: Path, url: str, names: Sequence[str]) -> Iterator[Lobby]:
    """One process that serves them all, each under its name; the first also under its address."""
    place = make_place(folder)
    base = rehearse(SETTINGS, place, free_port())
    centers = folder / "centers"
    centers.mkdir()
    for name in names[1:]:
        own_url = f"http://{_host(name)}:{base.coordinator.port}"
        table = replace(base.coordinator, database=url, url=own_url)
        (centers / f"{name}.toml").write_bytes(
            msgspec.toml.encode(replace(_ward(base, name), coordinator=table))
        )
    settings = _ward(base, names[0])
    table = replace(base.coordinator, database=url, public_url=f"http://{_host(names[0])}")
    lobby = Lobby(place, replace(settings, coordinator=table))
    place.center_file.write_bytes(msgspec.toml.encode(lobby.settings))
    arguments = ["coordinator", "--config", str(place.center_file), "--centers", str(centers)]
    lobby.children["coordinator"] = Child(
        "coordinator", arguments, place.log_file("coordinator"), child_environment(**HEAPS["coordinator"])
    )
    try:
        say(f"city: starting a coordinator of {len(names)} centres")
        lobby.start_coordinator()
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def _host(name: str) -> str:
    return f"{name}.city.test"


def _ask(urls: Sequence[str], sites: Sequence[Site], hands: int, seconds: float) -> Done:
    end = time.monotonic() + seconds

    def work(url: str, seed: int) -> Done:
        done, chance = Done(), random.Random(seed)
        with contextlib.closing(Client(url, "")) as client:
            while time.monotonic() < end:
                site, counter = chance.choice(sites), chance.choice(SETTINGS.counters)
                client.be(site.kiosk, site.host)
                began = time.perf_counter()
                client.issue(counter.domains[0], None)
                done.issued.append((time.perf_counter() - began) * 1000)
                client.be(site.counter, site.host)
                began = time.perf_counter()
                client.post(f"/api/v1/counters/{counter.id}/next")
                done.called.append((time.perf_counter() - began) * 1000)
        return done

    with ThreadPoolExecutor(len(urls) * hands) as pool:
        asked = [pool.submit(work, url, seed) for seed in range(hands) for url in urls]
        done = Done()
        for one in asked:
            done.add(one.result())
        return done
