"""Devices that ask to be let in, for a few minutes, where every process finds them; nothing of it is a secret."""

from dataclasses import asdict
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from coordinator.store.rows import PairingRow
from coordinator.store.schema import pairings

_c: Final = pairings.c
_OF_CENTER: Final = _c.center_id == bindparam("center")
_COLUMNS: Final = tuple(_c[name] for name in PairingRow.__dataclass_fields__)
_ALL: Final = select(*_COLUMNS).where(_OF_CENTER, _c.ends_at > bindparam("now")).order_by(_c.id)
_ONE: Final = _ALL.where(_c.id == bindparam("pairing"))
# One that ends later than any could was begun before the clock was set back.
_FORGET: Final = delete(pairings).where(
    _OF_CENTER, or_(_c.ends_at <= bindparam("now"), _c.ends_at > bindparam("latest"))
)
_MINE: Final = (_OF_CENTER, _c.id == bindparam("pairing"))
_REMOVE: Final = delete(pairings).where(*_MINE)
_REMOVE_WAITING: Final = delete(pairings).where(_OF_CENTER, _c.is_admitted.is_(False))
_SHOW: Final = update(pairings).where(*_MINE).values(code=bindparam("digits"))
_ADMIT: Final = update(pairings).where(*_MINE).values(is_admitted=True)
_GIVE: Final = update(pairings).where(*_MINE).values(has_token=True)
_COUNT_WRONG: Final = update(pairings).where(_OF_CENTER).values(wrong_codes=_c.wrong_codes + 1)
_FORGIVE: Final = update(pairings).where(_OF_CENTER).values(wrong_codes=0)
_MOST_WRONG: Final = select(func.max(_c.wrong_codes)).where(_OF_CENTER)


def waiting(connection: Connection, center: str, now: int) -> list[PairingRow]:
    """All that are not over."""
    return [PairingRow(*row) for row in connection.execute(_ALL, {"center": center, "now": now})]


def find(connection: Connection, center: str, pairing: str, now: int) -> PairingRow | None:
    values = {"center": center, "pairing": pairing, "now": now}
    row = connection.execute(_ONE, values).one_or_none()
    return None if row is None else PairingRow(*row)


def add(connection: Connection, center: str, row: PairingRow) -> None:
    connection.execute(insert(pairings), {"center_id": center, **asdict(row)})


def forget(connection: Connection, center: str, now: int, latest: int) -> None:
    """Remove those that are over, or end after `latest`."""
    connection.execute(_FORGET, {"center": center, "now": now, "latest": latest})


def remove(connection: Connection, center: str, pairing: str) -> None:
    connection.execute(_REMOVE, {"center": center, "pairing": pairing})


def remove_waiting(connection: Connection, center: str) -> None:
    """All but those that were let in."""
    connection.execute(_REMOVE_WAITING, {"center": center})


def show(connection: Connection, center: str, pairing: str, code: str) -> None:
    """From now on these digits can be typed."""
    connection.execute(_SHOW, {"center": center, "pairing": pairing, "digits": code})


def admit(connection: Connection, center: str, pairing: str) -> None:
    """Its digits were typed; the wrong ones before are forgotten."""
    connection.execute(_ADMIT, {"center": center, "pairing": pairing})
    connection.execute(_FORGIVE, {"center": center})


def give(connection: Connection, center: str, pairing: str) -> None:
    """Its token was made."""
    connection.execute(_GIVE, {"center": center, "pairing": pairing})


def count_wrong(connection: Connection, center: str) -> int:
    """One more wrong code; gives how many there were at the most since any that waits began."""
    connection.execute(_COUNT_WRONG, {"center": center})
    return connection.execute(_MOST_WRONG, {"center": center}).scalar() or 1
