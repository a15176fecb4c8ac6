"""Whether a database is a later state of a copy: only then does it know every number that was given since.

It is told by the audit, in which each action leaves a line and no line is ever changed. A new card has an audit of its
own, and what a restore could not know is written there too, so that doing it twice makes nothing known.
"""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

RESTORED: Final = "database.restored"
_NEWEST: Final = "SELECT seq, at, actor, action, detail FROM audit ORDER BY seq DESC LIMIT 1"
_AT_OR_AFTER: Final = "SELECT seq, at, actor, action, detail FROM audit WHERE seq >= ? ORDER BY seq LIMIT 1"
_RESTORES: Final = "SELECT detail FROM audit WHERE seq > ? AND action = ? AND day >= ?"


@dataclass(frozen=True)
class Line:
    """A line of the audit; `at` in milliseconds."""

    seq: int
    at: int
    actor: str
    action: str
    detail: str


def newest_line(connection: sqlite3.Connection) -> Line | None:
    return _line(connection, _NEWEST)


def knows_all_since(line: Line | None, connection: sqlite3.Connection, day: str) -> bool:
    """Whether a database knows each number of `day` that was given after the newest line of a copy."""
    if line is None:
        return False
    found = _line(connection, _AT_OR_AFTER, line.seq)
    if found is None:
        return False
    # An older copy was put back over a later state of this one, which counted on from there.
    is_bridged = found.seq > line.seq and found.action == RESTORED and _knew(found.detail)
    restores = connection.execute(_RESTORES, (line.seq, RESTORED, day))
    return (found == line or is_bridged) and all(_knew(detail) for (detail,) in restores)


def restored_detail(*, knows_numbers: bool) -> str:
    """What the line of a restore says of itself."""
    return json.dumps({"knows_numbers": knows_numbers})


def _knew(detail: str) -> bool:
    """Those of earlier versions did not say."""
    return bool(json.loads(detail or "{}").get("knows_numbers"))


def _line(connection: sqlite3.Connection, statement: str, *values: object) -> Line | None:
    row = connection.execute(statement, values).fetchone()
    return None if row is None else Line(*row)
