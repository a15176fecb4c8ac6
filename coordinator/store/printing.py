"""Print jobs, durable until printed or given up, and what the printers said of themselves."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, func, insert, or_, select, update

from coordinator.store.rows import PrinterRow, PrintJobRow
from coordinator.store.schema import print_jobs, printers
from coordinator.store.upserts import upserts

_c: Final = print_jobs.c
_ADD: Final = insert(print_jobs).returning(_c.seq)
_PENDING: Final = (
    select(print_jobs).where(_c.center_id == bindparam("center"), _c.is_pending).order_by(_c.seq)
)
_COUNT_CLAIMABLE: Final = (
    select(_c.printer, func.count().label("jobs"))
    .where(
        _c.center_id == bindparam("center"),
        _c.is_pending,
        _c.queued_at >= bindparam("since"),
        or_(
            _c.state == "queued",
            and_(_c.state == "claimed", _c.lease_until <= bindparam("now")),
            and_(_c.state == "failed", _c.retry_at <= bindparam("now")),
        ),
    )
    .group_by(_c.printer)
)
_BY_ID: Final = select(print_jobs).where(_c.center_id == bindparam("center"), _c.id == bindparam("id"))
_NEWEST_OF_TICKET: Final = (
    select(print_jobs).where(_c.place == bindparam("place")).order_by(_c.seq.desc()).limit(1)
)
_OF_TICKETS: Final = (
    select(print_jobs).where(_c.place.in_(bindparam("places", expanding=True))).order_by(_c.seq)
)
_CHANGING: Final = (
    "is_copy",
    "state",
    "is_pending",
    "may_have_printed",
    "lease_until",
    "retry_at",
    "ended_at",
    "reason",
)
_SAVE: Final = (
    update(print_jobs)
    .where(_c.seq == bindparam("job"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)

_ALL_PRINTERS: Final = (
    select(printers).where(printers.c.center_id == bindparam("center")).order_by(printers.c.printer)
)
_SAVE_PRINTER: Final = upserts(
    printers,
    keys=("center_id", "printer"),
    changes=("is_online", "paper", "is_cover_open", "detail", "changed_at"),
)
_GIVEN_UP: Final = {
    "state": "failed",
    "is_pending": False,
    "retry_at": None,
    "ended_at": bindparam("new_ended_at"),
}
_GIVE_UP: Final = (
    update(print_jobs)
    .where(_c.place == bindparam("at"), _c.is_pending, _c.state != "claimed")
    .values(**_GIVEN_UP, reason=bindparam("new_reason"))
)
_GIVE_UP_STALE: Final = (
    update(print_jobs)
    .where(
        _c.center_id == bindparam("center"),
        _c.is_pending,
        _c.queued_at < bindparam("before"),
        or_(_c.lease_until.is_(None), _c.lease_until <= bindparam("now")),
    )
    .values(**_GIVEN_UP)
)
# What lies further ahead than it ever may was written by a clock that has been set back since.
_LATEST: Final = {"queued_at": "now", "lease_until": "lease_end", "retry_at": "rest_end"}
_BRING_BACK: Final = (
    update(print_jobs)
    .where(
        _c.center_id == bindparam("center"),
        _c.is_pending,
        or_(*(_c[name] > bindparam(latest) for name, latest in _LATEST.items())),
    )
    .values(
        {
            name: case((_c[name] > bindparam(latest), bindparam(latest)), else_=_c[name])
            for name, latest in _LATEST.items()
        }
    )
)
_CARRY: Final = (
    update(print_jobs)
    .where(_c.center_id == bindparam("center"), _c.is_pending, _c.queued_at <= bindparam("until"))
    .values({name: _c[name] + bindparam("leap") for name in _LATEST})
)


def add_job(connection: Connection, values: dict[str, Any]) -> PrintJobRow:
    """Queue a job: `center_id`, `id`, `printer`, `place`, `is_copy`, `queued_at`."""
    blank = {
        "state": "queued",
        "is_pending": True,
        "may_have_printed": False,
        "lease_until": None,
        "retry_at": None,
        "ended_at": None,
        "reason": "",
    }
    seq = connection.execute(_ADD, {**blank, **values}).scalar_one()
    return PrintJobRow(seq=seq, **{**blank, **values})


def pending(connection: Connection, center: str) -> list[PrintJobRow]:
    """Jobs not yet printed or given up, oldest first: few, as those that grew too old are given up."""
    return [PrintJobRow(*row) for row in connection.execute(_PENDING, {"center": center})]


def count_claimable(connection: Connection, center: str, since: int, now: int) -> dict[str, int]:
    """By printer, how many jobs queued at `since` or later a claim would find now (`queue.printing.is_claimable`)."""
    rows = connection.execute(_COUNT_CLAIMABLE, {"center": center, "since": since, "now": now})
    return {row.printer: row.jobs for row in rows}


def job_by_id(connection: Connection, center: str, job: str) -> PrintJobRow | None:
    row = connection.execute(_BY_ID, {"center": center, "id": job}).one_or_none()
    return None if row is None else PrintJobRow(*row)


def newest_job(connection: Connection, place: int) -> PrintJobRow | None:
    """The last job of a ticket; null where it was never to be printed."""
    row = connection.execute(_NEWEST_OF_TICKET, {"place": place}).one_or_none()
    return None if row is None else PrintJobRow(*row)


def newest_jobs(connection: Connection, places: Collection[int]) -> dict[int, PrintJobRow]:
    """The last job of each of these tickets that has one, by the ticket's place."""
    if not places:
        return {}
    rows = (PrintJobRow(*row) for row in connection.execute(_OF_TICKETS, {"places": list(places)}))
    return {job.place: job for job in rows if job.place is not None}


def save_job(connection: Connection, job: PrintJobRow) -> None:
    values = asdict(job)
    connection.execute(_SAVE, {"job": job.seq, **{f"new_{name}": values[name] for name in _CHANGING}})


def give_up(connection: Connection, place: int, now: int, reason: str) -> None:
    """Print no more of a ticket; a job that an agent has in hand is left to it."""
    connection.execute(_GIVE_UP, {"at": place, "new_ended_at": now, "new_reason": reason})


def bring_back(connection: Connection, center: str, now: int, lease_end: int, rest_end: int) -> None:
    """After the clock was set back: no pending job was queued later than `now`, no lease or rest that begins now ends
    later than `lease_end` and `rest_end`. Else they would wait for hours, or be printed hours later.
    """
    values = {"center": center, "now": now, "lease_end": lease_end, "rest_end": rest_end}
    connection.execute(_BRING_BACK, values)


def carry_along(connection: Connection, center: str, until: int, leap: int) -> None:
    """After the clock was set ahead by `leap`: let the times of pending jobs, queued at `until` or sooner, be of
    the new clock.
    """
    connection.execute(_CARRY, {"center": center, "until": until, "leap": leap})


def give_up_stale(connection: Connection, center: str, now: int, before: int) -> None:
    """End the jobs that were queued before `before` and are not in anyone's hand."""
    connection.execute(_GIVE_UP_STALE, {"center": center, "now": now, "before": before, "new_ended_at": now})


def all_printers(connection: Connection, center: str) -> dict[str, PrinterRow]:
    return {
        row.printer: PrinterRow(
            row.printer, bool(row.is_online), row.paper, bool(row.is_cover_open), row.detail
        )
        for row in connection.execute(_ALL_PRINTERS, {"center": center})
    }


def save_printer(connection: Connection, center: str, printer: PrinterRow, now: int) -> None:
    """Keep what a printer says now; the first word of an unknown one makes its row."""
    values = {
        "center_id": center,
        "printer": printer.printer,
        "is_online": printer.is_online,
        "paper": printer.paper,
        "is_cover_open": printer.is_cover_open,
        "detail": printer.detail,
        "changed_at": now,
    }
    connection.execute(_SAVE_PRINTER[connection.dialect.name], values)
