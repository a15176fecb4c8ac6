"""Reports over any days: those that are over as they were summed up, the running one as it stands.

A day is summed up once, when the next one has begun; a step of the housekeeping does it. A report that is asked for
before reads the day's tickets itself.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import Connection

from coordinator.desk.work import Centre
from coordinator.queue.summary import Summary, summarise
from coordinator.queue.tally import Tally
from coordinator.store import days, ledger, summaries
from coordinator.store.database import Database


@dataclass
class Report:
    """`days`: each day's whole, oldest first; days on which nobody came are not among them."""

    since: date
    until: date
    total: Summary = field(default_factory=Summary)
    days: dict[str, Tally] = field(default_factory=dict)


def report(connection: Connection, centre: Centre, since: date, until: date) -> Report:
    """Both ends are of the range."""
    found = Report(since, until)
    first, last = since.isoformat(), until.isoformat()
    after = (until + timedelta(days=1)).isoformat()
    kept = summaries.within(connection, centre.id, first, last)
    missing = summaries.missing_within(connection, centre.id, first, after)
    fresh = ((day, sum_up(connection, centre, day)) for day in missing)
    for day, summary in chain(kept, fresh):
        found.total.add(summary)
        found.days[day] = summary.whole
    found.days = dict(sorted(found.days.items()))
    return found


def sum_up(connection: Connection, centre: Centre, day: str) -> Summary:
    """A day from its tickets and the audit."""
    came, happened = days.read_day(connection, centre.id, day)
    return summarise(came, happened, days.read_seats(connection, centre.id, day), centre.zone)


def sum_up_a_day(database: Database, centre: Centre) -> bool:
    """One step: the oldest day that is over and was not summed up yet; false where there is none.

    Read before the writing begins: no command waits for it.
    """
    with database.read() as connection:
        running = ledger.read_center(connection, centre.id).day
        day = None if running is None else summaries.first_missing(connection, centre.id, running)
        if day is None:
            return False
        summary = sum_up(connection, centre, day)
    with database.write(centre.id) as connection:
        if summaries.first_missing(connection, centre.id, after(day)) == day:
            summaries.keep(connection, centre.id, day, summary)
    return True


def after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
