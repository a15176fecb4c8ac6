"""How many usually come on such a weekday: the mean of the last few that had any numbers."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.settings import Settings
from coordinator.store import arrivals
from forecast.usual import UsualDay, mean_day

WEEKS_BACK: Final = 8
USUAL_DAYS: Final = 4
"""So many of the last days of the same weekday say what is usual."""


def usual_day(connection: Connection, settings: Settings, day: str) -> UsualDay:
    """What is usual on the weekday of `day`; nothing is known where none of the last ones had numbers."""
    center, today = settings.center.id, date.fromisoformat(day)
    candidates = [(today - timedelta(weeks=week)).isoformat() for week in range(1, WEEKS_BACK + 1)]
    days = arrivals.days_with_numbers(connection, center, candidates)[:USUAL_DAYS]
    return mean_day([_arrivals(connection, settings, one) for one in days])


def seconds_since_midnight(settings: Settings, day: str, now: datetime) -> float:
    """Since the midnight with which a business day's date began."""
    return now.timestamp() - _midnight(settings, day)


def _arrivals(connection: Connection, settings: Settings, day: str) -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, float]] = defaultdict(dict)
    midnight_ms = round(_midnight(settings, day) * 1000)
    for domain, slot, people in arrivals.by_half_hour(connection, settings.center.id, day, midnight_ms):
        found[domain][slot] = people
    return found


def _midnight(settings: Settings, day: str) -> float:
    zone = ZoneInfo(settings.center.timezone)
    return datetime.combine(date.fromisoformat(day), time.min, zone).timestamp()
