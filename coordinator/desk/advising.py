"""What is advised for the rest of the day: how many counters, half hour by half hour, and which domains to share.

Made at most every minute, for whoever looks at it, and never on the way of a command: it takes a look of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from coordinator.desk.answers import waiting_by_domain
from coordinator.desk.foresight import Known
from coordinator.desk.kept import Kept
from coordinator.desk.transactions import Transactions
from coordinator.desk.usual_days import seconds_since_midnight
from coordinator.desk.work import Moment
from coordinator.queue.days import seconds_of_issuing
from coordinator.store import arrivals, counters, tickets
from forecast.advice import Advice, Demand, Promise, advise
from forecast.usual import HALF_HOUR, expected_arrivals
from runtime.clock import Clock

KEPT_SECONDS: Final = 60.0


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
        self._newest = Kept(lambda: transactions.look(_look), KEPT_SECONDS, transactions, clock)

    def advise(self) -> Guidance:
        """The newest advice, a minute old at the most, and of the settings in force."""
        return self._newest.get()


def _look(moment: Moment) -> Guidance:
    known, center = moment.foresight.know(moment), moment.centre.id
    since_midnight = seconds_since_midnight(moment.settings, moment.day, moment.now)
    desks = counters.all_of(moment.connection, center)
    came = arrivals.came(moment.connection, center, moment.day)
    return Guidance(
        at=moment.now.astimezone(moment.centre.zone),
        open=sum(desk.is_open for desk in desks) if moment.is_begun else 0,
        advice=advise(_demands(moment, known, came, since_midnight), len(desks), _promise(moment)),
        came=came,
        usual=known.usual.until(since_midnight) if known.usual.days else None,
    )


def _demands(moment: Moment, known: Known, came: int, since_midnight: float) -> list[Demand]:
    local_now = moment.now.astimezone(moment.centre.zone)
    coming = expected_arrivals(
        known.usual,
        came,
        known.rates,
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


def _promise(moment: Moment) -> Promise:
    target = moment.centre.settings.target
    return Promise(target.mean_minutes * 60, target.longest_minutes * 60, target.share)
