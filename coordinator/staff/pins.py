"""PINs: which are accepted, and how they are kept.

Argon2id with 19 MiB and two passes (RFC 9106; the parameters are the OWASP Password Storage Cheat Sheet's first
choice for small machines): a quarter of a second on a Pi, and too dear to try a million of them from a stolen disk.
"""

import secrets
from functools import cache
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PIN: Final = 6
LONGEST_PIN: Final = 12
_FEWEST_DIFFERENT: Final = 3

_hasher: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class BadPin(ValueError):
    """The PIN is not accepted; the message says what is."""

    accepted: Final = f"{SHORTEST_PIN} to {LONGEST_PIN} digits, not 111111, 121212 or 123456"

    def __init__(self) -> None:
        super().__init__(f"this PIN is not accepted (accepted: {self.accepted})")


def check_pin(pin: str) -> str:
    """The PIN itself; raises `BadPin` for one that is short, or that everybody tries first."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise BadPin
    steps = {(int(later) - int(digit)) % 10 for digit, later in pairwise(pin)}
    if len(set(pin)) < _FEWEST_DIFFERENT or steps in ({1}, {9}):
        raise BadPin
    return pin


def hash_pin(pin: str) -> str:
    return _hasher.hash(pin)


def is_pin(pin: str, pin_hash: str) -> bool:
    """Whether this is the PIN that was hashed."""
    try:
        return _hasher.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys_hash() -> str:
    """What a guess at an unknown name is measured against, so that it takes as long as one at a known name."""
    return hash_pin(secrets.token_hex())
