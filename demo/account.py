"""The account with which visitors of the demonstration sign in to the staff's pages."""

import secrets
from dataclasses import dataclass
from typing import Final

NAME: Final = "demo"
ROLE: Final = "admin"
PIN_DIGITS: Final = 6
_UPWARDS: Final = "01234567890123456789"


@dataclass(frozen=True)
class Account:
    name: str
    pin: str


def make_account() -> Account:
    """One of this run, with a PIN that is not among those that everybody tries first."""
    while True:
        pin = "".join(secrets.SystemRandom().sample("0123456789", PIN_DIGITS))
        if pin not in _UPWARDS and pin[::-1] not in _UPWARDS:
            return Account(NAME, pin)
