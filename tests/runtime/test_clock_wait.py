"""The queue waits a little for the time, and not for ever."""

from runtime.clock_wait import wait_until_set
from tests.fakes.clock import MovableClock


def test_a_clock_that_is_set_is_not_waited_for() -> None:
    clock = MovableClock()
    assert wait_until_set(clock, 10, clock.move)
    assert clock.monotonic() == MovableClock().monotonic()


def test_the_wait_ends_as_soon_as_the_clock_is_set() -> None:
    clock = MovableClock()
    clock.synchronised = False

    def sleep(seconds: float) -> None:
        clock.move(seconds)
        clock.synchronised = clock.monotonic() >= MovableClock().monotonic() + 3

    assert wait_until_set(clock, 10, sleep)
    assert clock.monotonic() < MovableClock().monotonic() + 4


def test_without_a_network_the_wait_ends_all_the_same() -> None:
    clock = MovableClock()
    clock.synchronised = False
    assert not wait_until_set(clock, 10, clock.move)
    assert 10 <= clock.monotonic() - MovableClock().monotonic() < 11
