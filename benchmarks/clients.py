"""Clients of the coordinator that cost their machine little, and coordinators for them to ask."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from benchmarks import usage
from benchmarks.old_tickets import add_old_tickets
from config import Settings, load
from config.settings import CounterTable
from coordinator.desk import Actor, Desk, open_desk
from coordinator.store.versions import open_database
from rehearsal.center import rehearse
from rehearsal.lobby import ROLES, Lobby, free_port
from rehearsal.place import Place, make_place
from runtime.clock import SystemClock
from wire.client import new_key
from wire.messages import IssueTicket

TICKETS = "/api/v1/tickets"
SETTINGS = load(Path(__file__).resolve().parent.parent / "config" / "hai-chau.toml")
BENCH = Actor("admin", "bench")


class Client:
    """One kept connection with one token; raises on any answer that is not 2xx."""

    def __init__(self, url: str, token: str) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=60)
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

    def issue(self, domain: str, printer: str | None = "kiosk-1") -> dict[str, Any]:
        ticket: dict[str, Any] = json.loads(self.post(TICKETS, {"domain": domain, "printer": printer}))
        return ticket

    def call(self, counter: int) -> dict[str, Any]:
        """Somebody is called; a call that finds nobody is not what was to be measured."""
        called: dict[str, Any] | None = json.loads(self.post(f"/api/v1/counters/{counter}/next"))["called"]
        if called is None:
            raise RuntimeError(f"nobody waits for counter {counter}: the wrong thing was measured")
        return called

    def close(self) -> None:
        self._connection.close()


def with_counters(settings: Settings, count: int) -> Settings:
    """A larger or smaller centre: its counters serve as those of `settings` do, over and over."""
    tables = settings.counters
    wanted = [replace(tables[n % len(tables)], id=n + 1) for n in range(count)]
    buttons = [one for one in settings.counter.buttons if one.counter <= count]
    return replace(settings, counters=wanted, counter=replace(settings.counter, buttons=buttons))


def first_domains(counters: list[CounterTable]) -> list[str]:
    """For each counter a domain that it serves first: who waits for all of these waits for everyone."""
    return [counter.domains[0] for counter in counters]


@contextmanager
def standing(
    folder: Path,
    *,
    counters: int = len(SETTINGS.counters),
    waiting: int = 0,
    old_tickets: int = 0,
    threads: int = SETTINGS.coordinator.threads,
) -> Iterator[Lobby]:
    """A coordinator on a durable SQLite file: every counter open, so many citizens waiting and so many long gone."""
    place = make_place(folder)
    settings = with_counters(rehearse(SETTINGS, place, free_port()), counters)
    settings = replace(settings, coordinator=replace(settings.coordinator, threads=threads))
    open_database(settings.coordinator.database).close()
    add_old_tickets(place.data / "motcua.db", settings.center.id, old_tickets)
    desk = open_desk(settings, settings.coordinator.database, SystemClock())
    try:
        make_tokens(desk, place)
        fill(desk, settings, waiting)
    finally:
        desk.close()
    lobby = Lobby(place, settings)
    try:
        lobby.set_up()
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def make_tokens(desk: Desk, place: Place) -> None:
    """One for each role, where a lobby looks for those of an earlier rehearsal."""
    for role in ROLES:
        place.token_file(role).write_text(desk.admit_device(role, role), encoding="ascii")


def fill(desk: Desk, settings: Settings, waiting: int) -> None:
    """Open every counter, and let so many citizens come, shared out among what the counters serve."""
    for counter in settings.counters:
        desk.open_counter(counter.id, BENCH, None)
    domains = first_domains(settings.counters)
    for number in range(waiting):
        desk.issue(IssueTicket(domain=domains[number % len(domains)]), BENCH, None)


def token(lobby: Lobby, role: str) -> str:
    return lobby.place.token_file(role).read_text(encoding="ascii").strip()


def coordinator_ms(lobby: Lobby) -> float:
    """What its coordinator has used of the processor so far, milliseconds."""
    return usage.processor_ms(lobby.children["coordinator"].pid)
