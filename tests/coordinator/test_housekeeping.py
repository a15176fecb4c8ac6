"""Old records go step by step, and a disk that fills is said before it is full."""

import logging
import threading
from pathlib import Path

import pytest

from coordinator.housekeeping import LEAST_FREE_BYTES, Housekeeping
from coordinator.store.database import StoreError
from tests.fakes.waiting import wait_for


def run(housekeeping: Housekeeping, until: threading.Event) -> None:
    housekeeping.start()
    assert until.wait(20)
    housekeeping.close()
    housekeeping.join(20)
    assert not housekeeping.is_alive()


def test_steps_are_done_until_nothing_is_left() -> None:
    left, asked_in_vain = [3], threading.Event()

    def forget_a_little() -> bool:
        if left[0] == 0:
            asked_in_vain.set()
            return False
        left[0] -= 1
        return True

    run(Housekeeping(forget_a_little, None, pause_seconds=0.001), asked_in_vain)
    assert left == [0]


def test_a_store_that_fails_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    tries, enough = [0], threading.Event()

    def fail() -> bool:
        tries[0] += 1
        if tries[0] == 3:
            enough.set()
        raise StoreError("disk I/O error")

    run(Housekeeping(fail, None, look_seconds=0.001), enough)
    assert "old records cannot be removed now: disk I/O error" in caplog.text


@pytest.mark.parametrize(("free", "lines"), [(LEAST_FREE_BYTES, 0), (LEAST_FREE_BYTES - 1, 1)])
def test_a_disk_that_fills_is_foretold(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, free: int, lines: int
) -> None:
    looked = threading.Event()

    def forget_a_little() -> bool:
        looked.set()
        return False

    with caplog.at_level(logging.WARNING):
        run(Housekeeping(forget_a_little, tmp_path, free_bytes=lambda _folder: free), looked)
    assert len([line for line in caplog.messages if line.startswith("only 199 MB are free")]) == lines


def test_the_end_is_not_waited_for() -> None:
    housekeeping = Housekeeping(lambda: True, None, pause_seconds=3600)
    housekeeping.start()
    housekeeping.close()
    housekeeping.close()
    wait_for(lambda: not housekeeping.is_alive(), "the thread has ended")
