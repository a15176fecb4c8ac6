"""What is older than the settings want kept: summed up, then removed, one small transaction after another."""

from datetime import date, timedelta

from sqlalchemy import Connection

from coordinator.desk.work import Centre
from coordinator.queue.figures import DayFigures, sum_up
from coordinator.store import ledger, retention
from coordinator.store.days import read_day
from runtime.clock import Clock


def forget_a_little(connection: Connection, centre: Centre, clock: Clock) -> bool:
    """One step, within the caller's transaction; false where nothing is left to forget.

    No clock that stands in the wrong year makes records old: where the days of the records themselves have not come
    so far, those count.
    """
    row = ledger.read_center(connection, centre.id)
    if row.day is None:
        return False
    newest = min(centre.day_of(clock.now()).isoformat(), row.day)
    before = (date.fromisoformat(newest) - timedelta(days=centre.settings.coordinator.keep_days)).isoformat()
    day = retention.oldest_day(connection, centre.id, before)
    if day is None:
        return retention.remove_audit(connection, centre.id) > 0
    if retention.figures_of(connection, centre.id, day) is None:
        retention.keep_figures(connection, centre.id, day, _figures(connection, centre, day))
    return retention.remove_tickets(connection, centre.id, day) > 0


def _figures(connection: Connection, centre: Centre, day: str) -> DayFigures:
    came, happened = read_day(connection, centre.id, day)
    return sum_up(
        came,
        happened,
        domains=[domain.id for domain in centre.settings.domains],
        counters=[counter.id for counter in centre.settings.counters],
        zone=centre.zone,
    )
