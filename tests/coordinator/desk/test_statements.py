"""How often a command asks the database: each time is a part of what it costs, on a server a way there and back."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from tests.fakes.front import Front
from wire import messages as m

pytestmark = pytest.mark.only_sqlite


def _count(deed: Callable[[], object]) -> int:
    asked = 0

    def note(*_: object) -> None:
        nonlocal asked
        asked += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        deed()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked


def _claim(front: Front) -> m.PrintJob:
    job = front.claim()
    assert job is not None
    return job


def test_a_ticket_with_its_paper_asks_no_more_than_it_must(front: Front) -> None:
    for _ in range(5):
        front.issue()
    front.call(1)
    asked = {}
    asked["issue"] = _count(lambda: front.issue(printer="kiosk-1"))
    asked["claim"] = _count(lambda: _claim(front))
    again = front.issue(printer="kiosk-1")
    job = _claim(front)
    assert job.ticket is not None
    assert job.ticket.id == again.id
    asked["report"] = _count(lambda: front.report(job, "printed"))
    asked["call"] = _count(lambda: front.call(1))
    asked["board"] = _count(front.desk.board)
    assert asked == {"issue": 12, "claim": 12, "report": 10, "call": 13, "board": 12}
