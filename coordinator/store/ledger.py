"""The centre's own row, the audit of every action, and the answers kept for repeated requests.

The audit's last number is the board's `seq`: whatever changes leaves a line there, and it never goes back.
"""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from coordinator.store.rows import ReplyRow
from coordinator.store.schema import audit, centers, domains, lanes, replies
from coordinator.store.upserts import inserts_of_new, upserts

_APPEND: Final = insert(audit).returning(audit.c.seq)
_NEWEST_SEQ: Final = (
    select(audit.c.seq)
    .where(audit.c.center_id == bindparam("center"))
    .order_by(audit.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_NEWEST_AT: Final = (
    select(audit.c.at).where(audit.c.center_id == bindparam("center")).order_by(audit.c.seq.desc()).limit(1)
)
_CENTER: Final = select(
    centers.c.day,
    centers.c.message,
    centers.c.revision,
    _NEWEST_SEQ.label("seq"),
).where(centers.c.center_id == bindparam("center"))
# The answer that a key had comes along: one statement less in every command.
_CENTER_AND_REPLY: Final = _CENTER.add_columns(
    replies.c.fingerprint, replies.c.status, replies.c.body
).outerjoin_from(
    centers,
    replies,
    (replies.c.center_id == centers.c.center_id)
    & (replies.c.actor == bindparam("actor"))
    & (replies.c.key == bindparam("key")),
)
_ENSURE: Final = inserts_of_new(centers)
_KEEP: Final = insert(replies)
_RUNS: Final = select(lanes.c.domain, lanes.c.run).where(lanes.c.center_id == bindparam("center"))
_SAVE_RUN: Final = upserts(lanes, keys=("center_id", "domain"), changes=("run",))
_CLOSED: Final = select(domains.c.domain).where(
    domains.c.center_id == bindparam("center"), domains.c.closed_on == bindparam("day")
)
_SET_CLOSED: Final = upserts(domains, keys=("center_id", "domain"), changes=("closed_on",))


@dataclass(frozen=True)
class CenterRow:
    """`day` is null before the first day ever; `seq` is the newest audit line's number, 0 without.

    `revision` counts the changes of the settings in force.
    """

    day: str | None
    message: str
    seq: int
    revision: int = 0


def ensure_center(connection: Connection, center: str) -> None:
    connection.execute(_ENSURE[connection.dialect.name], {"center_id": center})


def read_center(connection: Connection, center: str) -> CenterRow:
    row = connection.execute(_CENTER, {"center": center}).one()
    return CenterRow(row.day, row.message, row.seq or 0, row.revision)


def set_day(connection: Connection, center: str, day: str) -> None:
    connection.execute(update(centers).where(centers.c.center_id == center).values(day=day))


def set_message(connection: Connection, center: str, message: str) -> None:
    connection.execute(update(centers).where(centers.c.center_id == center).values(message=message))


def read_settings(connection: Connection, center: str) -> str | None:
    """The settings in force as they were kept; null before any were."""
    query = select(centers.c.settings).where(centers.c.center_id == center)
    text: str | None = connection.execute(query).scalar_one()
    return text


def save_settings(connection: Connection, center: str, text: str, revision: int) -> None:
    change = update(centers).where(centers.c.center_id == center)
    connection.execute(change.values(settings=text, revision=revision))


def write_audit(connection: Connection, values: dict[str, Any]) -> int:
    """Append a line (`center_id`, `day`, `at`, `actor`, `action`, what it was about); gives its number."""
    return int(connection.execute(_APPEND, values).scalar_one())


def read_center_and_reply(
    connection: Connection, center: str, actor: str, key: str
) -> tuple[CenterRow, ReplyRow | None]:
    """The centre's row, and the answer that this actor's key had, if it had one."""
    row = connection.execute(_CENTER_AND_REPLY, {"center": center, "actor": actor, "key": key}).one()
    reply = None if row.fingerprint is None else ReplyRow(row.fingerprint, row.status, row.body)
    return CenterRow(row.day, row.message, row.seq or 0, row.revision), reply


def keep_reply(connection: Connection, values: dict[str, Any]) -> None:
    connection.execute(_KEEP, values)


def prove(connection: Connection, center: str, now_ms: int) -> None:
    """Write something and take it away again: what reading alone does not show is whether that can be done."""
    key = secrets.token_hex(16)
    proof = {"center_id": center, "actor": "vigil", "key": key, "fingerprint": "", "status": 0, "body": ""}
    connection.execute(_KEEP, {**proof, "replied_at": now_ms})
    connection.execute(delete(replies).where(replies.c.center_id == center, replies.c.key == key))


def forget_replies(connection: Connection, center: str, now: int, keep_ms: int) -> None:
    """Those older than `keep_ms`. No clock that jumps ahead makes answers old that were given a moment ago: where the
    newest line of the audit has not come so far, its time counts.
    """
    newest: int | None = connection.execute(_NEWEST_AT, {"center": center}).scalar()
    before = min(now, now if newest is None else newest) - keep_ms
    connection.execute(delete(replies).where(replies.c.center_id == center, replies.c.replied_at < before))


def runs(connection: Connection, center: str) -> dict[str, int]:
    """The length of each domain's priority run now."""
    return {row.domain: row.run for row in connection.execute(_RUNS, {"center": center})}


def save_run(connection: Connection, center: str, domain: str, run: int) -> None:
    values = {"center_id": center, "domain": domain, "run": run}
    connection.execute(_SAVE_RUN[connection.dialect.name], values)


def forget_runs(connection: Connection, center: str) -> None:
    connection.execute(delete(lanes).where(lanes.c.center_id == center))


def closed_domains(connection: Connection, center: str, day: str) -> set[str]:
    """Domains that stopped issuing numbers on this day; another day they are open again."""
    return set(connection.execute(_CLOSED, {"center": center, "day": day}).scalars())


def set_closed_on(connection: Connection, center: str, domain: str, day: str | None) -> None:
    values = {"center_id": center, "domain": domain, "closed_on": day}
    connection.execute(_SET_CLOSED[connection.dialect.name], values)
