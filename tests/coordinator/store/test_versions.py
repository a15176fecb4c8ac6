"""The schema: what migrations make is what the tables say, and what is not known is left alone."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from coordinator.location import FILE_NAME
from coordinator.store.database import Database, StoreError
from coordinator.store.schema import metadata
from coordinator.store.versions import NEWEST, known_versions, open_database
from tests.fakes.stored import make_of_version

sqlite_file = pytest.mark.only_sqlite("looks into its file; test_postgresql.py shows the same of a server")


def _statements(file: Path, kind: str) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
        )
        return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


def _columns(file: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))


def test_migrations_make_exactly_what_the_tables_say(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@sqlite_file
def test_what_that_comparison_passes_over_is_the_same_too(
    database: Database, data: Path, tmp_path: Path
) -> None:
    """Defaults, and the conditions of partial indexes."""
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(engine)
    engine.dispose()
    made = tmp_path / "made.db"
    assert len(_statements(made, "index")) > 6
    assert _statements(data / FILE_NAME, "index") == _statements(made, "index")
    for table in metadata.tables:
        assert _columns(data / FILE_NAME, table) == _columns(made, table)


def test_the_newest_version_is_the_last_migration(database: Database) -> None:
    assert NEWEST in known_versions()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == NEWEST


@sqlite_file
@pytest.mark.parametrize("version", sorted(known_versions() - {NEWEST}))
def test_an_earlier_database_becomes_the_newest_and_keeps_what_it_holds(
    url: str, data: Path, tmp_path: Path, version: str
) -> None:
    make_of_version(url, version)
    open_database(url).close()
    (tmp_path / "fresh").mkdir()
    fresh = tmp_path / "fresh" / FILE_NAME
    open_database(f"sqlite:///{fresh}").close()
    for kind in ("index", "trigger"):
        assert _statements(data / FILE_NAME, kind) == _statements(fresh, kind)
    for table in metadata.tables:
        assert _columns(data / FILE_NAME, table) == _columns(fresh, table)
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        assert connection.execute("SELECT name FROM tokens").fetchall() == [("may-1",)]
        assert connection.execute("SELECT last FROM sequences").fetchall() == [(41,)]


@sqlite_file
def test_opening_again_changes_nothing(database: Database, url: str, data: Path) -> None:
    database.close()
    before = (data / FILE_NAME).read_bytes()
    open_database(url).close()
    assert (data / FILE_NAME).read_bytes() == before


@sqlite_file
def test_a_newer_database_is_refused_and_untouched(database: Database, url: str, data: Path) -> None:
    database.close()
    with closing(sqlite3.connect(data / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (data / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match=rf"newer version.*9999.*{NEWEST}"):
        open_database(url)
    assert (data / FILE_NAME).read_bytes() == before
    assert [path.name for path in data.iterdir()] == [FILE_NAME]


@sqlite_file
def test_a_migration_that_fails_leaves_nothing_behind(url: str, data: Path) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection, connection:
        connection.execute("CREATE TABLE tokens (other TEXT)")
    with pytest.raises(StoreError, match="tokens"):
        open_database(url)
    assert set(_statements(data / FILE_NAME, "table")) == {"tokens"}


@sqlite_file
def test_processes_that_begin_one_database_at_once_all_get_it(url: str) -> None:
    opened, failures = list[Database](), list[Exception]()
    start = threading.Barrier(6)

    def begin() -> None:
        start.wait(20)
        try:
            opened.append(open_database(url))
        except Exception as error:  # noqa: BLE001 told below
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for one in opened:
        one.close()
    assert failures == []
    assert len(opened) == 6
