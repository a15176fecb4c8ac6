"""Simulated pins driven from outside, as a finger would: for the demonstration, simulations and tests.

Datagrams of JSON on a Unix socket: `{"counter": 3, "pressed": true}` closes the contact of counter 3's
button, `false` opens it. `{"lamps": true}`, sent from a bound address, is answered there with the
lamps' light as the pins have it: `{"3": true, …}`.
"""

import json
import logging
from pathlib import Path
from typing import Any

from gpiozero.pins import Factory

from config.settings import Button
from runtime.datagrams import Datagrams

log = logging.getLogger(__name__)


class PinSocket(Datagrams):
    """Moves the simulated pins electrically; everything above them runs as on a Pi."""

    def __init__(self, path: Path, factory: Factory, buttons: list[Button]) -> None:
        """Listen at `path`, which only this user may write to; raises `OSError`."""
        super().__init__(path, "pin-socket", self._take)
        path.chmod(0o600)
        self._factory = factory
        # Of two buttons at a counter the first is moved.
        self._buttons = {b.counter: (b, b.gpio) for b in reversed(buttons) if b.gpio is not None}
        self._lamps = {b.counter: (b, b.lamp) for b in reversed(buttons) if b.lamp is not None}

    def _take(self, data: bytes, sender: str | None) -> None:
        try:
            self._obey(json.loads(data), sender)
        except (ValueError, KeyError, TypeError, OSError) as error:
            log.warning("a datagram for the simulated pins is not understood: %r (%s)", data, error)

    def _obey(self, wish: Any, sender: str | None) -> None:  # noqa: ANN401 JSON is anything
        if "lamps" in wish:
            self.answer(sender, json.dumps(self._look()).encode())
            return
        button, gpio = self._buttons[wish["counter"]]
        pin = self._factory.pin(f"GPIO{gpio}")
        if wish["pressed"] == button.active_low:
            pin.drive_low()
        else:
            pin.drive_high()

    def _look(self) -> dict[str, bool]:
        return {
            str(counter): bool(self._factory.pin(f"GPIO{lamp}").state) == button.lamp_active_high
            for counter, (button, lamp) in self._lamps.items()
        }
