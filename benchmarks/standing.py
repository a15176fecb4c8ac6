"""Coordinators for measurements: real processes on durable SQLite files, set up within the process that measures."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from benchmarks import usage
from benchmarks.old_tickets import add_old_tickets, sum_up_old_days
from config import Settings, load
from config.settings import CounterTable
from coordinator.desk import Actor, Desk, open_desk
from coordinator.store.versions import open_database
from rehearsal.center import rehearse
from rehearsal.lobby import ROLES, Lobby, free_port
from rehearsal.place import Place, make_place
from runtime.clock import SystemClock
from wire.messages import IssueTicket

SETTINGS = load(Path(__file__).resolve().parent.parent / "config" / "hai-chau.toml")
BENCH = Actor("admin", "bench")
LONGEST_KEPT_DAYS = 3650
"""The most that `[coordinator] keep_days` takes: nothing is forgotten meanwhile."""


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
    settings = with_history(settings, place, old_tickets)
    lobby = Lobby(place, settings)
    try:
        set_up(lobby, is_open=True, waiting=waiting)
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def with_history(settings: Settings, place: Place, old_tickets: int) -> Settings:
    """Make the database, with so many citizens long gone and their days summed up; none of them is forgotten."""
    open_database(settings.coordinator.database).close()
    add_old_tickets(place.data / "motcua.db", settings.center.id, old_tickets)
    sum_up_old_days(settings)
    return replace(settings, coordinator=replace(settings.coordinator, keep_days=LONGEST_KEPT_DAYS))


def set_up(lobby: Lobby, *, is_open: bool = False, waiting: int = 0) -> None:
    """As `Lobby.set_up`, in a fraction of its time; where wished with every counter open and people waiting."""
    desk = open_desk(lobby.settings, lobby.settings.coordinator.database, SystemClock())
    try:
        make_tokens(desk, lobby.place)
        if is_open:
            fill(desk, lobby.settings, waiting)
    finally:
        desk.close()
    lobby.set_up()


def make_tokens(desk: Desk, place: Place) -> None:
    """One for each role, where a lobby looks for those of an earlier rehearsal; two lobbies may share a centre."""
    for role in ROLES:
        name = f"{role}-{place.data.name}"[-64:]
        file = place.token_file(role)
        file.touch(mode=0o600)
        file.write_text(desk.admit_device(role, name), encoding="ascii")


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
