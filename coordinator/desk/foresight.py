"""The waits that people are told: the newest forecast, made anew when the lobby has changed.

The experience of the day is kept in memory and grows by what the audit has gained; after a restart it is
read again from there. A forecast is cheap, but in a storm of commands an old one serves for a moment.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.settings import Settings
from coordinator.desk.usual_days import seconds_since_midnight, usual_day
from coordinator.queue.days import seconds_of_issuing
from coordinator.store import experience, tickets
from coordinator.store.rows import CounterRow, LessonRow, TicketRow
from forecast.calibration import Calibration
from forecast.experience import Experience, Happening, What
from forecast.usual import HALF_HOUR, UsualDay, half_hours_ahead
from forecast.waits import Coming, Desk, Expected, Forecast, Scene, foresee
from wire.messages import Wait

MOST_PLAYED: Final = 400
"""So many who wait are played forward; for those behind them, the pace of the line is carried on."""
CROWD: Final = 60
"""From so many on a forecast that is a moment old is good enough."""
REMADE_SECONDS: Final = 10.0
"""Time passes for everyone who waits, also where nothing happens."""
_MOMENT_SECONDS: Final = 1.0
_LONGEST_STAY_MS: Final = 2 * 3600 * 1000
_PRIOR_PEOPLE: Final = 40.0
"""What the configured mean stay weighs beside those of earlier days."""

_WHAT: Final[Mapping[str, What]] = {
    "ticket.issued": "issued",
    "ticket.called": "called",
    "ticket.served": "left",
    "ticket.no_show": "left",
    "ticket.held": "left",
    "ticket.transferred": "left",
    "ticket.cancelled": "undone",
    "ticket.taken_back": "undone",
}


@dataclass(frozen=True)
class Foretold:
    """The waits as they were foretold when the board's `seq` was this; `made_at` on the monotonic clock.

    They hold until the line has changed: papers that are printed meanwhile leave everyone's wait as it was.
    """

    seq: int
    made_at: float
    crowd: int
    ordinary: Forecast
    ahead: Callable[[], Forecast]
    """The same lobby without those who have no priority, who wait behind; asked for by few."""

    def newcomer(self, domain: str, *, is_priority: bool = False) -> Expected | None:
        """What one who comes now would wait; null while no open counter serves the domain."""
        return (self.ahead() if is_priority else self.ordinary).newcomers.get(domain)

    def ticket(self, row: TicketRow) -> Expected | None:
        """What one who waits has still to wait."""
        found = self.ordinary.tickets.get(row.place)
        return found or self.newcomer(row.domain, is_priority=row.is_priority)


@dataclass(frozen=True)
class Known:
    """What the day has taught: the mean stay by domain, seconds, how irregular stays are, and who comes of late, people
    a second by domain. `usual`: how many come on such a weekday.
    """

    means: Mapping[str, float]
    variation: float
    rates: Mapping[str, float]
    usual: UsualDay


class View(Protocol):
    """What is looked at; `coordinator.desk.work.Moment` is one."""

    @property
    def connection(self) -> Connection: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def now(self) -> datetime: ...

    @property
    def day(self) -> str: ...

    @property
    def seq_before(self) -> int: ...

    @property
    def desks(self) -> Sequence[CounterRow]: ...

    @property
    def at_desks(self) -> Mapping[int, TicketRow]: ...

    @property
    def runs(self) -> Mapping[str, int]: ...

    @property
    def is_begun(self) -> bool: ...


@dataclass
class _Day:
    """What one business day has taught; `learnt` is the audit's last line that was taken in.

    `settings` are those that its usual stays are of; `usual` is how many come on such a weekday.
    """

    day: str
    settings: Settings
    experience: Experience
    usual: UsualDay
    learnt: int = 0

    def is_of(self, view: "View") -> bool:
        """Whether it is still that day, and still those settings."""
        return self.day == view.day and self.settings is view.settings


@dataclass
class Foresight:
    """Thread-safe. One for the life of the process; `monotonic` gives seconds that never go back."""

    monotonic: Callable[[], float]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _day: _Day | None = None
    _newest: Foretold | None = None

    def foretell(self, view: View) -> Foretold:
        """The forecast of this moment, made anew where the last one is of another lobby."""
        with self._lock:
            if self._newest is None or not self._is_good(self._newest, view):
                day = self._learn(view)
                if self._newest is None or self._age(self._newest) >= REMADE_SECONDS:
                    self._newest = self._make(view, day)
                else:
                    self._newest = replace(self._newest, seq=view.seq_before)
            return self._newest

    def know(self, view: View) -> Known:
        """What the day has taught up to this moment."""
        with self._lock:
            day = self._learn(view)
            pace = day.experience.pace
            means = {domain.id: pace.mean(domain.id) for domain in view.settings.domains}
            return Known(means, pace.variation, _rates(view, day), day.usual)

    def _is_good(self, newest: Foretold, view: View) -> bool:
        age = self._age(newest)
        if self._day is None or not self._day.is_of(view):
            return False
        return age < REMADE_SECONDS and (
            newest.seq == view.seq_before or (newest.crowd > CROWD and age < _MOMENT_SECONDS)
        )

    def _age(self, foretold: Foretold) -> float:
        return self.monotonic() - foretold.made_at

    def _make(self, view: View, day: _Day) -> Foretold:
        center, stays = view.settings.center.id, day.experience.pace
        waiting = tickets.waiting(view.connection, center, view.day, MOST_PLAYED + 1)
        scene = Scene(
            desks=_open_desks(view),
            waiting=waiting[:MOST_PLAYED],
            runs=view.runs,
            longest_run=view.settings.queue.priority_run,
            coming=_coming(view, day),
        )
        tails = day.experience.calibration.tails
        ahead = replace(scene, waiting=[one for one in scene.waiting if one.is_priority])
        return Foretold(
            seq=view.seq_before,
            made_at=self.monotonic(),
            crowd=len(waiting),
            ordinary=foresee(scene, stays, tails),
            ahead=partial(foresee, ahead, stays, tails),
        )

    def _learn(self, view: View) -> _Day:
        """What the day has taught; the newest forecast is forgotten where the line has changed since."""
        center, day = view.settings.center.id, self._day
        if day is None or not day.is_of(view):
            day, self._newest = self._begin(view), None
            self._day = day
        learnt, lessons = experience.lessons_since(view.connection, center, day.learnt)
        if learnt > day.learnt:
            day.learnt, self._newest = learnt, None
        for row in lessons:
            day.experience.take(_happening(row))
        return day

    def _begin(self, view: View) -> _Day:
        center = view.settings.center.id
        calibration = Calibration()
        for row in experience.told_waits(view.connection, center, view.day):
            calibration.came_true(Expected(0.0, row.low, row.high), row.waited_ms / 1000)
        learnt = experience.day_began(view.connection, center) if view.is_begun else view.seq_before
        usual = usual_day(view.connection, view.settings, view.day)
        return _Day(view.day, view.settings, Experience(_usual_stays(view), calibration), usual, learnt)


def wait_message(expected: Expected | None, grain: int = 1) -> Wait | None:
    """As it is sent, to the nearest `grain` seconds."""
    if expected is None:
        return None
    return Wait(low=round(expected.low / grain) * grain, high=round(expected.high / grain) * grain)


def _usual_stays(view: View) -> dict[str, float]:
    """The configured mean stays, drawn towards those of the last days by how many there were."""
    center = view.settings.center.id
    usual = {domain.id: domain.service_minutes * 60 for domain in view.settings.domains}
    for row in experience.usual_stays(view.connection, center, view.day, _LONGEST_STAY_MS):
        if row.domain in usual:
            total = _PRIOR_PEOPLE * usual[row.domain] + row.people * row.mean_ms / 1000
            usual[row.domain] = total / (_PRIOR_PEOPLE + row.people)
    return usual


def _coming(view: View, day: _Day) -> Coming:
    """As on usual days of this weekday, moved by how busy today has been; as of late where there are none."""
    arrivals, since = day.experience.arrivals, seconds_since_midnight(view.settings, view.day, view.now)
    return Coming(
        rates=half_hours_ahead(day.usual, arrivals.count, _rates(view, day), since),
        priority=arrivals.priority_share,
        begun=since % HALF_HOUR,
        until=_seconds_of_issuing(view),
    )


def _rates(view: View, day: _Day) -> Mapping[str, float]:
    return day.experience.arrivals.rates(day.experience.now(view.now.timestamp()))


def _seconds_of_issuing(view: View) -> float:
    local = view.now.astimezone(ZoneInfo(view.settings.center.timezone))
    return seconds_of_issuing(view.settings.center.hours, local)


def _open_desks(view: View) -> list[Desk]:
    found = []
    for desk in view.desks:
        if desk.is_open:
            ticket = view.at_desks.get(desk.place or 0)
            since = view.now.timestamp() - (ticket.called_at or 0) / 1000 if ticket else 0.0
            serving = ticket.domain if ticket else None
            found.append(Desk(desk.domains, desk.overflow, serving, max(0.0, since)))
    return found


def _happening(row: LessonRow) -> Happening:
    told = None
    if row.action == "ticket.called" and row.told_low is not None and row.told_high is not None:
        told = Expected(0.0, row.told_low, row.told_high)
    return Happening(
        what=_WHAT[row.action],
        place=row.place,
        domain=row.domain,
        at=row.at / 1000,
        counter=row.counter,
        is_priority=row.is_priority,
        told=told,
        waited=(row.at - row.issued_at) / 1000,
    )
