"""Counters: open or not, whose ticket is there, which domains they serve, and the calls they made.

What a counter serves comes from the settings until someone assigns otherwise; the assignment holds over
restarts, until the settings themselves say something new for that counter.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from config.settings import CounterTable
from coordinator.queue.takeback import LastCall
from coordinator.store.rows import CallRow, CounterRow
from coordinator.store.schema import calls, counters
from wire.messages import ButtonCondition

NEWEST_CALLS: Final = 20
_KEPT_TAKEBACKS: Final = 256
"""Each call has its own: more than the counters of the largest centre are kept for nobody."""

_c: Final = counters.c
_ALL: Final = select(counters).where(_c.center_id == bindparam("center")).order_by(_c.counter)
_ONE: Final = _ALL.where(_c.counter == bindparam("number"))
_MINE: Final = (_c.center_id == bindparam("center"), _c.counter == bindparam("number"))
_SEAT: Final = (
    update(counters)
    .where(*_MINE)
    .values(is_open=bindparam("is_open_now"), place=bindparam("at"), takeback=bindparam("last"))
)
_ASSIGN: Final = update(counters).where(*_MINE).values(domains=bindparam("own"), overflow=bindparam("over"))
_VACATE: Final = (
    update(counters)
    .where(_c.center_id == bindparam("center"))
    .values(is_open=False, place=None, takeback=None)
)
_SET_BUTTON: Final = update(counters).where(*_MINE).values(button=bindparam("condition"))
_ADD_CALL: Final = insert(calls)
_TAKE_BACK: Final = delete(calls).where(calls.c.seq >= bindparam("since"), calls.c.place == bindparam("at"))
_NEWEST: Final = (
    select(calls.c.seq, calls.c.label, calls.c.counter, calls.c.domain, calls.c.called_at, calls.c.times)
    .where(calls.c.center_id == bindparam("center"), calls.c.day == bindparam("day"))
    .order_by(calls.c.seq.desc())
    .limit(NEWEST_CALLS)
)


def configure(
    connection: Connection,
    center: str,
    tables: Iterable[CounterTable],
    domains: Collection[str] | None = None,
) -> None:
    """Make the rows that the settings name; a counter no longer named loses its row, not its history.

    `domains`: those that there are; what a counter was assigned beside them it serves no longer.
    """
    rows = {row.counter: row for row in connection.execute(_ALL, {"center": center})}
    wanted = {table.id: table for table in tables}
    for number, table in wanted.items():
        configured = json.dumps([table.domains, table.overflow])
        if number in rows and rows[number].configured == configured:
            continue
        values = {
            "domains": json.dumps(table.domains),
            "overflow": json.dumps(table.overflow),
            "configured": configured,
        }
        if number in rows:
            connection.execute(
                update(counters).where(_c.center_id == center, _c.counter == number).values(**values),
            )
        else:
            connection.execute(
                insert(counters).values(center_id=center, counter=number, is_open=False, **values)
            )
    for number in rows.keys() - wanted.keys():
        connection.execute(counters.delete().where(_c.center_id == center, _c.counter == number))
    if domains is not None:
        _forget_other_domains(connection, center, domains)


def _forget_other_domains(connection: Connection, center: str, known: Collection[str]) -> None:
    for desk in all_of(connection, center):
        own = [domain for domain in desk.domains if domain in known]
        over = [domain for domain in desk.overflow if domain in known]
        if (tuple(own), tuple(over)) != (desk.domains, desk.overflow):
            assign(connection, center, desk.counter, own, over)


def all_of(connection: Connection, center: str) -> list[CounterRow]:
    return [_counter(row) for row in connection.execute(_ALL, {"center": center})]


def one(connection: Connection, center: str, number: int) -> CounterRow | None:
    row = connection.execute(_ONE, {"center": center, "number": number}).one_or_none()
    return None if row is None else _counter(row)


def seat(
    connection: Connection,
    center: str,
    number: int,
    *,
    is_open: bool,
    place: int | None,
    last: LastCall | None = None,
) -> None:
    """Say whether a counter is open and whose ticket is there (null: nobody's).

    `last` is the call that did it, which may be taken back; without one there is nothing to take back any more.
    """
    takeback = None if last is None else msgspec.json.encode(last).decode()
    values = {"center": center, "number": number, "is_open_now": is_open, "at": place, "last": takeback}
    connection.execute(_SEAT, values)


def assign(connection: Connection, center: str, number: int, domains: list[str], overflow: list[str]) -> None:
    values = {"center": center, "number": number, "own": json.dumps(domains), "over": json.dumps(overflow)}
    connection.execute(_ASSIGN, values)


def vacate_all(connection: Connection, center: str) -> None:
    """Close every counter, with nobody there: a new day."""
    connection.execute(_VACATE, {"center": center})


def add_call(connection: Connection, center: str, day: str, place: int, call: CallRow) -> None:
    connection.execute(
        _ADD_CALL,
        {
            "seq": call.seq,
            "center_id": center,
            "day": day,
            "place": place,
            "label": call.label,
            "counter": call.counter,
            "domain": call.domain,
            "called_at": call.called_at,
            "times": call.times,
        },
    )


def take_calls_back(connection: Connection, place: int, since: int) -> None:
    """Forget a ticket's calls from a `seq` on, so that no board shows them any more; the audit keeps them."""
    connection.execute(_TAKE_BACK, {"at": place, "since": since})


def set_button(connection: Connection, center: str, number: int, condition: ButtonCondition) -> None:
    connection.execute(_SET_BUTTON, {"center": center, "number": number, "condition": condition})


def newest_calls(connection: Connection, center: str, day: str) -> list[CallRow]:
    """The day's last calls and recalls, newest first, `NEWEST_CALLS` at the most."""
    rows = connection.execute(_NEWEST, {"center": center, "day": day})
    return [CallRow(*row) for row in rows]


def _counter(row: Sequence[Any]) -> CounterRow:
    _center, number, is_open, place, domains, overflow, _configured, takeback, button = row
    return CounterRow(
        counter=number,
        is_open=bool(is_open),
        place=place,
        domains=_names(domains),
        overflow=_names(overflow),
        takeback=None if takeback is None else _last_call(takeback),
        button=button,
    )


@lru_cache(maxsize=_KEPT_TAKEBACKS)
def _last_call(text: str) -> LastCall:
    return msgspec.json.decode(text, type=LastCall)


@lru_cache(maxsize=1024)
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
