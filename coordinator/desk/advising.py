"""What is advised for the rest of the day: how many counters, half hour by half hour, and which domains to share.

Made at most every minute, for whoever looks at it, and never on the way of a command: it takes a look of its own.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from config import Settings
from coordinator.desk.answers import waiting_by_domain
from coordinator.desk.transactions import Transactions
from coordinator.desk.work import Moment
from coordinator.queue.days import seconds_of_issuing
from coordinator.queue.usual import HALF_HOUR, UsualDay, expected_arrivals
from coordinator.store import arrivals, counters, tickets
from forecast.advice import Advice, Demand, Promise, advise
from runtime.clock import Clock

KEPT_SECONDS: Final = 60.0
WEEKS_BACK: Final = 8
USUAL_DAYS: Final = 4
"""So many of the last days of the same weekday say what is usual."""


@dataclass(frozen=True)
class Guidance:
    """`advice` begins at `at`, a half hour in each of its slots. `open`: counters that are open then.

    `usual`: how many usually have come by then; null where nothing is known of such days.
    """

    at: datetime
    open: int
    advice: Advice
    came: int
    usual: float | None

    @property
    def now(self) -> int:
        """Counters for this half hour."""
        return next(iter(self.advice.totals), 0)

    @property
    def peak_at(self) -> datetime:
        """When the half hour that takes most counters begins."""
        totals = self.advice.totals
        slot = totals.index(max(totals)) if totals else 0
        return self.at + timedelta(seconds=slot * HALF_HOUR)

    @property
    def shared(self) -> list[tuple[str, ...]]:
        """Domains that had better share their counters."""
        return [group.domains for group in self.advice.groups if len(group.domains) > 1]


class Adviser:
    """Thread-safe; one for the life of the process. Raises `StoreError`."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self._turn = threading.Lock()
        self._kept: tuple[float, Settings, Guidance] | None = None
        self._usual: tuple[str, UsualDay] | None = None

    def advise(self) -> Guidance:
        """The newest advice, a minute old at the most, and of the settings in force."""
        with self._turn:
            now, settings = self._clock.monotonic(), self._transactions.settings
            if self._kept is None or now - self._kept[0] >= KEPT_SECONDS or self._kept[1] is not settings:
                self._kept = (now, *self._transactions.look(self._look))
            return self._kept[2]

    def usual(self, moment: Moment) -> UsualDay:
        """What is usual on such a weekday; read once a day."""
        if self._usual is None or self._usual[0] != moment.day:
            self._usual = (moment.day, _usual_day(moment))
        return self._usual[1]

    def _look(self, moment: Moment) -> tuple[Settings, Guidance]:
        usual, center = self.usual(moment), moment.centre.id
        since_midnight = moment.now.timestamp() - _midnight(moment, moment.day).timestamp()
        desks = counters.all_of(moment.connection, center)
        came = arrivals.came(moment.connection, center, moment.day)
        advice = advise(_demands(moment, usual, came, since_midnight), len(desks), _promise(moment))
        return moment.settings, Guidance(
            at=moment.now.astimezone(moment.centre.zone),
            open=sum(desk.is_open for desk in desks) if moment.is_begun else 0,
            advice=advice,
            came=came,
            usual=usual.until(since_midnight) if usual.days else None,
        )


def _demands(moment: Moment, usual: UsualDay, came: int, since_midnight: float) -> list[Demand]:
    known = moment.foresight.know(moment)
    local_now = moment.now.astimezone(moment.centre.zone)
    coming = expected_arrivals(
        usual,
        came,
        _rates(known.ordinary, known.priority),
        since_midnight,
        seconds_of_issuing(moment.centre.settings.center.hours, local_now),
    )
    slots = max(map(len, coming.values()), default=0)
    waiting = waiting_by_domain(tickets.count_lanes(moment.connection, moment.centre.id, moment.day))
    return [
        Demand(
            domain=domain,
            arrivals=coming.get(domain, ()) if slots else (0.0,),
            service=known.means[domain],
            waiting=waiting.get(domain, 0),
            variation=known.variation,
        )
        for domain in moment.centre.domains
    ]


def _rates(*parts: Mapping[str, float]) -> dict[str, float]:
    domains = {domain for part in parts for domain in part}
    return {domain: sum(part.get(domain, 0.0) for part in parts) for domain in domains}


def _promise(moment: Moment) -> Promise:
    target = moment.centre.settings.target
    return Promise(target.mean_minutes * 60, target.longest_minutes * 60, target.share)


def _usual_day(moment: Moment) -> UsualDay:
    center, today = moment.centre.id, date.fromisoformat(moment.day)
    candidates = [(today - timedelta(weeks=week)).isoformat() for week in range(1, WEEKS_BACK + 1)]
    days = arrivals.days_with_numbers(moment.connection, center, candidates)[:USUAL_DAYS]
    found: dict[str, dict[int, float]] = {}
    for day in days:
        midnight_ms = round(_midnight(moment, day).timestamp() * 1000)
        for domain, slot, people in arrivals.by_half_hour(moment.connection, center, day, midnight_ms):
            slots = found.setdefault(domain, {})
            slots[slot] = slots.get(slot, 0.0) + people / len(days)
    return UsualDay(len(days), found)


def _midnight(moment: Moment, day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, moment.centre.zone)
