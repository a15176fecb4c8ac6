"""A command sent a few times under one key: for a person who stands there and is told if it does not work."""

from collections.abc import Callable
from typing import Final, TypeVar

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import Unreachable, new_key

TRIES: Final = 3

T = TypeVar("T")


def insist(command: Callable[[str], T], stop: Stop) -> T:
    """Raises `Refused`, or after the last try `Unreachable`."""
    key, waits = new_key(), Backoff()
    for _ in range(TRIES - 1):
        try:
            return command(key)
        except Unreachable:
            if stop.wait(waits.next_seconds()):
                break
    return command(key)
