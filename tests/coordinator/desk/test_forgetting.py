"""Days that are older than wanted leave their figures and nothing else; no other day loses a line."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from coordinator.store.database import StoreError
from coordinator.store.retention import BATCH
from coordinator.store.schema import audit, calls, day_figures, print_jobs, sequences, tickets
from tests.fakes.clock import MONDAY
from tests.fakes.front import COUNTER, Front
from tests.fakes.small_center import CENTER_ID, Motcua

KEEP_DAYS = 400
OLD_DAY = MONDAY.date().isoformat()


@pytest.fixture
def old_day(front: Front) -> int:
    """A day of work, on which more came than one step removes; how many."""
    front.desk.open_counter(1, COUNTER, None)
    issued = BATCH + 20
    for _ in range(issued):
        front.issue("chung-thuc", printer="kiosk-1")
    for _ in range(3):
        front.call(1)
    return issued


def count(front: Front, table: Any, day: str | None = None) -> int:
    statement = select(func.count()).select_from(table)
    if day is not None:
        statement = statement.where(table.c.day == day)
    with front.desk._database.read() as connection:
        return int(connection.execute(statement).scalar_one())


def forget(front: Front) -> int:
    """Until nothing is left to forget; how many steps that took."""
    steps = 0
    while front.desk.forget_a_little():
        steps += 1
        assert steps < 100
    return steps


def begin_day(front: Front, days: int) -> None:
    """A day so much later begins with its first ticket."""
    front.clock.set(MONDAY + timedelta(days=days))
    front.issue("chung-thuc")


def test_an_old_day_is_removed_in_small_steps_and_its_figures_stay(front: Front, old_day: int) -> None:
    begin_day(front, KEEP_DAYS + 1)
    assert forget(front) >= 2
    for table in (tickets, calls, sequences):
        assert count(front, table, OLD_DAY) == 0
    assert count(front, print_jobs) == 0
    assert count(front, tickets) == 1
    with front.desk._database.read() as connection:
        row = connection.execute(select(day_figures)).one()
    assert (row.center_id, row.day) == (CENTER_ID, OLD_DAY)
    figures = json.loads(row.figures)
    assert figures["total"]["issued"] == old_day
    assert figures["counters"]["1"]["called"] == 3


def test_a_day_that_is_just_young_enough_loses_nothing(front: Front, old_day: int) -> None:
    begin_day(front, KEEP_DAYS)
    lines = count(front, audit)
    assert forget(front) == 0
    assert count(front, tickets, OLD_DAY) == old_day
    assert (count(front, audit), count(front, day_figures)) == (lines, 0)


def test_a_clock_of_another_century_makes_nothing_old(front: Front, old_day: int) -> None:
    front.clock.set(MONDAY.replace(year=2199))
    assert forget(front) == 0
    assert count(front, tickets, OLD_DAY) == old_day


def test_the_board_counts_on_where_all_lines_were_old(front: Front, old_day: int) -> None:
    begin_day(front, KEEP_DAYS + 1)
    seq = front.desk.board().seq
    forget(front)
    assert front.desk.board().seq == seq
    begin_day(front, 2 * KEEP_DAYS + 2)
    assert front.desk.board().seq > seq


def test_nothing_is_forgotten_before_the_first_day(front: Front) -> None:
    assert forget(front) == 0


def test_a_day_is_summed_up_once_whatever_breaks_off_meanwhile(front: Front, old_day: int) -> None:
    begin_day(front, KEEP_DAYS + 1)
    assert front.desk.forget_a_little()
    assert count(front, tickets, OLD_DAY) == old_day - BATCH
    forget(front)
    with front.desk._database.read() as connection:
        figures = json.loads(connection.execute(select(day_figures.c.figures)).scalar_one())
    assert figures["total"]["issued"] == old_day


@pytest.mark.usefixtures("old_day")
def test_the_report_of_a_day_is_the_same_before_and_after(front: Front, motcua: Motcua) -> None:
    begin_day(front, KEEP_DAYS + 1)
    expected = motcua("report", OLD_DAY)
    forget(front)
    after = motcua("report", OLD_DAY)
    assert after.code == 0
    assert after.out == expected.out


def test_no_line_of_the_audit_goes_before_its_day_was_summed_up(front: Front, old_day: int) -> None:
    def remove_lines(day: str) -> None:
        with front.desk._database.write() as connection:
            connection.execute(delete(audit).where(audit.c.day == day))

    with pytest.raises(StoreError, match="append-only"):
        remove_lines(OLD_DAY)
    begin_day(front, KEEP_DAYS + 1)
    front.desk.forget_a_little()
    remove_lines(OLD_DAY)
    with pytest.raises(StoreError, match="append-only"):
        remove_lines((MONDAY + timedelta(days=KEEP_DAYS + 1)).date().isoformat())
    assert old_day > BATCH
