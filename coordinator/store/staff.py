"""Accounts of staff, and the wrong guesses at their PINs."""

from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from coordinator.staff.lockout import Failures
from coordinator.store.rows import StaffRow
from coordinator.store.schema import sign_in_failures, staff
from coordinator.store.upserts import upserts

MOST_FAILURES: Final = 2000

_c: Final = staff.c
_f: Final = sign_in_failures.c
_COLUMNS: Final = (_c.key, _c.name, _c.role, _c.pin_hash, _c.changed_at)
_ALL: Final = select(*_COLUMNS).where(_c.center_id == bindparam("center")).order_by(_c.key)
_ONE: Final = select(*_COLUMNS).where(_c.center_id == bindparam("center"), _c.key == bindparam("account"))
_MINE: Final = (_c.center_id == bindparam("center"), _c.key == bindparam("account"))
_ADD: Final = insert(staff)
_SET: Final = update(staff).where(*_MINE)
_REMOVE: Final = delete(staff).where(*_MINE)
_FAILURES: Final = select(_f.count, _f.last_at).where(
    _f.center_id == bindparam("center"), _f.subject == bindparam("who")
)
_FAIL: Final = upserts(sign_in_failures, ["center_id", "subject"], ["count", "last_at"])
_CLEAR: Final = delete(sign_in_failures).where(
    _f.center_id == bindparam("center"), _f.subject == bindparam("who")
)
_FORGET: Final = delete(sign_in_failures).where(
    _f.center_id == bindparam("center"), _f.last_at < bindparam("before")
)
_NTH_NEWEST: Final = (
    select(_f.last_at)
    .where(_f.center_id == bindparam("center"))
    .order_by(_f.last_at.desc())
    .offset(MOST_FAILURES)
    .limit(1)
)
_COUNT_ADMINS: Final = (
    select(func.count())
    .select_from(staff)
    .where(_c.center_id == bindparam("center"), _c.role == "admin", _c.key != bindparam("account"))
)


def all_of(connection: Connection, center: str) -> list[StaffRow]:
    return [StaffRow(*row) for row in connection.execute(_ALL, {"center": center})]


def one(connection: Connection, center: str, key: str) -> StaffRow | None:
    row = connection.execute(_ONE, {"center": center, "account": key}).one_or_none()
    return None if row is None else StaffRow(*row)


def add(connection: Connection, center: str, row: StaffRow) -> None:
    values = {"key": row.key, "name": row.name, "role": row.role, "pin_hash": row.pin_hash}
    connection.execute(_ADD, {"center_id": center, **values, "changed_at": row.changed_at})


def change(connection: Connection, center: str, key: str, **values: Any) -> None:  # noqa: ANN401 columns
    connection.execute(_SET.values(**values), {"center": center, "account": key})


def remove(connection: Connection, center: str, key: str) -> None:
    connection.execute(_REMOVE, {"center": center, "account": key})


def count_other_admins(connection: Connection, center: str, key: str) -> int:
    """How many administrators there are besides this account."""
    return int(connection.execute(_COUNT_ADMINS, {"center": center, "account": key}).scalar_one())


def failures(connection: Connection, center: str, subject: str) -> Failures | None:
    """Wrong guesses from an address or at a name."""
    row = connection.execute(_FAILURES, {"center": center, "who": subject}).one_or_none()
    return None if row is None else Failures(row[0], row[1])


def save_failures(connection: Connection, center: str, subject: str, found: Failures, forget: int) -> None:
    """Keep them, and forget those older than `forget` and all beyond the newest `MOST_FAILURES`."""
    values = {"center_id": center, "subject": subject, "count": found.count, "last_at": found.last_at}
    connection.execute(_FAIL[connection.dialect.name], values)
    surplus = connection.execute(_NTH_NEWEST, {"center": center}).scalar()
    before = forget if surplus is None else max(forget, surplus + 1)
    connection.execute(_FORGET, {"center": center, "before": before})


def clear_failures(connection: Connection, center: str, subject: str) -> None:
    connection.execute(_CLEAR, {"center": center, "who": subject})
