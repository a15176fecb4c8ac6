"""Counters in the store: what the settings say holds until someone assigns otherwise, and until they change."""

from collections.abc import Sequence

from config.settings import CounterTable
from coordinator.store import counters
from coordinator.store.counters import NEWEST_CALLS
from coordinator.store.database import Database
from coordinator.store.rows import CallRow, CounterRow
from tests.fakes.small_center import CENTER_ID
from tests.fakes.stored import DAY, NOON_MS, add_ticket

ONE = CounterTable(id=1, domains=["ho-tich"], overflow=["dat-dai"])
TWO = CounterTable(id=2, domains=["dat-dai"])


def _configure(database: Database, tables: Sequence[CounterTable]) -> dict[int, CounterRow]:
    with database.write() as connection:
        counters.configure(connection, CENTER_ID, tables)
        return {row.counter: row for row in counters.all_of(connection, CENTER_ID)}


def _assign(database: Database, number: int, *domains: str) -> None:
    with database.write() as connection:
        counters.assign(connection, CENTER_ID, number, list(domains), [])


def test_the_settings_make_the_counters(database: Database) -> None:
    rows = _configure(database, [TWO, ONE])
    assert list(rows) == [1, 2]
    assert rows[1] == CounterRow(1, is_open=False, place=None, domains=("ho-tich",), overflow=("dat-dai",))


def test_an_assignment_outlives_a_restart(database: Database) -> None:
    _configure(database, [ONE, TWO])
    _assign(database, 1, "chung-thuc")
    assert _configure(database, [ONE, TWO])[1].domains == ("chung-thuc",)


def test_new_settings_for_a_counter_go_before_its_assignment(database: Database) -> None:
    _configure(database, [ONE, TWO])
    _assign(database, 1, "chung-thuc")
    _assign(database, 2, "chung-thuc")
    changed = CounterTable(id=1, domains=["dat-dai"])
    rows = _configure(database, [changed, TWO])
    assert (rows[1].domains, rows[1].overflow) == (("dat-dai",), ())
    assert rows[2].domains == ("chung-thuc",)


def test_an_open_counter_stays_so_when_its_domains_change(database: Database) -> None:
    _configure(database, [ONE])
    with database.write() as connection:
        place = add_ticket(connection).place
        counters.seat(connection, CENTER_ID, 1, is_open=True, place=place)
    rows = _configure(database, [CounterTable(id=1, domains=["dat-dai"])])
    assert (rows[1].is_open, rows[1].place) == (True, place)


def test_a_counter_that_is_no_longer_named_goes_but_its_calls_stay(database: Database) -> None:
    _configure(database, [ONE, TWO])
    with database.write() as connection:
        place = add_ticket(connection).place
        counters.add_call(connection, CENTER_ID, DAY, place, CallRow(1, "A001", 2, "dat-dai", NOON_MS, 1))
    assert list(_configure(database, [ONE])) == [1]
    with database.read() as connection:
        assert [call.counter for call in counters.newest_calls(connection, CENTER_ID, DAY)] == [2]
        assert counters.one(connection, CENTER_ID, 2) is None


def test_other_centres_counters_are_their_own(database: Database) -> None:
    _configure(database, [ONE, TWO])
    with database.write() as connection:
        counters.configure(connection, "other", [ONE])
        counters.seat(connection, "other", 1, is_open=True, place=None)
        counters.vacate_all(connection, CENTER_ID)
    with database.read() as connection:
        assert [row.is_open for row in counters.all_of(connection, "other")] == [True]
        assert [row.is_open for row in counters.all_of(connection, CENTER_ID)] == [False, False]


def test_the_newest_calls_come_newest_first_and_only_so_many(database: Database) -> None:
    with database.write() as connection:
        place = add_ticket(connection).place
        for seq in range(1, NEWEST_CALLS + 6):
            call = CallRow(seq, "A001", 1, "chung-thuc", NOON_MS + seq, seq)
            counters.add_call(connection, CENTER_ID, DAY, place, call)
        counters.add_call(
            connection, CENTER_ID, "2026-11-22", place, CallRow(99, "A009", 1, "chung-thuc", NOON_MS, 1)
        )
        found = counters.newest_calls(connection, CENTER_ID, DAY)
    assert [call.seq for call in found] == list(range(NEWEST_CALLS + 5, 5, -1))
