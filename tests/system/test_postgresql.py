"""Two coordinators of two workers each over one PostgreSQL: one lobby for whoever asks, over every fault of it."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

import msgspec
import pytest
import requests

from coordinator.store.tokens import Tokens
from coordinator.store.versions import open_database
from runtime.backoff import Backoff
from runtime.clock import SystemClock
from runtime.stop import Stop
from simulation.crowd import Crowd
from simulation.evidence import Evidence
from simulation.invariants import CALLING, ISSUING, find_violations
from tests.fakes.postgres import Postgres, a_postgres
from tests.fakes.process import Process, start_as_written
from tests.fakes.small_center import CENTER, CENTER_ID
from tests.fakes.waiting import wait_for
from tests.system.callers import Callers
from wire.client import Coordinator, new_key
from wire.events import EventParser
from wire.messages import Board, Health, IssueTicket

DOMAINS: Final = ("chung-thuc", "ho-tich")
"""Where the crowd comes, and nobody else: their numbers run from 1."""
WISHES: Final = 30
CRASHES: Final = 3


@dataclass(frozen=True)
class House:
    """A server, two coordinators on it and a token that may do anything."""

    server: Postgres
    coordinators: list[Process]
    token: str

    def client(self, number: int) -> Coordinator:
        return Coordinator(self.coordinators[number].url, self.token)

    def in_turn(self) -> Callable[[], Coordinator]:
        """Clients of the one and of the other."""
        numbers = cycle(range(len(self.coordinators)))
        return lambda: self.client(next(numbers))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as stack:
        server = stack.enter_context(a_postgres(is_durable=True))
        file = folder / "center.toml"
        table = f'\n[coordinator]\ndatabase = "{server.url()}"\nworkers = 2\nthreads = 24\n'
        file.write_text(CENTER + table, encoding="utf-8")
        database = open_database(server.url())
        token = Tokens(database, CENTER_ID).create("admin", "admin-1", SystemClock().now(), "2026-11-23")
        database.close()
        coordinators = [start_as_written(file, folder / f"said-{n}") for n in (1, 2)]
        for one in coordinators:
            stack.callback(_end, one)
        yield House(server, coordinators, token)


def _health(process: Process) -> Health:
    return msgspec.json.decode(requests.get(f"{process.url}/healthz", timeout=30).content, type=Health)


def _end(process: Process) -> None:
    if process.popen.poll() is None:
        process.kill()
    process.popen.communicate()


def _boards(stream: requests.Response) -> Iterator[Board]:
    parser = EventParser()
    while chunk := stream.raw.read1(65536):
        for event in parser.feed(chunk):
            yield msgspec.json.decode(event.data, type=Board)


def _workers(process: Process) -> list[int]:
    children = Path(f"/proc/{process.popen.pid}/task/{process.popen.pid}/children").read_text()
    return [int(pid) for pid in children.split()]


def test_each_has_its_workers_and_says_once_that_it_listens(house: House) -> None:
    assert [len(_workers(one)) for one in house.coordinators] == [2, 2]
    for one in house.coordinators:
        assert requests.get(f"{one.url}/healthz", timeout=30).json()["status"] == "ok"


def test_what_is_issued_at_one_is_seen_on_the_streams_of_the_other(house: House) -> None:
    with house.coordinators[1].open_stream(house.token) as stream:
        ticket = house.client(0).issue(IssueTicket(domain="dat-dai"), new_key())
        called = house.client(0).call_next(3, new_key())
        assert called.called is not None
        assert called.called.id == ticket.id
        assert any(call.number == ticket.number for board in _boards(stream) for call in board.calls)
    assert house.client(1).ticket(ticket.id).state == "called"


def test_a_key_that_one_has_answered_is_known_to_the_other(house: House) -> None:
    key = new_key()
    first = house.client(0).issue(IssueTicket(domain="dat-dai"), key)
    assert house.client(1).issue(IssueTicket(domain="dat-dai"), key) == first
    house.client(0).cancel(first.id, new_key())


def test_a_worker_that_dies_is_replaced(house: House) -> None:
    one = house.coordinators[0]
    os.kill(_workers(one)[0], signal.SIGKILL)
    wait_for(lambda: "a new worker serves" in one.said.read_text(), "the new worker")
    wait_for(lambda: len(_workers(one)) == 2, "both workers")


def test_a_coordinator_waits_for_a_server_that_comes_later(tmp_path: Path) -> None:
    """It says meanwhile whom it waits for, on its own port; two workers, of which either may be asked."""
    with a_postgres() as server:
        server.stop()
        file, said = tmp_path / "center.toml", tmp_path / "said"
        table = f'\n[coordinator]\ndatabase = "{server.url()}"\nworkers = 2\n'
        file.write_text(f"{CENTER}{table}", encoding="utf-8")
        process = start_as_written(file, said)
        try:
            for _ in range(4):
                health = _health(process)
                assert (health.status, health.cause) == ("failing", "unreached")
            server.start()
            wait_for(lambda: all(_health(process).status == "ok" for _ in range(4)), "both have opened it")
            assert server.password not in said.read_text()
            assert process.stop() == 0
        finally:
            _end(process)


@pytest.mark.timeout(240)
def test_a_server_that_crashes_among_many_loses_nothing_that_was_answered(house: House) -> None:
    admin = house.client(0)
    for counter in (1, 2, 3):
        admin.open_counter(counter, new_key())
    crowd = Crowd(house.in_turn(), 8, Stop(), make_backoff=lambda: Backoff(first=0.02, cap=0.2))
    callers = Callers(house.in_turn(), (1, 2, 3))
    try:
        callers.start()
        for _ in range(CRASHES):
            _crash_among_wishes(house, crowd)
        issued = {one.ticket.id for one in crowd.issued()}
        wait_for(lambda: callers.count_called() == len(issued), "everyone is called", 60)
        callers.stop()
        evidence = Evidence(
            issued=crowd.issued(),
            answers=callers.answers,
            final=crowd.final(crowd.issued()),
            repeats=crowd.repeat(crowd.issued()),
        )
    finally:
        callers.stop()
        crowd.close()
    assert find_violations(evidence, (*ISSUING, *CALLING)) == []
    assert len(issued) == CRASHES * WISHES
    # The line of news stands again: a commit at one is on the stream of the other.
    with house.coordinators[1].open_stream(house.token) as stream:
        admin.close_counter(1, new_key())
        assert any(not board.counters[0].open for board in _boards(stream))


def _crash_among_wishes(house: House, crowd: Crowd) -> None:
    for number in range(WISHES):
        crowd.wish(IssueTicket(domain=DOMAINS[number % len(DOMAINS)]))
    wait_for(lambda: crowd.waiting_for_answer() <= WISHES // 2, "some are answered, others not yet")
    house.server.restart(crashing=True)
