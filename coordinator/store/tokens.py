"""Device tokens. Only their SHA-256 is kept: they are random, so a slow hash would protect nothing more."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from coordinator.store.database import Database
from coordinator.store.rows import TokenRow
from coordinator.store.schema import tokens
from wire.messages import Role

TOKEN_BYTES: Final = 32

_FIND: Final = select(tokens.c.name, tokens.c.role).where(
    tokens.c.center_id == bindparam("center"),
    tokens.c.hash == bindparam("hash"),
    tokens.c.revoked_at.is_(None),
)


class NameTakenError(ValueError):
    """A token of this name holds already."""


class Tokens:
    """One centre's device tokens."""

    def __init__(self, database: Database, center_id: str) -> None:
        self._database = database
        self._center = center_id

    def create(self, role: Role, name: str, now: datetime) -> str:
        """Make a token and give it, once; `NameTakenError` where one of this name holds already."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        mine = (tokens.c.center_id == self._center, tokens.c.name == name)
        with self._database.write() as connection:
            if connection.execute(select(tokens.c.name).where(*mine, tokens.c.revoked_at.is_(None))).first():
                raise NameTakenError(
                    f"a token named {name!r} holds already: revoke it, or choose another name"
                )
            connection.execute(delete(tokens).where(*mine))
            values = {"center_id": self._center, "name": name, "role": role, "hash": _hash(token)}
            connection.execute(insert(tokens), {**values, "created_at": _milliseconds(now)})
        return token

    def list(self) -> list[TokenRow]:
        """Every token ever made, oldest first, revoked ones too."""
        columns = (tokens.c.name, tokens.c.role, tokens.c.created_at, tokens.c.revoked_at)
        statement = select(*columns).where(tokens.c.center_id == self._center).order_by(tokens.c.created_at)
        with self._database.read() as connection:
            return [TokenRow(*row) for row in connection.execute(statement)]

    def revoke(self, name: str, now: datetime) -> bool:
        """End a token at once; false where no valid one has this name."""
        mine = (tokens.c.center_id == self._center, tokens.c.name == name, tokens.c.revoked_at.is_(None))
        with self._database.write() as connection:
            result = connection.execute(update(tokens).where(*mine).values(revoked_at=_milliseconds(now)))
        return result.rowcount == 1

    def find(self, token: str) -> tuple[Role, str] | None:
        """The role and name behind a token that holds; null otherwise."""
        with self._database.read() as connection:
            row = connection.execute(_FIND, {"center": self._center, "hash": _hash(token)}).one_or_none()
        return None if row is None else (row.role, row.name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
