"""The visitors' account has a PIN that the staff's pages accept, another in each run."""

from coordinator.staff.pins import check_pin
from demo.account import make_account


def test_every_pin_is_one_that_is_accepted() -> None:
    pins = {check_pin(make_account().pin) for _ in range(500)}
    assert len(pins) > 450
