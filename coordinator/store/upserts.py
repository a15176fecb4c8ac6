"""Insert or change, in one statement, in the words of each engine: built once, for building costs more than running.

An engine's words are loaded when it is first spoken to: a coordinator on SQLite starts without PostgreSQL's.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Column, Executable, Table


class _ByEngine(dict[str, Executable]):
    """A statement for each engine's name, built of the engine's words when it is first asked for."""

    def __init__(self, build: Callable[[Any], Executable]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, engine: str) -> Executable:
        self[engine] = built = self._build(words_of(engine))
        return built


def upserts(
    table: Table,
    keys: Sequence[str],
    changes: Mapping[str, Any] | Sequence[str],
    returning: Column[Any] | None = None,
) -> Mapping[str, Executable]:
    """A statement for each engine's name. Its values are given when it runs.

    `changes`: what an existing row takes, by column, or the names of the columns that take the given values.
    """
    return _ByEngine(partial(_upsert, table, keys, changes, returning))


def inserts_of_new(table: Table) -> Mapping[str, Executable]:
    """The same, but a row that exists is left as it is."""
    return _ByEngine(lambda words: words.insert(table).on_conflict_do_nothing())


def words_of(engine: str) -> Any:  # noqa: ANN401 a module
    """SQLAlchemy's module of an engine, whose `insert` knows its `ON CONFLICT`."""
    if engine == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 see the module's docstring

        return postgresql
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite


def _upsert(
    table: Table,
    keys: Sequence[str],
    changes: Mapping[str, Any] | Sequence[str],
    returning: Column[Any] | None,
    words: Any,  # noqa: ANN401 a module
) -> Executable:
    insert = words.insert(table)
    given = changes if isinstance(changes, Mapping) else {name: insert.excluded[name] for name in changes}
    statement = insert.on_conflict_do_update(index_elements=list(keys), set_=dict(given))
    found: Executable = statement if returning is None else statement.returning(returning)
    return found
