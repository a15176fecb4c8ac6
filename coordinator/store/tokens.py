"""Device tokens. Only their SHA-256 is kept: they are random, so a slow hash would protect nothing more."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from coordinator.store import ledger
from coordinator.store.database import Database
from coordinator.store.rows import TokenRow
from coordinator.store.schema import tokens
from wire.messages import Role

TOKEN_BYTES: Final = 32
OPERATOR: Final = "operator"
"""Who makes and revokes tokens, as the audit names the actor: a command at the machine, not a device."""

_FIND: Final = select(tokens.c.name, tokens.c.role).where(
    tokens.c.center_id == bindparam("center"),
    tokens.c.hash == bindparam("hash"),
    tokens.c.revoked_at.is_(None),
)


class NameTakenError(ValueError):
    """A token of this name holds already."""


class Tokens:
    """One centre's device tokens. `day` is the business day of the audit's line."""

    def __init__(self, database: Database, center_id: str) -> None:
        self._database = database
        self._center = center_id

    def create(
        self, role: Role, name: str, now: datetime, day: str, actor: str = OPERATOR, token: str = ""
    ) -> str:
        """Make a token, or let `token` be one, and give it, once; `NameTakenError` where one of this name holds."""
        token = token or secrets.token_urlsafe(TOKEN_BYTES)
        mine = (tokens.c.center_id == self._center, tokens.c.name == name)
        with self._database.write(self._center) as connection:
            if connection.execute(select(tokens.c.name).where(*mine, tokens.c.revoked_at.is_(None))).first():
                raise NameTakenError(
                    f"a token named {name!r} holds already: revoke it, or choose another name"
                )
            connection.execute(delete(tokens).where(*mine))
            values = {"center_id": self._center, "name": name, "role": role, "hash": _hash(token)}
            connection.execute(insert(tokens), {**values, "created_at": _milliseconds(now)})
            self._audit(connection, "token.made", now, day, actor, name=name, role=role)
        return token

    def list(self) -> list[TokenRow]:
        """Every token ever made, oldest first, revoked ones too."""
        columns = (tokens.c.name, tokens.c.role, tokens.c.created_at, tokens.c.revoked_at)
        statement = select(*columns).where(tokens.c.center_id == self._center).order_by(tokens.c.created_at)
        with self._database.read() as connection:
            return [TokenRow(*row) for row in connection.execute(statement)]

    def revoke(self, name: str, now: datetime, day: str, actor: str = OPERATOR) -> bool:
        """End a token at once; false where no valid one has this name."""
        mine = (tokens.c.center_id == self._center, tokens.c.name == name, tokens.c.revoked_at.is_(None))
        with self._database.write(self._center) as connection:
            result = connection.execute(update(tokens).where(*mine).values(revoked_at=_milliseconds(now)))
            if result.rowcount != 1:
                return False
            self._audit(connection, "token.revoked", now, day, actor, name=name)
        return True

    def find(self, token: str) -> tuple[Role, str] | None:
        """The role and name behind a token that holds; null otherwise."""
        with self._database.read() as connection:
            row = connection.execute(_FIND, {"center": self._center, "hash": _hash(token)}).one_or_none()
        return None if row is None else (row.role, row.name)

    def _audit(
        self, connection: Connection, action: str, now: datetime, day: str, actor: str, **detail: str
    ) -> None:
        ledger.write_audit(
            connection,
            {
                "center_id": self._center,
                "day": day,
                "at": _milliseconds(now),
                "actor": actor,
                "action": action,
                "detail": json.dumps(detail),
            },
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
