"""How today goes, for whoever leads the centre: what has come and waited so far, and what is advised.

The figures are made at most every few seconds and only while somebody asks for them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from coordinator.desk import reporting
from coordinator.desk.advising import Adviser, Guidance
from coordinator.desk.kept import Kept
from coordinator.desk.transactions import Transactions
from coordinator.desk.work import Moment
from coordinator.queue.summary import Summary
from coordinator.store import counters, tickets
from runtime.clock import Clock
from wire.messages import ButtonCondition

KEPT_SECONDS: Final = 15.0


@dataclass(frozen=True)
class Today:
    """`longest_s`: for how long the one who waits longest has waited; null where nobody does.

    `buttons`: the condition of those counters' buttons that do not work.
    """

    day: date
    figures: Summary
    longest_s: float | None
    buttons: dict[int, ButtonCondition]
    guidance: Guidance


class Overview:
    """Thread-safe; one for the life of the process. Raises `StoreError`."""

    def __init__(self, transactions: Transactions, adviser: Adviser, clock: Clock) -> None:
        self._transactions = transactions
        self._adviser = adviser
        self._newest = Kept(self._make, KEPT_SECONDS, transactions, clock)

    def today(self) -> Today:
        """As it was some seconds ago at the most; its advice is a minute old at the most."""
        return self._newest.get()

    def _make(self) -> Today:
        guidance = self._adviser.advise()
        return self._transactions.look(lambda moment: _look(moment, guidance))


def _look(moment: Moment, guidance: Guidance) -> Today:
    connection, center = moment.connection, moment.centre.id
    since = tickets.waiting_since(connection, center, moment.day)
    desks = counters.all_of(connection, center)
    return Today(
        day=date.fromisoformat(moment.day),
        figures=reporting.sum_up(connection, moment.centre, moment.day),
        longest_s=None if since is None else max(0, moment.now_ms - since) / 1000,
        buttons={desk.counter: desk.button for desk in desks if desk.button != "ok"},
        guidance=guidance,
    )
