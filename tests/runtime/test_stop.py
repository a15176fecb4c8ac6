"""A stop is asked once and holds for ever; whoever waits, wakes; whoever listens, is called once."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.stop import Stop
from tests.fakes.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def _handlers() -> Iterator[None]:
    """Signals as they were, after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_nothing_is_asked_at_first() -> None:
    stop = Stop()
    assert not stop.is_asked()
    assert not stop.wait(0)
    assert not stop.wait(-1)


def test_once_asked_it_holds_for_ever_and_every_wait_returns_at_once() -> None:
    stop = Stop()
    stop.ask()
    stop.ask()
    assert stop.is_asked()
    assert all(stop.wait(seconds) for seconds in (None, 0, 3600, 3600))


def test_every_thread_that_waits_wakes() -> None:
    stop = Stop()
    woken: list[bool] = []
    threads = [threading.Thread(target=lambda: woken.append(stop.wait())) for _ in range(8)]
    for thread in threads:
        thread.start()
    stop.ask()
    for thread in threads:
        thread.join(20)
    assert woken == [True] * 8


def test_listeners_are_called_once_in_their_order() -> None:
    stop = Stop()
    called: list[int] = []
    for number in range(3):
        stop.when_asked(lambda number=number: called.append(number))  # type: ignore[misc] # mypy sees a default only
    stop.ask()
    stop.ask()
    assert called == [0, 1, 2]


def test_a_listener_that_comes_late_is_called_at_once() -> None:
    stop = Stop()
    stop.ask()
    called: list[int] = []
    stop.when_asked(lambda: called.append(1))
    assert called == [1]


def test_a_listener_may_ask_itself_and_add_another() -> None:
    stop = Stop()
    called: list[str] = []

    def first() -> None:
        called.append("first")
        stop.ask()
        stop.when_asked(lambda: called.append("second"))

    stop.when_asked(first)
    stop.ask()
    assert called == ["first", "second"]


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_and_calls_the_listeners_on_a_thread_of_its_own(number: signal.Signals) -> None:
    stop = Stop().on_signals()
    threads: list[str] = []
    stop.when_asked(lambda: threads.append(threading.current_thread().name))
    os.kill(os.getpid(), number)
    assert stop.wait(20)
    wait_for(lambda: threads == ["stop"], "the listener was called")


def test_a_signal_ends_a_main_thread_that_waits_for_ever() -> None:
    story = (
        "from runtime.stop import Stop\n"
        "stop = Stop().on_signals()\n"
        "print('waiting', flush=True)\n"
        "print(stop.wait(), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", story], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        process.terminate()
        assert process.communicate(timeout=20)[0] == "True\n"
    assert process.returncode == 0


def test_a_stop_that_is_let_go_gives_its_pipe_back() -> None:
    before = set(Path("/proc/self/fd").iterdir())
    for _ in range(20):
        Stop().ask()
    assert len(set(Path("/proc/self/fd").iterdir()) - before) < 20
