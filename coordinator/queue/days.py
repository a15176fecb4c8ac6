"""The business day, and when numbers are issued.

A day is a key in the centre's time zone. It begins with the first command after `day_starts`, and no
closing time ends it: whoever holds a number is served.
"""

import math
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from config.settings import Hours

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def business_day(local_now: datetime, day_starts: time) -> date:
    """The day that a moment belongs to: before `day_starts` it is still the day before."""
    day = local_now.date()
    return day if local_now.time() >= day_starts else day - timedelta(days=1)


def running_day(by_clock: date, running: date | None, *, is_clock_synchronised: bool) -> date:
    """Which day a command falls on, also where the clock cannot be trusted.

    A Pi without a battery starts at the time it last saved. While nothing has set its clock and it stands
    before the running day, and so before what the database holds of that day, the running day goes on.
    """
    if running is not None and by_clock < running and not is_clock_synchronised:
        return running
    return by_clock


def is_issuing(hours: Iterable[Hours], local_now: datetime) -> bool:
    """Whether numbers are issued at this moment; without any hours they always are."""
    periods = list(hours)
    if not periods:
        return True
    weekday, moment = WEEKDAYS[local_now.weekday()], local_now.time()
    return any(
        weekday in period.days and time.fromisoformat(period.start) <= moment < time.fromisoformat(period.end)
        for period in periods
    )


def seconds_of_issuing(hours: Iterable[Hours], local_now: datetime) -> float:
    """For how long numbers are still issued today, a pause at noon included; endless without any hours."""
    periods = list(hours)
    if not periods:
        return math.inf
    weekday = WEEKDAYS[local_now.weekday()]
    ends = [time.fromisoformat(period.end) for period in periods if weekday in period.days]
    if not ends:
        return 0.0
    end = datetime.combine(local_now.date(), max(ends), local_now.tzinfo)
    return max(0.0, (end - local_now).total_seconds())
