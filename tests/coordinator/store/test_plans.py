"""What a command and a look cost does not grow with the history: each statement goes by an index."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from config import load_text
from coordinator.desk import Once
from coordinator.desk.desk import open_desk
from coordinator.location import FILE_NAME
from coordinator.store.database import connect
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.small_center import CENTER

GROWING = ("tickets", "audit", "calls", "print_jobs", "replies", "sequences", "tokens")
SMALL = ("centers", "counters", "domains", "lanes", "printers", "alembic_version")

Statement = tuple[str, Any]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('plans') / FILE_NAME}"


@pytest.fixture(scope="module")
def statements(url: str) -> Iterator[list[Statement]]:
    """Everything that a day's use cases and looks ask of the database."""
    found: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        found.append((statement, values))

    clock = MovableClock()
    front = Front(open_desk(load_text(CENTER, "center.toml"), url, clock), clock)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        use(front)
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        front.desk.close()


def use(front: Front) -> None:
    desk = front.desk
    ticket = front.issue("chung-thuc", "elderly", "kiosk-1", Once("key", "print"))
    front.issue("chung-thuc", "elderly", "kiosk-1", Once("key", "print"))
    front.issue("dat-dai")
    job = front.claim()
    assert job is not None
    front.report(job, "printed")
    front.call(2)
    front.recall(2)
    front.hold(2)
    front.resume(ticket)
    front.print_copy(ticket)
    front.call(1)
    front.transfer(1, "ho-tich")
    front.call(2)
    front.call(2)
    desk.board()
    desk.counters()
    desk.center()
    desk.ticket(ticket.id)
    desk.ticket_by_link(ticket.status_url.rpartition("/")[2])
    desk.authenticate("token")
    desk.check_health()
    front.clock.move(hours=24)
    front.issue("chung-thuc")


def _plan(url: str, statement: Statement) -> list[str]:
    database = connect(url)
    text, values = statement
    with database.engine.connect() as connection:
        rows = connection.connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
    database.close()
    return [str(row[3]) for row in rows]


def test_no_statement_walks_over_a_table_that_grows(url: str, statements: list[Statement]) -> None:
    queries = {text: (text, values) for text, values in statements if re.match("SELECT|UPDATE|DELETE", text)}
    assert len(queries) > 20
    walks = {
        text: line
        for text, statement in queries.items()
        for line in _plan(url, statement)
        for table in GROWING
        if re.search(rf"SCAN {table}\b", line)
    }
    assert walks == {}


@pytest.mark.parametrize(
    ("needle", "index"),
    [
        (
            r"min\(tickets.place\)",
            "ix_tickets_lanes (center_id=? AND day=? AND domain=? AND is_priority=?)",
        ),
        (r"FROM print_jobs .*is_pending.*print_jobs.printer", "ix_print_jobs_pending"),
        (r"FROM print_jobs .*place = .*LIMIT", "ix_print_jobs_ticket"),
        (r"JOIN replies", "sqlite_autoindex_replies"),
        (r"FROM calls .*LIMIT", "ix_calls_newest"),
        (r"UPDATE tickets .*day !=", "ix_tickets_unfinished"),
        (r"DELETE FROM replies", "ix_replies_age"),
        (r"AS waiting.*GROUP BY", "ix_tickets_lanes"),
        (r"AS mean_ms", "sqlite_autoindex_tickets_1 (center_id=? AND day=?)"),
        (r"told_low IS NOT NULL", "sqlite_autoindex_tickets_1 (center_id=? AND day=?)"),
        (r"JOIN tickets ON", "ix_audit_newest"),
        (r"is_priority.*state = 'waiting'.*LIMIT", "ix_tickets_lanes"),
        (r"FROM tickets .*tickets.link = ", "sqlite_autoindex_tickets"),
        (r"FROM tokens .*tokens.hash = ", "sqlite_autoindex_tokens"),
        (r"audit.seq DESC", "ix_audit_newest"),
    ],
)
def test_each_question_has_its_index(url: str, statements: list[Statement], needle: str, index: str) -> None:
    asked = [one for one in statements if re.search(needle, one[0], re.DOTALL)]
    assert asked
    for statement in asked:
        assert any(index in line for line in _plan(url, statement)), _plan(url, statement)
