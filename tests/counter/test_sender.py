"""A press reaches the coordinator once or not at all, and never late."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from config.values import Gesture
from counter.gestures import Gestures
from counter.press import Press
from counter.sender import GIVE_UP_SECONDS, Sender
from runtime.stop import Stop
from tests.fakes.waiting import wait_for
from wire.client import Refused, Unreachable
from wire.messages import Called, CounterState, Problem, Ticket

TICKET = Ticket(
    id="t",
    number="A001",
    domain="x",
    priority=None,
    state="called",
    issued_at=datetime(2026, 7, 1, tzinfo=UTC),
    called_at=None,
    counter=3,
    ahead=0,
    estimated_wait_s=None,
    print=None,
    status_url="",
)
STATE = CounterState(
    id=3,
    open=True,
    number=None,
    domain=None,
    ticket=None,
    called_at=None,
    domains=[],
    overflow=[],
    waiting=1,
)
USUAL = Gestures(press="next", hold="recall", double="no-show-next")


class MovableClock:
    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> datetime:
        return datetime(2026, 7, 1, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.time

    def is_synchronised(self) -> bool:
        return True


class Desk:
    """A coordinator's end: notes what comes, fails as told."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int, str]] = []
        self.fail: Callable[[int], Exception | None] = lambda _nth: None

        self.finished: Ticket | None = None

    def call_next(self, counter: int, key: str) -> Called:
        self._hear("next", counter, key)
        return Called(called=TICKET, finished=self.finished, waiting=0)

    def no_show_next(self, counter: int, key: str) -> Called:
        self._hear("no-show-next", counter, key)
        return Called(called=TICKET, finished=self.finished, waiting=0)

    def no_show_after_all(self, ticket: str, key: str) -> Ticket:
        assert self.finished is not None
        assert ticket == self.finished.id
        self._hear("no-show-after-all", 0, key)
        return self.finished

    def undo(self, counter: int, key: str) -> CounterState:
        self._hear("undo", counter, key)
        return STATE

    def recall(self, counter: int, key: str) -> Ticket:
        return self._hear("recall", counter, key)

    def finish(self, counter: int, key: str) -> Ticket:
        return self._hear("finish", counter, key)

    def no_show(self, counter: int, key: str) -> Ticket:
        return self._hear("no-show", counter, key)

    def hold(self, counter: int, key: str) -> Ticket:
        return self._hear("hold", counter, key)

    def _hear(self, what: str, counter: int, key: str) -> Ticket:
        self.heard.append((what, counter, key))
        if error := self.fail(len(self.heard)):
            raise error
        return TICKET


class Bench:
    def __init__(self, gestures: Gestures = USUAL) -> None:
        self.desk, self.clock, self.stop = Desk(), MovableClock(), Stop()
        self.missed: list[int] = []
        buttons = [(counter, gestures) for counter in range(6)]
        self.sender = Sender(self.desk, buttons, self.clock, self.stop, self.missed.append)

    def end(self) -> None:
        self.stop.ask()
        self.sender.join(10)
        assert not self.sender.is_alive()


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    bench.sender.start()
    yield bench
    bench.end()


def heard(bench: Bench) -> list[tuple[str, int]]:
    return [(what, counter) for what, counter, _ in bench.desk.heard]


def test_a_press_calls_the_next_and_a_hold_recalls(bench: Bench) -> None:
    bench.sender.submit(3, Press.SHORT)
    bench.sender.submit(4, Press.HOLD)
    wait_for(lambda: heard(bench) == [("next", 3), ("recall", 4)], "both were said")
    assert bench.missed == []


def test_a_try_that_had_no_answer_is_repeated_under_the_same_key(bench: Bench) -> None:
    bench.desk.fail = lambda nth: Unreachable("lost") if nth < 3 else None
    bench.sender.submit(3, Press.SHORT)
    wait_for(lambda: len(bench.desk.heard) == 3, "the third try")
    bench.sender.submit(3, Press.SHORT)
    wait_for(lambda: len(bench.desk.heard) == 4, "the second press")
    keys = [key for _, _, key in bench.desk.heard]
    assert len(set(keys[:3])) == 1
    assert keys[3] != keys[0]
    assert bench.missed == []


def test_a_press_while_the_coordinator_is_away_is_given_up_and_never_fired_later(bench: Bench) -> None:
    def away(_nth: int) -> Exception:
        bench.clock.time += 1.0
        return Unreachable("away")

    bench.desk.fail = away
    bench.sender.submit(3, Press.SHORT)
    wait_for(lambda: bench.missed == [3], "the press was given up")
    tries = len(bench.desk.heard)
    assert tries == int(GIVE_UP_SECONDS)
    bench.desk.fail = lambda _nth: None
    bench.sender.submit(4, Press.SHORT)
    wait_for(lambda: len(bench.desk.heard) > tries, "the coordinator is back")
    assert heard(bench)[tries:] == [("next", 4)]


def test_presses_that_waited_behind_a_hanging_one_for_too_long_are_given_up(bench: Bench) -> None:
    go_on = threading.Event()

    def hang(nth: int) -> Exception | None:
        if nth == 1:
            assert go_on.wait(20)
            bench.clock.time += GIVE_UP_SECONDS + 1
        return None

    bench.desk.fail = hang
    for counter in (3, 4, 5):
        bench.sender.submit(counter, Press.SHORT)
    go_on.set()
    wait_for(lambda: bench.missed == [4, 5], "those behind were given up")
    assert heard(bench) == [("next", 3)]


def test_a_refusal_is_not_repeated_and_shows_as_missed(bench: Bench) -> None:
    bench.desk.fail = lambda _nth: Refused(Problem(type="x", title="no ticket here", status=409))
    bench.sender.submit(3, Press.HOLD)
    wait_for(lambda: bench.missed == [3], "the refusal was said")
    assert heard(bench) == [("recall", 3)]


@pytest.mark.parametrize("gesture", ["next", "no-show-next", "recall", "finish", "no-show", "hold", "undo"])
def test_each_gesture_asks_for_what_it_says(gesture: Gesture) -> None:
    bench = Bench(Gestures(press=gesture, hold="off", double="off"))
    bench.sender.start()
    bench.sender.submit(3, Press.HOLD)
    bench.sender.submit(3, Press.SHORT)
    wait_for(lambda: heard(bench) == [(gesture, 3)], "the command, and nothing for what is off")
    bench.end()
    assert bench.missed == []


def test_a_double_press_says_that_the_one_just_finished_had_not_come(bench: Bench) -> None:
    bench.desk.finished = replace(TICKET, id="before")
    bench.sender.submit(3, Press.SHORT)
    bench.sender.submit(3, Press.DOUBLE)
    wait_for(lambda: heard(bench) == [("next", 3), ("no-show-after-all", 0)], "both were said")
    assert bench.missed == []


def test_a_double_press_at_an_empty_counter_calls_and_notes_nobody_as_absent(bench: Bench) -> None:
    bench.sender.submit(3, Press.SHORT)
    bench.sender.submit(3, Press.DOUBLE)
    bench.sender.submit(4, Press.SHORT)
    wait_for(lambda: heard(bench) == [("next", 3), ("next", 4)], "two calls and no more")
    assert bench.missed == []


@pytest.mark.parametrize("double", ["no-show-next", "undo"])
def test_the_second_press_does_nothing_where_the_first_did_not_take(double: Gesture) -> None:
    bench = Bench(Gestures(press="next", hold="recall", double=double))
    bench.desk.finished = replace(TICKET, id="before")
    bench.sender.start()
    bench.sender.submit(3, Press.SHORT)
    wait_for(lambda: heard(bench) == [("next", 3)], "an older call")
    bench.desk.fail = lambda nth: Refused(Problem(type="x", title="no", status=409)) if nth == 2 else None
    bench.sender.submit(3, Press.SHORT)
    bench.sender.submit(3, Press.DOUBLE)
    bench.sender.submit(4, Press.SHORT)
    wait_for(lambda: heard(bench) == [("next", 3), ("next", 3), ("next", 4)], "nothing for the second press")
    bench.end()
    assert bench.missed == [3]


def test_a_double_press_takes_the_call_back_where_that_is_its_gesture() -> None:
    bench = Bench(Gestures(press="next", hold="recall", double="undo"))
    bench.sender.start()
    bench.sender.submit(3, Press.SHORT)
    bench.sender.submit(3, Press.DOUBLE)
    wait_for(lambda: heard(bench) == [("next", 3), ("undo", 3)], "the call and its undoing")
    bench.end()
    assert bench.missed == []
