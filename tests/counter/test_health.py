"""A button's fault is said once, to the log and further, and so is its end."""

import logging
import threading
from typing import Self

import pytest

from counter.health import ButtonHealth
from counter.reporter import Reporter
from runtime.backoff import Backoff
from runtime.stop import Stop
from tests.fakes.waiting import wait_for
from wire.client import Refused, Unreachable
from wire.messages import ButtonCondition, Problem

Told = list[tuple[int, ButtonCondition]]


def test_a_stuck_button_is_told_once_and_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    told: Told = []
    health = ButtonHealth([7, 8], lambda counter, condition: told.append((counter, condition)))
    health.set_stuck(1, is_stuck=True)
    health.set_stuck(1, is_stuck=True)
    assert told == [(8, "stuck")]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "counter 8: the button has been down for 30 s" in caplog.text
    health.set_stuck(1, is_stuck=False)
    assert told == [(8, "stuck"), (8, "ok")]


def test_a_counter_with_two_buttons_is_well_only_when_both_are() -> None:
    told: Told = []
    health = ButtonHealth([7, 7], lambda counter, condition: told.append((counter, condition)))
    health.set_missing(0, is_missing=True)
    health.set_stuck(1, is_stuck=True)
    health.set_missing(0, is_missing=False)
    health.set_stuck(1, is_stuck=False)
    assert told == [(7, "missing"), (7, "stuck"), (7, "ok")]


def test_at_the_start_every_counter_is_told_once() -> None:
    told: Told = []
    health = ButtonHealth([7, 7, 8], lambda counter, condition: told.append((counter, condition)))
    health.set_stuck(2, is_stuck=True)
    health.tell_all()
    assert told == [(8, "stuck"), (7, "ok"), (8, "stuck")]


class Coordinator:
    def __init__(self) -> None:
        self.heard: Told = []
        self.failures: list[Exception] = []
        self.go_on = threading.Event()
        self.go_on.set()

    def report(self, counter: int, condition: ButtonCondition) -> None:
        assert self.go_on.wait(20)
        if self.failures:
            raise self.failures.pop()
        self.heard.append((counter, condition))


class Bench:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Backoff, "next_seconds", lambda _self: 0.001)
        self.coordinator, self.stop = Coordinator(), Stop()
        self.reporter = Reporter(self.coordinator.report, self.stop)

    def __enter__(self) -> Self:
        self.reporter.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.ask()
        self.reporter.join(10)
        assert not self.reporter.is_alive()


def test_a_report_is_repeated_until_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with Bench(monkeypatch) as bench:
        bench.coordinator.failures = [Unreachable("away")] * 3
        bench.reporter.submit(3, "stuck")
        wait_for(lambda: bench.coordinator.heard == [(3, "stuck")], "the report arrives")


def test_of_two_reports_on_a_counter_the_newer_is_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    with Bench(monkeypatch) as bench:
        bench.coordinator.go_on.clear()
        bench.reporter.submit(3, "stuck")
        bench.reporter.submit(4, "ok")
        bench.reporter.submit(3, "ok")
        bench.coordinator.go_on.set()
        wait_for(lambda: (4, "ok") in bench.coordinator.heard, "the other counter's")
        wait_for(lambda: [told for n, told in bench.coordinator.heard if n == 3][-1:] == ["ok"], "the newer")


def test_a_refused_report_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    with Bench(monkeypatch) as bench:
        bench.coordinator.failures = [Refused(Problem(type="x", title="no such counter", status=404))]
        bench.reporter.submit(9, "stuck")
        bench.reporter.submit(3, "ok")
        wait_for(lambda: bench.coordinator.heard == [(3, "ok")], "only the other one")
