"""The buttons' part of the check: can the pins and keypads be had that the settings name?"""

import os
from collections.abc import Iterator
from pathlib import Path

from config import Settings
from counter.gpio import PinsError, open_pins
from counter.wiring import needs_pins
from motcua.check.finding import Finding, fault


def check_pins(settings: Settings) -> Iterator[Finding]:
    """Opens the chip and closes it again; no pin is claimed, so a running agent is not disturbed."""
    buttons = settings.counter.buttons
    if needs_pins(settings.counter) or not buttons:
        try:
            open_pins(settings.counter.pins).close()
        except PinsError as error:
            yield fault("pins.closed", problem=error)
    keyboards = {button.keyboard for button in buttons if button.keyboard}
    for device in sorted(keyboards):
        yield from _check_keyboard(device)


def _check_keyboard(device: str) -> Iterator[Finding]:
    if not Path(device).is_char_device():
        yield fault("pins.keyboard", device=device)
    elif not os.access(device, os.R_OK):
        yield fault("pins.rights", device=device)
