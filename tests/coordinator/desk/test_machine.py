"""The desk, step by step through any days, against a model that keeps everybody in one list."""

import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from dataclasses import replace as replace_in
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from config import load_text
from coordinator.desk import Refusal, open_desk
from coordinator.location import FILE_NAME
from coordinator.queue.tally import STATES
from tests.fakes.clock import MovableClock
from tests.fakes.front import COUNTER, Front, answer
from tests.fakes.fuzz import made_up
from tests.fakes.naive_queue import Call, Everything, Restored, Waiting
from tests.fakes.postgres import EmptiedDatabase
from tests.fakes.small_center import CENTER
from wire import messages as m

READ = load_text(CENTER, "center.toml")
KEEP_DAYS = 30
SETTINGS = replace(READ, coordinator=replace(READ.coordinator, keep_days=KEEP_DAYS))
IDS = [domain.id for domain in SETTINGS.domains]
PREFIXES = {domain.id: domain.prefix for domain in SETTINGS.domains}
DOMAINS = st.sampled_from(IDS)
NUMBERS = [counter.id for counter in SETTINGS.counters]
COUNTERS = st.sampled_from(NUMBERS)
TAKEBACK_SECONDS = 10
RUSH_STEPS = 20
ISSUED_IN_A_RUSH, PRIORITY_IN_A_RUSH, ABSENT_IN_A_RUSH = 0.6, 0.5, 0.2


@cache
def _empty_database() -> bytes:
    """Made once: to make the tables takes longer than a day of these."""
    with tempfile.TemporaryDirectory(prefix="motcua-empty-") as folder:
        path = Path(folder) / FILE_NAME
        open_desk(SETTINGS, f"sqlite:///{path}", MovableClock()).close()
        return path.read_bytes()


@dataclass(frozen=True)
class Press:
    """A counter's newest press for the next one, while it can be taken back. `passed`: how many had been called past
    each domain before it and after.
    """

    at: float
    called: Call | None
    finished: Waiting | None
    was_open: bool
    passed: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Model:
    """One day; `states` and `days` are of all days."""

    everything: Everything = field(default_factory=Everything)
    at_counter: dict[int, Waiting] = field(default_factory=dict)
    held: list[Waiting] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    closed_domains: set[str] = field(default_factory=set)
    times: dict[int, int] = field(default_factory=dict)
    presses: dict[int, Press] = field(default_factory=dict)
    served_at: dict[Waiting, float] = field(default_factory=dict)
    first: int = 0
    """The place of the day's first ticket."""
    numbers: Counter[str] = field(default_factory=Counter)
    """The last number of each domain."""


class DeskMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.url = self._empty()
        self.clock = MovableClock()
        self.model = Model()
        self.arrived: list[m.Ticket] = []
        self.states: list[tuple[date, m.TicketState]] = []
        self.served = {
            counter.id: (frozenset(counter.domains), frozenset(counter.overflow))
            for counter in SETTINGS.counters
        }
        self.front = self._open()

    def teardown(self) -> None:
        self.front.desk.close()
        self._remove()

    def _empty(self) -> str:
        """A database with nothing in it; gives its URL."""
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-desk-"))
        (self.folder / FILE_NAME).write_bytes(_empty_database())
        return f"sqlite:///{self.folder / FILE_NAME}"

    def _remove(self) -> None:
        shutil.rmtree(self.folder)

    def _open(self) -> Front:
        return Front(open_desk(SETTINGS, self.url, self.clock), self.clock)

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def ticket(self, one: Waiting) -> m.Ticket:
        return self.arrived[one.place]

    def become(self, one: Waiting, state: m.TicketState) -> None:
        self.states[one.place] = (self.states[one.place][0], state)

    def take_from(self, counter: int) -> Waiting:
        """Whoever is at the counter leaves it, and with that its last press stands."""
        self.model.presses.pop(counter, None)
        return self.model.at_counter.pop(counter)

    def a_busy_counter(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.model.at_counter)))

    # --- tickets ---------------------------------------------------------------------------------------------

    @initialize(seed=st.integers(0, 999))
    def open_the_doors(self, seed: int) -> None:
        self.rush(seed)

    @rule(seed=st.integers(0, 999))
    def rush(self, seed: int) -> None:
        """Many come and are called: whom a counter calls is a question only where some wait in several lanes."""
        chance = random.Random(seed)
        for _ in range(RUSH_STEPS):
            if chance.random() < ISSUED_IN_A_RUSH:
                self.issue(chance.choice(IDS), chance.random() < PRIORITY_IN_A_RUSH)
            else:
                self.call(chance.choice(NUMBERS), chance.random() < ABSENT_IN_A_RUSH)

    @rule(domain=DOMAINS, is_priority=st.booleans())
    def issue(self, domain: str, is_priority: bool) -> None:
        priority: m.Priority | None = "elderly" if is_priority else None
        if domain in self.model.closed_domains:
            with pytest.raises(Refusal):
                self.front.issue(domain, priority)
            return
        ticket = self.front.issue(domain, priority)
        self.model.numbers[domain] += 1
        assert ticket.number == f"{PREFIXES[domain]}{self.model.numbers[domain]:03}"
        self.model.everything.waiting.append(Waiting(len(self.arrived), domain, is_priority))
        self.arrived.append(ticket)
        self.states.append((self.today, "waiting"))

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model.held))
        self.model.held.remove(one)
        self.model.everything.waiting.append(one)
        self.become(one, "waiting")
        self.front.resume(self.ticket(one))

    @precondition(lambda self: self.model.everything.waiting or self.model.held)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        waiting, held = self.model.everything.waiting, self.model.held
        one = data.draw(st.sampled_from([*waiting, *held]))
        (waiting if one in waiting else held).remove(one)
        self.become(one, "cancelled")
        self.front.cancel(self.ticket(one))

    @precondition(lambda self: self.model.served_at)
    @rule(data=st.data())
    def miss(self, data: st.DataObject) -> None:
        """Nobody had come after all: it can be said of one that was served a moment ago."""
        one = data.draw(st.sampled_from(sorted(self.model.served_at, key=lambda ticket: ticket.place)))
        if self.now - self.model.served_at[one] > TAKEBACK_SECONDS:
            with pytest.raises(Refusal):
                self.front.desk.miss(self.ticket(one).id, COUNTER, None)
            return
        del self.model.served_at[one]
        self.become(one, "no_show")
        assert answer(self.front.desk.miss(self.ticket(one).id, COUNTER, None), m.Ticket).state == "no_show"

    # --- at a counter ----------------------------------------------------------------------------------------

    @rule(counter=COUNTERS, nobody_came=st.booleans())
    def call(self, counter: int, nobody_came: bool) -> None:
        model = self.model
        finished = model.at_counter.pop(counter, None)
        expected = model.everything.choose(*self.served[counter], SETTINGS.queue.priority_run)
        before = {domain: model.everything.passed(domain) for domain in IDS}
        command = self.front.desk.no_show_next if nobody_came else self.front.desk.call_next
        said = answer(command(counter, COUNTER, None), m.Called)
        assert (said.finished and said.finished.id) == (finished and self.ticket(finished).id)
        assert (said.called and said.called.id) == (expected and self.ticket(expected.called).id)
        if finished is not None or expected is not None or counter not in model.open:
            model.presses[counter] = Press(self.now, expected, finished, counter in model.open)
        model.open.add(counter)
        if finished is not None:
            self.become(finished, "no_show" if nobody_came else "served")
            if not nobody_came:
                model.served_at[finished] = self.now
        if expected is not None:
            model.everything.waiting.remove(expected.called)
            model.everything.history.append(expected)
            model.at_counter[counter] = expected.called
            model.times[expected.called.place] = 1
            self.become(expected.called, "called")
            passed = {domain: (times, model.everything.passed(domain)) for domain, times in before.items()}
            model.presses[counter] = replace_in(model.presses[counter], passed=passed)

    @rule(counter=COUNTERS)
    def undo(self, counter: int) -> None:
        model, press = self.model, self.model.presses.get(counter)
        moves = press is not None and (press.called is not None or press.finished is not None)
        if press is None or not moves or self.now - press.at > TAKEBACK_SECONDS:
            with pytest.raises(Refusal):
                self.front.desk.undo(counter, COUNTER, None)
            return
        answer(self.front.desk.undo(counter, COUNTER, None), m.CounterState)
        del model.presses[counter]
        model.at_counter.pop(counter, None)
        if press.called is not None:
            self.forget(press, press.called)
            model.everything.waiting.append(press.called.called)
            self.become(press.called.called, "waiting")
        if press.finished is not None:
            model.at_counter[counter] = press.finished
            model.served_at.pop(press.finished, None)
            self.become(press.finished, "called")
        if not press.was_open:
            model.open.discard(counter)

    def forget(self, press: Press, called: Call) -> None:
        """As if it had not been; where others were called since, for those domains whose run is as the call left it."""
        everything = self.model.everything
        if everything.history[-1] is called:
            everything.history.pop()
            return
        for domain, (before, after) in press.passed.items():
            if before != after == everything.passed(domain):
                everything.history.append(Restored(domain, before))

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data(), what=st.sampled_from(["finish", "no_show", "cancel"]))
    def end(self, data: st.DataObject, what: str) -> None:
        counter = self.a_busy_counter(data)
        one = self.take_from(counter)
        if what == "cancel":
            self.front.cancel(self.ticket(one))
            self.become(one, "cancelled")
        else:
            getattr(self.front, what)(counter)
            self.become(one, "served" if what == "finish" else "no_show")
        if what == "finish":
            self.model.served_at[one] = self.now

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data())
    def recall(self, data: st.DataObject) -> None:
        counter = self.a_busy_counter(data)
        place = self.model.at_counter[counter].place
        self.model.times[place] += 1
        self.front.recall(counter)
        newest = self.front.desk.board().calls[0]
        assert (newest.number, newest.times) == (self.arrived[place].number, self.model.times[place])

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data())
    def hold(self, data: st.DataObject) -> None:
        counter = self.a_busy_counter(data)
        one = self.take_from(counter)
        self.model.held.append(one)
        self.become(one, "held")
        self.front.hold(counter)

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data(), domain=DOMAINS)
    def transfer(self, data: st.DataObject, domain: str) -> None:
        counter = self.a_busy_counter(data)
        one = self.take_from(counter)
        self.model.everything.waiting.append(Waiting(one.place, domain, one.is_priority))
        self.become(one, "waiting")
        self.front.transfer(counter, domain)

    @rule(counter=COUNTERS, what=st.sampled_from(["finish", "no_show", "hold", "recall"]))
    def nobody_there(self, counter: int, what: str) -> None:
        if counter not in self.model.at_counter:
            with pytest.raises(Refusal):
                getattr(self.front, what)(counter)

    @rule(counter=COUNTERS, is_open=st.booleans())
    def set_counter(self, counter: int, is_open: bool) -> None:
        if is_open != (counter in self.model.open):
            self.model.presses.pop(counter, None)
        if is_open:
            self.front.open(counter)
            self.model.open.add(counter)
        else:
            self.front.close(counter)
            self.model.open.discard(counter)

    @rule(counter=COUNTERS, own=st.lists(DOMAINS, max_size=3), over=st.lists(DOMAINS, max_size=3))
    def assign(self, counter: int, own: list[str], over: list[str]) -> None:
        """It holds from the next call on, and over the days."""
        state = self.front.assign(counter, own, over)
        self.served[counter] = (frozenset(own), frozenset(over) - frozenset(own))
        assert (frozenset(state.domains), frozenset(state.overflow)) == self.served[counter]

    @rule(domain=DOMAINS, is_open=st.booleans())
    def set_domain(self, domain: str, is_open: bool) -> None:
        if is_open:
            self.front.open_domain(domain)
            self.model.closed_domains.discard(domain)
        else:
            self.front.close_domain(domain)
            self.model.closed_domains.add(domain)

    # --- time ------------------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 5, 20]))
    def wait(self, seconds: int) -> None:
        self.clock.move(seconds)

    @precondition(lambda self: len(self.arrived) % 5 == 4)
    @rule()
    def restart(self) -> None:
        self.front.desk.close()
        self.front = self._open()

    @precondition(lambda self: len(self.arrived) > self.model.first + RUSH_STEPS)
    @rule(days=st.sampled_from([1, 1, 2, KEEP_DAYS + 1]))
    def another_day(self, days: int) -> None:
        """Whoever was not served is not any more; numbers begin afresh."""
        for place, (day, state) in enumerate(self.states):
            if state in ("waiting", "called", "held"):
                self.states[place] = (day, "expired")
        self.model = Model(first=len(self.arrived))
        self.clock.move(hours=24 * days)

    @precondition(lambda self: self.model.first)
    @rule()
    def keep_house(self) -> None:
        """The first command begins the day; then what is old goes, and the figures stay."""
        self.front.say(f"{self.today}")
        while self.front.desk.keep_house():
            """Step by step."""
        for ticket, (day, state) in zip(self.arrived, self.states, strict=True):
            if (self.today - day).days > KEEP_DAYS:
                with pytest.raises(Refusal):
                    self.front.ticket(ticket)
            else:
                assert self.front.ticket(ticket).state == state

    @precondition(lambda self: self.model.first)
    @rule()
    def report(self) -> None:
        """Of the days that are over, by what became of their tickets."""
        self.front.say("")
        expected: dict[date, Counter[str]] = {}
        for day, state in self.states[: self.model.first]:
            expected.setdefault(day, Counter())[state] += 1
        first = min(expected)
        found = self.front.desk.report(first, self.today - timedelta(days=1)).days
        got = {
            date.fromisoformat(day): Counter(
                {state: tally[f"state.{state}"] for state in STATES if tally[f"state.{state}"]}
            )
            for day, tally in found.items()
        }
        assert got == expected

    # --- what always holds -----------------------------------------------------------------------------------

    @invariant()
    def the_board_shows_the_model(self) -> None:
        board = self.front.desk.board()
        shown = {one.id: one.number for one in board.counters if one.number is not None}
        assert shown == {counter: self.ticket(one).number for counter, one in self.model.at_counter.items()}
        assert {one.id for one in board.counters if one.open} == self.model.open
        for domain in board.domains:
            waiting = [one for one in self.model.everything.waiting if one.domain == domain.id]
            assert domain.waiting == len(waiting)
            assert domain.open == (domain.id not in self.model.closed_domains)

    @precondition(lambda self: self.model.everything.waiting)
    @rule()
    def whoever_is_promised_the_next_place_gets_it(self) -> None:
        """`ahead` of all that wait in a domain are different numbers from nought on."""
        for domain in {one.domain for one in self.model.everything.waiting}:
            waiting = [one for one in self.model.everything.waiting if one.domain == domain]
            ahead = sorted(self.front.ticket(self.ticket(one)).ahead for one in waiting)
            assert ahead == list(range(len(waiting)))


TestDeskAgainstModel = pytest.mark.fuzz(DeskMachine.TestCase)
TestDeskAgainstModel.settings = settings(made_up(8), stateful_step_count=45)


class SharedDeskMachine(DeskMachine):
    """On PostgreSQL."""

    emptied: ClassVar[EmptiedDatabase]

    def _empty(self) -> str:
        return self.emptied.empty()

    def _remove(self) -> None:
        """It is emptied for the next."""


@pytest.fixture
def _on_postgresql(emptied: EmptiedDatabase) -> None:
    SharedDeskMachine.emptied = emptied


TestSharedDeskAgainstModel = pytest.mark.usefixtures("_on_postgresql")(
    pytest.mark.fuzz(SharedDeskMachine.TestCase)
)
TestSharedDeskAgainstModel.settings = settings(made_up(3), stateful_step_count=30)
