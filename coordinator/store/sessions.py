"""Who is signed in: sessions of staff. Only the hash of a session's token is kept, as with device tokens."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from coordinator.store.rows import SessionRow
from coordinator.store.schema import sessions, staff

_c: Final = sessions.c
_SELECT: Final = select(
    _c.hash, _c.key, staff.c.name, staff.c.role, _c.is_page, _c.counter, _c.expires_at
).join(staff, (staff.c.center_id == _c.center_id) & (staff.c.key == _c.key))
_HOLDING: Final = (_c.center_id == bindparam("center"), _c.expires_at > bindparam("now"))
_FIND: Final = _SELECT.where(*_HOLDING, _c.hash == bindparam("token_hash"))
_AT_COUNTERS: Final = _SELECT.where(*_HOLDING, _c.counter.is_not(None)).order_by(_c.counter, _c.began_at)
_ADD: Final = insert(sessions)
_SEAT: Final = (
    update(sessions)
    .where(_c.center_id == bindparam("center"), _c.hash == bindparam("token_hash"))
    .values(counter=bindparam("number"))
)
_VACATE: Final = (
    update(sessions)
    .where(_c.center_id == bindparam("center"), _c.counter == bindparam("number"))
    .values(counter=None)
)
_END: Final = delete(sessions).where(_c.center_id == bindparam("center"), _c.hash == bindparam("token_hash"))
_END_ALL_OF: Final = delete(sessions).where(
    _c.center_id == bindparam("center"), _c.key == bindparam("account")
)
_FORGET: Final = delete(sessions).where(
    _c.center_id == bindparam("center"), _c.expires_at <= bindparam("now")
)
_END_ALL: Final = delete(sessions).where(_c.center_id == bindparam("center"))


def find(connection: Connection, center: str, token_hash: str, now: int) -> SessionRow | None:
    """The session of a token, if it still holds and its account is still there."""
    values = {"center": center, "token_hash": token_hash, "now": now}
    row = connection.execute(_FIND, values).one_or_none()
    return None if row is None else SessionRow(*row)


def at_counters(connection: Connection, center: str, now: int) -> list[SessionRow]:
    """Those that sit at a counter."""
    return [SessionRow(*row) for row in connection.execute(_AT_COUNTERS, {"center": center, "now": now})]


def add(connection: Connection, center: str, row: SessionRow, now: int) -> None:
    """Keep a new session, and forget those that are over."""
    connection.execute(_FORGET, {"center": center, "now": now})
    values = {"hash": row.hash, "key": row.key, "is_page": row.is_page, "counter": row.counter}
    connection.execute(_ADD, {"center_id": center, **values, "began_at": now, "expires_at": row.expires_at})


def seat(connection: Connection, center: str, token_hash: str, number: int | None) -> None:
    """Say at which counter a session sits; whoever sat there before does so no longer."""
    if number is not None:
        vacate(connection, center, number)
    connection.execute(_SEAT, {"center": center, "token_hash": token_hash, "number": number})


def vacate(connection: Connection, center: str, number: int) -> None:
    """Nobody sits at this counter any more."""
    connection.execute(_VACATE, {"center": center, "number": number})


def end(connection: Connection, center: str, token_hash: str) -> None:
    connection.execute(_END, {"center": center, "token_hash": token_hash})


def end_all_of(connection: Connection, center: str, key: str) -> None:
    """Sign an account out everywhere."""
    connection.execute(_END_ALL_OF, {"center": center, "account": key})


def end_all(connection: Connection, center: str) -> None:
    """A new day."""
    connection.execute(_END_ALL, {"center": center})
