"""The measurements stand on what they say: old tickets fit the tables of today, names are known."""

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.__main__ import find_measurements, main
from benchmarks.old_tickets import TICKETS_A_DAY, add_old_tickets, sum_up_old_days
from benchmarks.standing import BENCH, LONGEST_KEPT_DAYS, SETTINGS
from coordinator.desk import open_desk
from coordinator.store.versions import open_database
from runtime.clock import SystemClock


def test_old_tickets_fit_the_tables_and_lie_on_days_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "motcua.db"
    open_database(f"sqlite:///{file}").close()
    add_old_tickets(file, "hai-chau", 2 * TICKETS_A_DAY)
    with sqlite3.connect(file) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 our own names
            for table in ("tickets", "print_jobs", "audit", "calls")
        }
        days = connection.execute("SELECT count(DISTINCT day) FROM tickets").fetchone()[0]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    tickets = 2 * TICKETS_A_DAY
    assert counts == {"tickets": tickets, "print_jobs": tickets, "audit": 3 * tickets, "calls": tickets}
    assert days == 3
    assert broken == []


def test_old_days_are_summed_up_as_if_the_nights_after_had_done_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'motcua.db'}"
    table = replace(SETTINGS.coordinator, database=url, keep_days=LONGEST_KEPT_DAYS)
    settings = replace(SETTINGS, coordinator=table)
    open_database(url).close()
    add_old_tickets(tmp_path / "motcua.db", settings.center.id, 2 * TICKETS_A_DAY)
    sum_up_old_days(settings)
    desk = open_desk(settings, url, SystemClock())
    desk.open_counter(1, BENCH, None)
    assert not desk.keep_house()
    desk.close()


def test_no_old_tickets_leave_the_database_as_it_is(tmp_path: Path) -> None:
    add_old_tickets(tmp_path / "motcua.db", "hai-chau", 0)
    assert not (tmp_path / "motcua.db").exists()


def test_the_queues_measurement_is_among_those_that_run_by_name() -> None:
    assert "queue" in find_measurements()
    assert "bare" not in find_measurements()


def test_an_unknown_measurement_is_wrong_use_and_the_known_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nothing"]) == 2
    assert "queue" in capsys.readouterr().err
