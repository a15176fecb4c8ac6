"""The vigil: a store that cannot keep anything is known before a citizen asks, and so is its mending."""

import logging
from collections.abc import Iterator

import pytest

from coordinator.store.database import StoreError
from coordinator.vigil import Vigil
from tests.fakes.waiting import wait_for

NEVER = 3600.0
SOON = 0.005
FULL = "the database failed: database or disk is full"


class Disk:
    """What a test does to the store, and what was noticed of it."""

    def __init__(self) -> None:
        self.fault = self.doubt = ""
        self.is_doubtful = False
        self.proofs = 0
        self.changes: list[str] = []

    def prove(self) -> None:
        self.proofs += 1
        if self.fault:
            raise StoreError(self.fault)

    def look(self) -> bool:
        if self.doubt:
            raise StoreError(self.doubt)
        return self.is_doubtful


@pytest.fixture
def disk() -> Disk:
    return Disk()


def watched(disk: Disk, *, look: float = NEVER, prove: float = NEVER) -> Iterator[Vigil]:
    watching = Vigil(
        disk.prove,
        disk.look,
        on_change=lambda: disk.changes.append(watching.fault),
        look_seconds=look,
        prove_seconds=prove,
        retry_seconds=SOON,
    )
    watching.start()
    yield watching
    watching.close()
    watching.join(20)
    assert not watching.is_alive()


@pytest.fixture
def vigil(disk: Disk) -> Iterator[Vigil]:
    yield from watched(disk)


@pytest.fixture
def looking(disk: Disk) -> Iterator[Vigil]:
    """One that looks all the time, but tries a write only where there is a doubt."""
    yield from watched(disk, look=SOON)


@pytest.fixture
def proving(disk: Disk) -> Iterator[Vigil]:
    yield from watched(disk, look=SOON, prove=SOON)


def test_a_failure_that_lasts_is_known_at_once_and_so_is_its_mending(vigil: Vigil, disk: Disk) -> None:
    vigil.check()
    disk.fault = FULL
    vigil.wake()
    wait_for(lambda: disk.changes == [FULL], "the fault")
    with pytest.raises(StoreError, match="disk is full"):
        vigil.check()
    disk.fault = ""
    wait_for(lambda: disk.changes == [FULL, ""], "the mending")
    vigil.check()


def test_a_failure_that_has_passed_changes_nothing(vigil: Vigil, disk: Disk) -> None:
    vigil.wake()
    wait_for(lambda: disk.proofs == 1, "a write that is tried")
    assert disk.changes == []


def test_a_healthy_disk_is_looked_at_without_a_write(looking: Vigil, disk: Disk) -> None:
    disk.doubt = "the database failed: motcua.db was moved or removed"
    wait_for(lambda: disk.changes == [disk.doubt], "the file that is gone")
    assert disk.proofs == 0
    disk.doubt = ""
    wait_for(lambda: looking.fault == "", "the file that is back")


def test_a_disk_in_doubt_is_asked_to_keep_something(looking: Vigil, disk: Disk) -> None:
    disk.fault, disk.is_doubtful = FULL, True
    wait_for(lambda: looking.fault == FULL, "the fault")


def test_a_silent_card_is_found_by_a_write_now_and_then(proving: Vigil, disk: Disk) -> None:
    disk.fault = "the database failed: disk I/O error"
    wait_for(lambda: proving.fault == disk.fault, "the fault")


def test_it_is_said_once_and_not_with_every_try(
    vigil: Vigil, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.fault = FULL
    with caplog.at_level(logging.WARNING):
        vigil.wake()
        wait_for(lambda: disk.proofs > 5, "several tries")
        disk.fault = ""
        wait_for(lambda: vigil.fault == "", "the mending")
    assert caplog.messages == [
        f"the store fails: {FULL}; nothing is acknowledged until it works again",
        "the store works again",
    ]
