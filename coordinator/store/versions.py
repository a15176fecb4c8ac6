"""The schema's version: a new database is made, an older one migrated, a newer one refused.

Alembic is imported only when there is something to do; it would cost a coordinator 10 MB for nothing.
"""

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from coordinator.store.database import Database, StoreError, connect

NEWEST: Final = "0007"
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def open_database(url: str) -> Database:
    """Open a database and bring it to this version's schema; `StoreError` where it is from a newer one."""
    database = connect(url)
    try:
        bring_up(database)
    except BaseException:
        database.close()
        raise
    return database


def bring_up(database: Database) -> None:
    """Make the tables where there are none, or bring them to this version's schema; raises `StoreError`."""
    database.check_place()
    try:
        with database.read() as connection:
            is_current = version_of(connection) == NEWEST
        if not is_current:
            with database.write() as connection:
                database.await_migration(connection)
                _migrate(connection)
    except StoreError as error:
        raise type(error)(f"{database.name}: {error}") from error


def known_versions() -> frozenset[str]:
    """Every schema that this version of the program can bring to the newest."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 see the module's docstring

    return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def version_of(connection: Connection) -> str | None:
    """The schema that a database has; null for one without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version


def _migrate(connection: Connection) -> None:
    # It tells of each of its plugins as soon as it is imported.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    from alembic import command  # noqa: PLC0415 see the module's docstring
    from alembic.config import Config  # noqa: PLC0415

    version = version_of(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    if version is not None and version not in known_versions():
        raise StoreError(
            f"the database is from a newer version of motcua (schema {version}, this one knows {NEWEST}):"
            " install that version again, or restore an older backup; nothing was changed",
        )
    command.upgrade(config, "head")
