"""The machine's clock: aware, never back where durations are measured, and honest about being set."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest

from runtime.clock import SystemClock, _tell_that_nobody_knows


def kernel(monkeypatch: pytest.MonkeyPatch, adjtimex: Callable[[object], int]) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: SimpleNamespace(adjtimex=adjtimex))


def test_now_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_monotonic_time_never_goes_back() -> None:
    times = [SystemClock().monotonic() for _ in range(100)]
    assert times == sorted(times)


def test_this_machines_kernel_answers() -> None:
    assert SystemClock().is_synchronised() in {True, False}


@pytest.mark.parametrize(("state", "is_synchronised"), [(0, True), (1, True), (4, True), (5, False)])
def test_only_the_kernels_time_error_means_that_nothing_set_the_clock(
    monkeypatch: pytest.MonkeyPatch, state: int, is_synchronised: bool
) -> None:
    kernel(monkeypatch, lambda _buffer: state)
    assert SystemClock().is_synchronised() is is_synchronised


def test_a_sandbox_that_forbids_the_question_is_told_once_and_the_clock_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kernel(monkeypatch, lambda _buffer: -1)
    monkeypatch.setattr("ctypes.get_errno", lambda: errno.EPERM)
    _tell_that_nobody_knows.cache_clear()
    assert [SystemClock().is_synchronised() for _ in range(3)] == [False, False, False]
    (said,) = caplog.records
    assert said.levelname == "ERROR"
    assert "adjtimex is forbidden" in said.getMessage()
    _tell_that_nobody_knows.cache_clear()


def test_a_kernel_that_cannot_tell_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel(monkeypatch, lambda _buffer: -1)
    monkeypatch.setattr("ctypes.get_errno", lambda: errno.ENOSYS)
    with pytest.raises(OSError, match=f"adjtimex: {os.strerror(errno.ENOSYS)}"):
        SystemClock().is_synchronised()
