"""Calls for help: who waits for a person to come, one call a place, until somebody went there."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from coordinator.store.rows import HelpRow
from coordinator.store.schema import help_calls
from coordinator.store.upserts import inserts_of_new

_c: Final = help_calls.c
_ALL: Final = (
    select(_c.place, _c.asked_at).where(_c.center_id == bindparam("center")).order_by(_c.asked_at, _c.place)
)
_ANSWER: Final = delete(help_calls).where(_c.center_id == bindparam("center"), _c.place == bindparam("at"))
_FORGET: Final = delete(help_calls).where(_c.center_id == bindparam("center"))
_ASK: Final = inserts_of_new(help_calls)


def waiting(connection: Connection, center: str) -> list[HelpRow]:
    """Who waits, the longest first."""
    return [HelpRow(row.place, row.asked_at) for row in connection.execute(_ALL, {"center": center})]


def ask(connection: Connection, center: str, place: str, now: int) -> bool:
    """Note a call; false where this place waits already."""
    values = {"center_id": center, "place": place, "asked_at": now}
    return connection.execute(_ASK[connection.dialect.name], values).rowcount == 1


def answer(connection: Connection, center: str, place: str) -> bool:
    """Somebody went there; false where nobody waited."""
    return connection.execute(_ANSWER, {"center": center, "at": place}).rowcount == 1


def forget(connection: Connection, center: str) -> None:
    """A new day."""
    connection.execute(_FORGET, {"center": center})
