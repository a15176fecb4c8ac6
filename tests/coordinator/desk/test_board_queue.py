"""How many jobs the board says a claim would find, beside what a claim then finds."""

import pytest

from coordinator.queue.printing import FRESH_MS, LEASE_MS, RETRY_MS
from tests.fakes.front import Front


def _queued(front: Front) -> int:
    return sum(printer.queued for printer in front.desk.board().printers if printer.name == "kiosk-1")


def _claims(front: Front) -> int:
    count = 0
    while front.claim() is not None:
        count += 1
    return count


@pytest.mark.parametrize(
    "later_ms", [0, 1_000, RETRY_MS, LEASE_MS - 1, LEASE_MS, FRESH_MS, FRESH_MS + 1, 2 * FRESH_MS]
)
def test_the_board_counts_the_jobs_that_claims_find(front: Front, later_ms: int) -> None:
    for _ in range(4):
        front.issue(printer="kiosk-1")
    first, second = front.claim(), front.claim()
    assert first is not None
    assert second is not None
    front.report(first, "failed", may_have_printed=False)
    front.clock.move(later_ms / 1000)
    front.issue(printer="kiosk-1")
    queued = _queued(front)
    assert queued >= 1
    assert queued == _claims(front)
    assert _queued(front) == 0
