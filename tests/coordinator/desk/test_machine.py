"""The desk, step by step through any day, against a model that keeps everybody in one list."""

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config import load_text
from coordinator.desk import open_desk
from coordinator.location import FILE_NAME
from tests.fakes.clock import MovableClock
from tests.fakes.front import Front
from tests.fakes.naive_queue import Everything, Waiting
from tests.fakes.small_center import CENTER
from wire import messages as m

SETTINGS = load_text(CENTER, "center.toml")
DOMAINS = st.sampled_from([domain.id for domain in SETTINGS.domains])
COUNTERS = st.sampled_from([counter.id for counter in SETTINGS.counters])
SERVED = {
    counter.id: (frozenset(counter.domains), frozenset(counter.overflow)) for counter in SETTINGS.counters
}


@cache
def _empty_database() -> bytes:
    """Made once: to make the tables takes longer than a day of these."""
    with tempfile.TemporaryDirectory(prefix="motcua-empty-") as folder:
        path = Path(folder) / FILE_NAME
        open_desk(SETTINGS, f"sqlite:///{path}", MovableClock()).close()
        return path.read_bytes()


@dataclass
class Model:
    everything: Everything = field(default_factory=Everything)
    arrived: list[m.Ticket] = field(default_factory=list)
    at_counter: dict[int, Waiting] = field(default_factory=dict)
    held: list[Waiting] = field(default_factory=list)

    def ticket(self, one: Waiting) -> m.Ticket:
        return self.arrived[one.place]


class DeskMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-desk-"))
        (self.folder / FILE_NAME).write_bytes(_empty_database())
        self.clock = MovableClock()
        self.model = Model()
        self.front = self._open()

    def teardown(self) -> None:
        self.front.desk.close()
        shutil.rmtree(self.folder)

    def _open(self) -> Front:
        return Front(open_desk(SETTINGS, f"sqlite:///{self.folder / FILE_NAME}", self.clock), self.clock)

    @rule(domain=DOMAINS, is_priority=st.booleans())
    def issue(self, domain: str, is_priority: bool) -> None:
        ticket = self.front.issue(domain, "elderly" if is_priority else None)
        assert ticket.number not in {other.number for other in self.model.arrived}
        self.model.everything.waiting.append(Waiting(len(self.model.arrived), domain, is_priority))
        self.model.arrived.append(ticket)

    @rule(counter=COUNTERS)
    def call(self, counter: int) -> None:
        model = self.model
        finished = model.at_counter.pop(counter, None)
        expected = model.everything.choose(*SERVED[counter], SETTINGS.queue.priority_run)
        answer = self.front.call(counter)
        assert (answer.finished and answer.finished.id) == (finished and model.ticket(finished).id)
        assert (answer.called and answer.called.id) == (expected and model.ticket(expected.called).id)
        if expected is not None:
            model.everything.waiting.remove(expected.called)
            model.everything.history.append(expected)
            model.at_counter[counter] = expected.called

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data(), what=st.sampled_from(["finish", "no_show", "cancel"]))
    def end(self, data: st.DataObject, what: str) -> None:
        counter = data.draw(st.sampled_from(sorted(self.model.at_counter)))
        one = self.model.at_counter.pop(counter)
        if what == "cancel":
            self.front.cancel(self.model.ticket(one))
        else:
            getattr(self.front, what)(counter)

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data())
    def hold(self, data: st.DataObject) -> None:
        counter = data.draw(st.sampled_from(sorted(self.model.at_counter)))
        self.model.held.append(self.model.at_counter.pop(counter))
        self.front.hold(counter)

    @precondition(lambda self: self.model.held)
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model.held))
        self.model.held.remove(one)
        self.model.everything.waiting.append(one)
        self.front.resume(self.model.ticket(one))

    @precondition(lambda self: self.model.at_counter)
    @rule(data=st.data(), domain=DOMAINS)
    def transfer(self, data: st.DataObject, domain: str) -> None:
        counter = data.draw(st.sampled_from(sorted(self.model.at_counter)))
        one = self.model.at_counter.pop(counter)
        self.model.everything.waiting.append(Waiting(one.place, domain, one.is_priority))
        self.front.transfer(counter, domain)

    @precondition(lambda self: self.model.everything.waiting)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.model.everything.waiting))
        self.model.everything.waiting.remove(one)
        self.front.cancel(self.model.ticket(one))

    @precondition(lambda self: len(self.model.arrived) % 5 == 4)
    @rule()
    def restart(self) -> None:
        self.front.desk.close()
        self.front = self._open()

    @invariant()
    def the_board_shows_the_model(self) -> None:
        board = self.front.desk.board()
        shown = {one.id: one.number for one in board.counters if one.number is not None}
        assert shown == {
            counter: self.model.ticket(one).number for counter, one in self.model.at_counter.items()
        }
        for domain in board.domains:
            waiting = [one for one in self.model.everything.waiting if one.domain == domain.id]
            assert domain.waiting == len(waiting)

    @precondition(lambda self: self.model.everything.waiting)
    @rule()
    def whoever_is_promised_the_next_place_gets_it(self) -> None:
        """`ahead` of all that wait in a domain are different numbers from nought on."""
        for domain in {one.domain for one in self.model.everything.waiting}:
            waiting = [one for one in self.model.everything.waiting if one.domain == domain]
            ahead = sorted(self.front.ticket(self.model.ticket(one)).ahead for one in waiting)
            assert ahead == list(range(len(waiting)))


TestDeskAgainstModel = DeskMachine.TestCase
TestDeskAgainstModel.settings = settings(max_examples=8, stateful_step_count=40)
