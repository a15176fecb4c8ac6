"""A PostgreSQL that stands still: whoever asks is free again within a bound, and what was done is found afterwards."""

import threading
from contextlib import ExitStack
from queue import SimpleQueue
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from config import load_text
from coordinator.causes import cause_of
from coordinator.desk import Actor, Once, open_desk
from coordinator.store import ledger, postgresql
from coordinator.store import patience as module
from coordinator.store.database import Database, Unreached, connect
from coordinator.store.postgresql import take_time
from tests.fakes.clock import MovableClock
from tests.fakes.postgres import EmptiedDatabase, Postgres
from tests.fakes.small_center import CENTER, CENTER_ID
from tests.fakes.waiting import wait_for
from wire.messages import IssueTicket

SILENT_SECONDS = 0.3


@pytest.fixture
def url(emptied: EmptiedDatabase, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "SILENT_SECONDS", SILENT_SECONDS)
    # The least that libpq takes.
    monkeypatch.setitem(postgresql._CONNECTION_OPTIONS, "connect_timeout", "2")
    return emptied.empty()


def _look(database: Database) -> None:
    with database.read() as connection:
        ledger.read_center(connection, CENTER_ID)


def _say(database: Database, words: str) -> None:
    with database.write(CENTER_ID) as connection:
        ledger.set_message(connection, CENTER_ID, words)


def test_every_thread_comes_free_and_works_again_once_the_server_does(
    database: Database, postgres: Postgres
) -> None:
    failures = SimpleQueue[Exception]()

    def ask(number: int) -> None:
        try:
            _say(database, "frozen") if number % 2 else _look(database)
        except Unreached as error:
            failures.put(error)

    with postgres.frozen():
        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads)
    assert failures.qsize() == len(threads)
    assert {cause_of(str(failures.get())) for _ in threads} == {"unreached"}
    _say(database, "thawed")
    with database.read() as connection:
        assert ledger.read_center(connection, CENTER_ID).message == "thawed"


def _when(engine: Engine, moment: str, do: Any) -> None:
    """Do it at the next such moment, and at no later one."""
    event.listen(engine, moment, do, once=True)


def test_a_commit_that_nobody_answered_is_unknown_and_found_under_its_key(
    url: str, postgres: Postgres
) -> None:
    desk = open_desk(load_text(CENTER, "center.toml"), url, MovableClock())
    engine, kiosk, wish = desk._database.engine, Actor("kiosk", "kiosk-1"), IssueTicket(domain="chung-thuc")
    with ExitStack() as frozen:
        _when(engine, "commit", lambda _connection: frozen.enter_context(postgres.frozen()))
        with pytest.raises(Unreached, match="not answered"):
            desk.issue(wish, kiosk, Once("tap-1", "wish"))
    first = desk.issue(wish, kiosk, Once("tap-1", "wish"))
    second = desk.issue(wish, kiosk, Once("tap-2", "wish"))
    assert [reply.status for reply in (first, second)] == [201, 201]
    assert [b'"A001"' in first.body, b'"A002"' in second.body] == [True, True]
    desk.close()


def test_what_was_not_yet_committed_is_undone(database: Database, postgres: Postgres) -> None:
    _say(database, "before")
    with pytest.raises(Unreached), database.write(CENTER_ID) as connection, postgres.frozen():
        ledger.set_message(connection, CENTER_ID, "lost")
    with database.write(CENTER_ID) as connection:
        assert ledger.read_center(connection, CENTER_ID).message == "before"


def test_what_is_known_to_take_long_is_waited_for_and_what_comes_after_is_not(url: str) -> None:
    database = connect(url)
    with database.write() as connection:
        take_time(connection)
        connection.execute(text("SELECT pg_sleep(0.6)"))
    with pytest.raises(Unreached, match="not answered"), database.write() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    database.close()


def test_news_are_heard_again_after_a_while_of_silence(
    database: Database, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    second, heard = connect(url), SimpleQueue[str]()
    telling, listening = database.news, second.news
    assert telling is not None
    assert listening is not None
    listening.subscribe(CENTER_ID, lambda: heard.put(CENTER_ID))

    def is_heard() -> bool:
        telling.tell(CENTER_ID)
        return not heard.empty()

    wait_for(is_heard, "the news")
    with postgres.frozen():
        telling.tell(CENTER_ID)
        wait_for(lambda: "not answered" in caplog.text, "the silence is noticed")
    while not heard.empty():
        heard.get()
    wait_for(is_heard, "the news again")
    second.close()


def test_the_server_has_the_first_word() -> None:
    assert postgresql._STATEMENT_SECONDS < module.SILENT_SECONDS
    assert postgresql.WAIT_SECONDS < module.SILENT_SECONDS
