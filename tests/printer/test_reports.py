"""What the coordinator hears: each outcome until it is heard, the status when it changed and as a sign of life."""

import logging
from typing import Any

import pytest

from printer.reports import (
    HOPELESS_SECONDS,
    LAST_TRIES_SECONDS,
    STATUS_SECONDS,
    OutcomeReport,
    StatusReport,
    describe,
)
from runtime.stop import Stop
from tests.fakes.clock import MovableClock
from tests.fakes.print_desk import a_ticket
from wire.client import Refused, Unreachable
from wire.messages import PrinterStatus, PrintJob, PrintOutcome, Problem

PRINTED = PrintOutcome(outcome="printed")
GOOD, LOW = PrinterStatus(online=True, paper="ok"), PrinterStatus(online=True, paper="low")
CLOCK = MovableClock()
JOB = PrintJob(
    id="job-1",
    printer="kiosk-1",
    state="claimed",
    copy=False,
    queued_at=CLOCK.now(),
    lease_until=None,
    ticket=a_ticket(),
    counters=[],
)


class Ear:
    """The coordinator's end: `fails` are raised one after the other, then it hears."""

    def __init__(self, *fails: Exception) -> None:
        self.fails = list(fails)
        self.keys: list[str] = []
        self.heard: list[Any] = []

    def report_print(self, job: str, outcome: PrintOutcome, key: str) -> None:
        self.keys.append(key)
        self._hear((job, outcome))

    def report_printer(self, _printer: str, status: PrinterStatus) -> None:
        self._hear(status)

    def _hear(self, what: Any) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.heard.append(what)


class MovingStop(Stop):
    """Its pauses pass on the clock."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, seconds: float | None = None) -> bool:
        if not self.is_asked():
            self._clock.move(seconds or 0.0)
        return self.is_asked()


class Bench:
    def __init__(self, *fails: Exception) -> None:
        self.ear, self.clock, self.signs = Ear(*fails), MovableClock(), 0
        self.stop = MovingStop(self.clock)
        self.outcomes = OutcomeReport(self.ear, self.clock, self.stop, self._sign, self.clock.move)  # type: ignore[arg-type]
        self.statuses = StatusReport(self.ear, "kiosk-1", self.clock)  # type: ignore[arg-type]

    def _sign(self) -> None:
        self.signs += 1


def test_an_outcome_is_told_under_one_key_until_it_is_heard() -> None:
    bench = Bench(*[Unreachable("lost")] * 4)
    bench.outcomes.tell(JOB, PRINTED)
    assert bench.ear.heard == [("job-1", PRINTED)]
    assert len(bench.ear.keys) == 5
    assert len(set(bench.ear.keys)) == 1
    assert bench.signs == 4, "a watchdog must see that it lives"


def test_two_outcomes_have_two_keys() -> None:
    bench = Bench()
    bench.outcomes.tell(JOB, PRINTED)
    bench.outcomes.tell(JOB, PRINTED)
    assert len(set(bench.ear.keys)) == 2


def test_a_refusal_is_logged_and_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(Refused(Problem(type="not-claimed", title="not claimed", status=409)))
    bench.outcomes.tell(JOB, PRINTED)
    assert len(bench.ear.keys) == 1
    assert "job-1 printed, but the coordinator says: 409 not claimed" in caplog.text


def test_an_outcome_that_nobody_acts_on_any_more_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(*[Unreachable("away")] * 10_000)
    start = bench.clock.monotonic()
    bench.outcomes.tell(JOB, PRINTED)
    assert HOPELESS_SECONDS <= bench.clock.monotonic() - start < HOPELESS_SECONDS + 10
    assert "nobody heard that it printed" in caplog.text


def test_when_asked_to_stop_a_few_seconds_of_tries_are_left() -> None:
    bench = Bench(*[Unreachable("away")] * 10_000)
    bench.stop.ask()
    start = bench.clock.monotonic()
    bench.outcomes.tell(JOB, PRINTED)
    assert LAST_TRIES_SECONDS <= bench.clock.monotonic() - start < LAST_TRIES_SECONDS + 1


def test_a_status_is_told_once_and_again_when_it_changed() -> None:
    bench = Bench()
    for status in (GOOD, GOOD, LOW, LOW, GOOD):
        bench.clock.move(1)
        bench.statuses.tell(status)
    assert bench.ear.heard == [GOOD, LOW, GOOD]


def test_an_unchanged_status_is_a_sign_of_life_every_half_minute() -> None:
    bench = Bench()
    for _ in range(4 * int(STATUS_SECONDS)):
        bench.clock.move(1)
        bench.statuses.tell(GOOD)
    assert len(bench.ear.heard) == 4


def test_a_status_that_was_not_heard_is_told_a_second_later_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    bench = Bench(*[Unreachable("away")] * 3)
    for _ in range(8):
        bench.statuses.tell(GOOD)
        bench.clock.move(0.5)
    assert bench.ear.heard == [GOOD]
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (GOOD, "on line, paper ok"),
        (PrinterStatus(online=True), "on line, paper unknown"),
        (
            PrinterStatus(online=False, paper="out", cover_open=True, detail="cover open"),
            "off line, paper out, cover open",
        ),
        (PrinterStatus(online=False, detail="no printer found"), "off line, paper unknown, no printer found"),
    ],
)
def test_a_status_in_one_line(status: PrinterStatus, words: str) -> None:
    assert describe(status) == words
