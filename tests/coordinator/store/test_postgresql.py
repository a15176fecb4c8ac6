"""PostgreSQL as the store: made and guarded as SQLite is, safe among processes, and over every loss of the line."""

import logging
import re
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from queue import Empty, SimpleQueue
from typing import Any, Final

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, text

from config import load_text
from coordinator.desk import open_desk
from coordinator.store import ledger, tickets
from coordinator.store import postgresql as module
from coordinator.store.database import Database, News, StoreError, connect
from coordinator.store.schema import metadata
from coordinator.store.versions import NEWEST, known_versions, open_database
from tests.coordinator.store.test_plans import GROWING, use
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.postgres import EmptiedDatabase, Postgres
from tests.fakes.small_center import CENTER, CENTER_ID
from tests.fakes.stored import DAY, NOON_MS, add_ticket, make_of_version
from tests.fakes.waiting import wait_for

AUDIT: Final = {
    "center_id": CENTER_ID,
    "day": DAY,
    "at": NOON_MS,
    "actor": "kiosk:k",
    "action": "ticket.issued",
}
_COLLATIONS: Final = (
    "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND table_name <> 'alembic_version' AND data_type IN ('text', 'character varying')"
    " AND collation_name IS DISTINCT FROM 'C'"
)
_INDEXES: Final = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
_DEFAULTS: Final = (
    "SELECT table_name, column_name, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2"
)


@pytest.fixture
def url(emptied: EmptiedDatabase) -> str:
    return emptied.empty()


@pytest.fixture
def unmade(postgres: Postgres) -> Iterator[str]:
    """A database without any table."""
    postgres.create("unmade")
    yield postgres.socket_url("unmade")
    postgres.drop("unmade")


def _rows(url: str, statement: str) -> list[tuple[object, ...]]:
    database = connect(url)
    with database.read() as connection:
        rows = [tuple(row) for row in connection.execute(text(statement))]
    database.close()
    return rows


def _indexes(url: str) -> list[str]:
    """Without the casts, which say when a column got its type."""
    found = (str(row[0]) for row in _rows(url, _INDEXES))
    return sorted(re.sub(r"::[a-z ]+(\[\])?|[()]", "", one) for one in found if "alembic_version" not in one)


def _together(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


# --- the schema ------------------------------------------------------------------------------------------------


def test_migrations_make_exactly_what_the_tables_say(url: str, unmade: str) -> None:
    database = connect(unmade)
    with database.write() as connection:
        metadata.create_all(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()
    assert _indexes(url) == _indexes(unmade)
    assert [row for row in _rows(url, _DEFAULTS) if row[0] != "alembic_version"] == _rows(unmade, _DEFAULTS)


def test_every_text_is_compared_by_its_bytes(url: str) -> None:
    assert _rows(url, _COLLATIONS) == []


@pytest.mark.parametrize("version", ["0001", sorted(known_versions())[-2]])
def test_an_earlier_database_becomes_the_newest_and_keeps_what_it_holds(
    url: str, unmade: str, version: str
) -> None:
    make_of_version(unmade, version)
    open_database(unmade).close()
    assert _indexes(unmade) == _indexes(url)
    assert _rows(unmade, "SELECT name FROM tokens") == [("may-1",)]


def test_a_newer_database_is_refused_and_untouched(unmade: str) -> None:
    open_database(unmade).close()
    database = connect(unmade)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StoreError, match=rf"newer version.*9999.*{NEWEST}"):
        open_database(unmade)


def test_a_database_of_another_encoding_is_refused_with_the_mend(postgres: Postgres) -> None:
    postgres.execute(
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
    )
    with pytest.raises(StoreError, match=r"LATIN1.*ENCODING 'UTF8'"):
        open_database(postgres.socket_url("latin"))
    postgres.drop("latin")


def test_processes_that_begin_one_database_at_once_all_get_it(unmade: str) -> None:
    opened = list[Database]()
    _together(*[lambda: opened.append(open_database(unmade))] * 4)
    assert len(opened) == 4
    for one in opened:
        one.close()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'me'", "DELETE FROM audit", "TRUNCATE audit"]
)
def test_the_audit_can_only_grow(database: Database, statement: str) -> None:
    with database.write() as connection:
        ledger.write_audit(connection, AUDIT)
    with pytest.raises(StoreError, match="append-only"), database.write() as connection:
        connection.execute(text(statement))


# --- many at once ----------------------------------------------------------------------------------------------


def test_whoever_had_to_wait_for_the_centre_sees_what_was_done_meanwhile(
    database: Database, url: str
) -> None:
    """Also what lies in other tables than the row that it waited for."""
    second, seen = open_database(url), list[int]()
    waiting = threading.Event()

    def read_after() -> None:
        waiting.set()
        with second.write(CENTER_ID) as connection:
            seen.append(ledger.read_center(connection, CENTER_ID).seq)

    thread = threading.Thread(target=read_after)
    with database.write(CENTER_ID) as connection:
        thread.start()
        waiting.wait(20)
        wait_for(lambda: _is_waiting(connection), "the second waits for the row")
        seq = ledger.write_audit(connection, AUDIT)
    thread.join(20)
    assert seen == [seq]
    second.close()


def _is_waiting(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


def test_another_centre_does_not_wait(database: Database, url: str) -> None:
    second = open_database(url)
    with second.write() as connection:
        ledger.ensure_center(connection, "other")
    with database.write(CENTER_ID) as connection, second.write("other") as other:
        add_ticket(connection)
        add_ticket(other, "other")
    second.close()


def test_numbers_of_the_audit_are_committed_in_their_order(database: Database, url: str) -> None:
    """A reader never finds a line below one that it has seen already."""
    second, seen, is_over = open_database(url), list[list[int]](), threading.Event()

    def write(store: Database) -> None:
        for _ in range(30):
            with store.write(CENTER_ID) as connection:
                ledger.write_audit(connection, AUDIT)

    def look() -> None:
        while not is_over.is_set():
            with database.read() as connection:
                seen.append(list(connection.execute(text("SELECT seq FROM audit ORDER BY seq")).scalars()))

    reader = threading.Thread(target=look)
    reader.start()
    _together(lambda: write(database), lambda: write(second))
    is_over.set()
    reader.join(20)
    assert all(later[: len(sooner)] == sooner for sooner, later in pairwise(seen))
    second.close()


def test_a_task_for_one_is_done_by_one(database: Database, url: str) -> None:
    second = open_database(url)
    with (
        database.alone("house") as first_is,
        second.alone("house") as second_is,
        second.alone("else") as other,
    ):
        assert (first_is, second_is, other) == (True, False, True)
    with second.alone("house") as second_is:
        assert second_is
    second.close()


def test_whoever_holds_a_centre_for_too_long_is_said(
    database: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module._SERVER_OPTIONS, "lock_timeout", "50ms")
    impatient = connect(url)
    with database.write(CENTER_ID):
        with pytest.raises(StoreError, match="lock timeout"), impatient.write(CENTER_ID):
            pass
        monkeypatch.setattr(module, "WAIT_SECONDS", 0.01)
        with pytest.raises(StoreError, match="other commands"), database.write(CENTER_ID):
            pass
    impatient.close()


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError, match="read-only"), database.read() as connection:
        ledger.set_message(connection, CENTER_ID, "no")


def test_commits_wait_for_the_disk_whatever_the_server_says(database: Database) -> None:
    with database.write() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


# --- the line --------------------------------------------------------------------------------------------------


def test_connections_that_the_server_has_ended_are_noticed_before_they_are_used(
    database: Database, postgres: Postgres
) -> None:
    for _ in range(2):
        with database.read() as connection, database.write() as writer:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
            add_ticket(writer)
        postgres.cut_connections()


def test_one_that_is_ended_in_the_middle_is_said_and_the_next_works(
    database: Database, postgres: Postgres
) -> None:
    def break_off() -> None:
        with database.write(CENTER_ID) as connection:
            add_ticket(connection)
            postgres.cut_connections()
            add_ticket(connection)

    with pytest.raises(StoreError, match="database is not reached"):
        break_off()
    with database.write(CENTER_ID) as connection:
        assert add_ticket(connection).number == 1


def test_a_server_that_is_not_there_is_said_without_the_password(postgres: Postgres) -> None:
    url = postgres.url().replace(f":{postgres.port}/", ":1/")
    with pytest.raises(StoreError, match="Connection refused") as caught:
        open_database(url)
    assert postgres.password not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg:/motcua:geheim@h/n", "postgresql://m:geheim@127.0.0.1:no/n"]
)
def test_what_leads_to_no_server_is_said_without_the_password(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_database(url)
    assert "geheim" not in str(caught.value)


def test_a_wrong_password_is_said_without_it(postgres: Postgres) -> None:
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        open_database(postgres.url().replace(postgres.password, "geheim"))
    assert "geheim" not in str(caught.value)


def test_by_password_over_tcp(emptied: EmptiedDatabase, postgres: Postgres) -> None:
    emptied.empty()
    database = open_database(postgres.url())
    with database.write() as connection:
        assert add_ticket(connection).number == 1
    database.close()


# --- news ------------------------------------------------------------------------------------------------------


def _listen(database: Database, center: str) -> tuple[News, SimpleQueue[str]]:
    """Once it listens."""
    news, heard = database.news, SimpleQueue[str]()
    assert news is not None
    news.subscribe(center, lambda: heard.put(center))
    return news, heard


def test_a_commit_is_heard_by_the_others_and_not_by_oneself(database: Database, url: str) -> None:
    second = connect(url)
    mine, here = _listen(database, CENTER_ID)
    theirs, there = _listen(second, CENTER_ID)
    _, elsewhere = _listen(second, "other")
    _tell_until_heard(mine, CENTER_ID, there)
    _tell_until_heard(theirs, CENTER_ID, here)
    _drain(here, there, elsewhere)
    mine.tell("other")
    assert elsewhere.get(timeout=20) == "other"
    assert here.empty()
    assert there.empty()
    second.close()
    second.close()


def _tell_until_heard(news: News, center: str, heard: SimpleQueue[str]) -> None:
    """The others may not listen yet, and are called once when they begin to."""
    news.tell(center)
    assert heard.get(timeout=20) == center
    wait_for(lambda: _is_told(news, center, heard), "the news")


def _is_told(news: News, center: str, heard: SimpleQueue[str]) -> bool:
    news.tell(center)
    try:
        return bool(heard.get(timeout=0.2))
    except Empty:
        return False


def _drain(*queues: SimpleQueue[str]) -> None:
    for queue in queues:
        while not queue.empty():
            queue.get()


def test_who_listens_no_more_is_not_called(database: Database, url: str) -> None:
    second = connect(url)
    telling, listening = database.news, second.news
    assert telling is not None
    assert listening is not None
    ended, heard = SimpleQueue[str](), SimpleQueue[str]()
    end = listening.subscribe(CENTER_ID, lambda: ended.put(CENTER_ID))
    listening.subscribe(CENTER_ID, lambda: heard.put(CENTER_ID))
    end()
    end()
    _drain(ended)
    _tell_until_heard(telling, CENTER_ID, heard)
    assert ended.empty()
    second.close()


def test_news_come_again_over_a_loss_of_the_line_and_say_that_some_were_missed(
    database: Database, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    second = connect(url)
    _, heard = _listen(second, CENTER_ID)
    telling, _ = _listen(database, CENTER_ID)
    _tell_until_heard(telling, CENTER_ID, heard)
    _drain(heard)
    with caplog.at_level(logging.WARNING):
        postgres.cut_connections()
        assert heard.get(timeout=20) == CENTER_ID
        _tell_until_heard(telling, CENTER_ID, heard)
    assert "cut off" in caplog.text
    second.close()


# --- among other centres' rows ---------------------------------------------------------------------------------


def test_places_of_a_centre_rise_although_others_take_some_too(database: Database) -> None:
    with database.write() as connection:
        places = [add_ticket(connection, center).place for center in (CENTER_ID, "other", CENTER_ID)]
        assert places == sorted(places)
        assert [head.place for head in tickets.heads(connection, CENTER_ID, DAY, ["chung-thuc"])] == places[
            :1
        ]


def test_a_text_with_a_sign_that_postgresql_does_not_know_is_kept_and_looked_for(database: Database) -> None:
    with database.write() as connection:
        ledger.set_message(connection, CENTER_ID, "a\0b")
        assert ledger.read_center(connection, CENTER_ID).message == "a\N{REPLACEMENT CHARACTER}b"
        assert tickets.by_link(connection, CENTER_ID, "\0") is None


# --- what a question costs ---------------------------------------------------------------------------------------


def test_no_statement_walks_over_a_table_that_grows(url: str) -> None:
    """Nor over all of an index. The planner is kept from reading whole what is as small as here."""
    asked: dict[str, Any] = {}

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if re.match("SELECT|UPDATE|DELETE", statement) and isinstance(values, dict):
            asked[statement] = values

    clock = MovableClock()
    front = Front(open_desk(load_text(CENTER, "center.toml"), url, clock), clock)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        use(front)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) > 20
    with front.desk._database.engine.begin() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        walks = {
            statement: node
            for statement, values in asked.items()
            for node in _walks(
                connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
            )
        }
    front.desk.close()
    assert walks == {}


def _walks(plan: Any) -> Iterator[str]:
    """The parts of a plan that read a whole table or index of those that grow."""
    nodes = [one["Plan"] for one in plan]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        is_bounded = node["Node Type"] == "Bitmap Heap Scan" or "Index Cond" in node
        if node.get("Relation Name") in GROWING and "Scan" in node["Node Type"] and not is_bounded:
            yield f"{node['Node Type']} on {node['Relation Name']}"
