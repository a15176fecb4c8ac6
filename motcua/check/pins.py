"""The buttons' part of the check: can the pins be had, through the back end that the settings name?"""

from collections.abc import Iterator

from config import Settings
from counter.gpio import PinsError, open_pins
from motcua.check.finding import Finding, fault


def check_pins(settings: Settings) -> Iterator[Finding]:
    """Opens the chip and closes it again; no pin is claimed, so a running agent is not disturbed."""
    try:
        open_pins(settings.counter.pins).close()
    except PinsError as error:
        yield fault("pins.closed", problem=error)
