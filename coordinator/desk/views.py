"""What everyone may look at: the board and the centre, read in one consistent view of the store."""

from collections.abc import Callable
from typing import Final

from centers.description import describe_center
from coordinator.desk.answers import label_of, waiting_by_domain, waiting_for
from coordinator.desk.foresight import wait_message
from coordinator.desk.work import Moment
from coordinator.queue.printing import FRESH_MS
from coordinator.store import counters, help_calls, ledger, printing, tickets
from coordinator.store.rows import PrinterRow
from wire import messages as m

BOARD_GRAIN_SECONDS: Final = 30
"""Waits change with every second that passes; the board need not."""


def board(moment: Moment, is_heard: Callable[[str], bool]) -> m.Board:
    """The whole board. `is_heard`: whether a printer gave a sign of life of late; a silent one is off line.

    On a day that no command has begun yet nothing is left of the day before.
    """
    connection, center = moment.connection, moment.centre.id
    waiting = waiting_by_domain(tickets.count_lanes(connection, center, moment.day))
    return m.Board(
        seq=moment.seq_before,
        at=moment.now.astimezone(moment.centre.zone),
        center=center,
        calls=_calls(moment),
        counters=_counters(moment, waiting),
        domains=_domains(moment, waiting),
        printers=_printers(moment, is_heard),
        message=moment.before.message,
        help=[
            m.HelpCall(place=call.place, asked_at=moment.local(call.asked_at))
            for call in (help_calls.waiting(connection, center) if moment.is_begun else [])
        ],
        revision=moment.before.revision,
    )


def center(moment: Moment) -> m.Center:
    desks = counters.all_of(moment.connection, moment.centre.id)
    return describe_center(
        moment.settings,
        open_domains=_open_domains(moment),
        counters=[
            m.CenterCounter(id=desk.counter, domains=list(desk.domains), overflow=list(desk.overflow))
            for desk in desks
        ],
        revision=moment.before.revision,
    )


def board_domain(moment: Moment, domain: str) -> m.BoardDomain:
    """One domain of the board."""
    waiting = waiting_by_domain(tickets.count_lanes(moment.connection, moment.centre.id, moment.day))
    return next(one for one in _domains(moment, waiting) if one.id == domain)


def _calls(moment: Moment) -> list[m.Call]:
    rows = counters.newest_calls(moment.connection, moment.centre.id, moment.day)
    return [
        m.Call(
            seq=row.seq,
            number=row.label,
            counter=row.counter,
            domain=row.domain,
            called_at=moment.local(row.called_at),
            times=row.times,
        )
        for row in rows
    ]


def _counters(moment: Moment, waiting: dict[str, int]) -> list[m.BoardCounter]:
    found = []
    for desk in moment.desks:
        ticket = moment.at_desks.get(desk.place or 0)
        found.append(
            m.BoardCounter(
                id=desk.counter,
                open=desk.is_open,
                number=None if ticket is None else label_of(ticket),
                domain=None if ticket is None else ticket.domain,
                waiting=waiting_for(desk, waiting),
            )
        )
    return found


def _domains(moment: Moment, waiting: dict[str, int]) -> list[m.BoardDomain]:
    open_ids = _open_domains(moment)
    return [
        m.BoardDomain(
            id=domain.id,
            prefix=domain.prefix,
            open=domain.id in open_ids,
            waiting=waiting.get(domain.id, 0),
            estimated_wait_s=wait_message(moment.foretold.newcomer(domain.id), BOARD_GRAIN_SECONDS),
        )
        for domain in moment.centre.settings.domains
    ]


def _open_domains(moment: Moment) -> set[str]:
    if not moment.centre.is_issuing(moment.now):
        return set()
    closed = ledger.closed_domains(moment.connection, moment.centre.id, moment.day)
    return {domain for domain in moment.centre.domains if domain not in closed}


def _printers(moment: Moment, is_heard: Callable[[str], bool]) -> list[m.BoardPrinter]:
    connection, center = moment.connection, moment.centre.id
    queued = printing.count_claimable(connection, center, moment.now_ms - FRESH_MS, moment.now_ms)
    known = printing.all_printers(connection, center)
    unheard = {name: PrinterRow(name, False, "unknown", False, "") for name in queued if name not in known}
    return [
        m.BoardPrinter(
            name=row.printer,
            online=row.is_online and is_heard(row.printer),
            paper=row.paper,
            cover_open=row.is_cover_open,
            queued=queued.get(row.printer, 0),
        )
        for row in [*known.values(), *unheard.values()]
    ]
