"""The line is cut, in each way in which lines are cut; the board says so, comes back right and repeats nothing."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from display.app import LinkChanged
from runtime.stop import Stop
from tests.display.hall import Hall
from tests.fakes.boards import EIGHT, a_board, a_call
from tests.fakes.proxy import Cut, Proxy, a_proxy
from tests.fakes.stream import TellingCoordinator
from tests.fakes.waiting import wait_for
from wire.client import Coordinator
from wire.feed import BoardFeed
from wire.messages import Board, Call

QUIET_SECONDS = 0.4
CUTS: list[Cut] = ["stall", "reset", "swallow"]


class Branch:
    """A board that is fed over a line that can be cut."""

    def __init__(self, coordinator: TellingCoordinator, line: Proxy) -> None:
        self.coordinator, self.line, self.hall = coordinator, line, Hall()
        self._stop = Stop()
        self._events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._feed = BoardFeed(
            Coordinator(line.url, "t"),
            self._stop,
            on_board=self._events.put,
            on_link=lambda is_up: self._events.put(LinkChanged(is_up)),
            quiet_seconds=QUIET_SECONDS,
        )
        self._calls: list[Call] = []
        self._feed.start()

    def call(self, number: str, at: datetime, called_at: datetime | None = None) -> None:
        """The coordinator makes a call, and tells of it."""
        seq = len(self._calls) + 1
        self._calls.insert(0, a_call(seq, number=number, called_at=called_at or at))
        self.tell(at)

    def tell(self, at: datetime) -> None:
        self.coordinator.publish(self._board(at))

    def _board(self, at: datetime) -> Board:
        return a_board(len(self._calls), at, self._calls[:20])

    def wait_until(self, what: str, **expected: object) -> None:
        """Let the board do its work until its newest frame shows this."""

        def is_so() -> bool:
            while not self._events.empty():
                self.hall.app.on_event(self._events.get())
            note = self.hall.look()
            return all(note[key] == value for key, value in expected.items())

        wait_for(is_so, what)

    def spoken(self) -> list[str]:
        return [call.number for call in self.hall.voice.calls]

    def end(self) -> None:
        self._stop.ask()
        self.coordinator.cut_streams()
        self._feed.join(20)


@contextmanager
def _a_branch() -> Iterator[Branch]:
    coordinator = TellingCoordinator()
    coordinator.start()
    try:
        with a_proxy(coordinator.port) as line:
            branch = Branch(coordinator, line)
            branch.call("A001", EIGHT)
            branch.wait_until("the first board", latest="A001", is_stale=False)
            yield branch
            branch.end()
    finally:
        coordinator.close()


@pytest.fixture
def branch() -> Iterator[Branch]:
    with _a_branch() as branch:
        yield branch


@pytest.mark.parametrize("how", CUTS)
def test_after_a_cut_of_seconds_each_call_is_spoken_once_and_in_order(branch: Branch, how: Cut) -> None:
    branch.line.cut(how)
    branch.wait_until("the stale marker", is_stale=True)
    branch.call("A002", EIGHT + timedelta(seconds=10))
    branch.call("A003", EIGHT + timedelta(seconds=20))
    branch.tell(EIGHT + timedelta(seconds=30))
    branch.wait_until("what it showed, still", latest="A001", is_stale=True)
    branch.line.mend()
    branch.wait_until("the truth", latest="A003", is_stale=False)
    branch.call("A004", EIGHT + timedelta(seconds=40))
    branch.wait_until("the next call", latest="A004")
    assert branch.spoken() == ["A002", "A003", "A004"]


@pytest.mark.parametrize("how", CUTS)
def test_after_a_cut_of_ten_minutes_what_is_old_is_shown_and_what_is_young_is_spoken(
    branch: Branch, how: Cut
) -> None:
    branch.line.cut(how)
    branch.wait_until("the stale marker", is_stale=True)
    branch.call("A002", EIGHT + timedelta(minutes=2))
    branch.call("A003", EIGHT + timedelta(minutes=9, seconds=30))
    branch.tell(EIGHT + timedelta(minutes=10))
    branch.line.mend()
    branch.wait_until("the truth", latest="A003", calls=[1, 2, 3], is_stale=False)
    assert branch.spoken() == ["A003"]


def test_a_stall_of_a_moment_is_not_noticed_and_loses_nothing(branch: Branch) -> None:
    branch.line.cut("stall")
    branch.call("A002", EIGHT)
    branch.call("A003", EIGHT)
    branch.line.mend()
    branch.wait_until("the truth", latest="A003", is_stale=False)
    assert branch.spoken() == ["A002", "A003"]


def test_a_line_that_is_cut_again_and_again_repeats_nothing(branch: Branch) -> None:
    for n, how in enumerate(CUTS * 2, 2):
        branch.line.cut(how)
        branch.wait_until("the stale marker", is_stale=True)
        branch.call(f"A00{n}", EIGHT + timedelta(seconds=5 * n))
        branch.line.mend()
        branch.wait_until("the truth", latest=f"A00{n}", is_stale=False)
    assert branch.spoken() == [f"A00{n}" for n in range(2, 8)]


def test_a_coordinator_that_restarts_repeats_nothing(branch: Branch) -> None:
    branch.call("A002", EIGHT)
    branch.wait_until("the call", latest="A002")
    branch.coordinator.cut_streams()
    branch.wait_until("the stale marker or the new line", latest="A002")
    branch.call("A003", EIGHT + timedelta(seconds=3))
    branch.wait_until("the next call", latest="A003", is_stale=False)
    assert branch.spoken() == ["A002", "A003"]
