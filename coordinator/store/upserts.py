"""Insert or change, in one statement, in the words of each engine: built once, for building costs more than running."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


def upserts(
    table: Table,
    keys: Sequence[str],
    changes: Mapping[str, Any] | Sequence[str],
    returning: Column[Any] | None = None,
) -> Mapping[str, Executable]:
    """A statement for each engine's name. Its values are given when it runs.

    `changes`: what an existing row takes, by column, or the names of the columns that take the given values.
    """
    return MappingProxyType(
        {
            name: _upsert(dialect, table, keys, changes, returning)
            for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
        }
    )


def _upsert(
    dialect: Any,  # noqa: ANN401 a module
    table: Table,
    keys: Sequence[str],
    changes: Mapping[str, Any] | Sequence[str],
    returning: Column[Any] | None,
) -> Executable:
    insert = dialect.insert(table)
    given = changes if isinstance(changes, Mapping) else {name: insert.excluded[name] for name in changes}
    statement = insert.on_conflict_do_update(index_elements=list(keys), set_=dict(given))
    found: Executable = statement if returning is None else statement.returning(returning)
    return found
