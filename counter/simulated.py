"""Simulated pins driven from outside, as a finger would: for the demonstration, simulations and tests.

Datagrams of JSON on a Unix socket: `{"counter": 3, "pressed": true}` closes the contact of counter 3's
button, `false` opens it. `{"lamps": true}`, sent from a bound address, is answered there with the
lamps' light as the pins have it: `{"3": true, …}`.
"""

import json
import logging
import socket
import threading
from pathlib import Path
from typing import Any, Final

from gpiozero.pins import Factory

from config.settings import Button

LONGEST_BYTES: Final = 4096

log = logging.getLogger(__name__)


class PinSocket(threading.Thread):
    """Moves the simulated pins electrically; everything above them runs as on a Pi."""

    def __init__(self, path: Path, factory: Factory, buttons: list[Button]) -> None:
        """Listen at `path`, which only this user may write to; raises `OSError`."""
        super().__init__(name="pin-socket", daemon=True)
        self._factory = factory
        # Of two buttons at a counter the first is moved.
        self._buttons = {b.counter: (b, b.gpio) for b in reversed(buttons) if b.gpio is not None}
        self._lamps = {b.counter: (b, b.lamp) for b in reversed(buttons) if b.lamp is not None}
        self._path = path
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        path.chmod(0o600)

    def run(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(LONGEST_BYTES)
            if not data:
                return
            try:
                self._obey(json.loads(data), sender)
            except (ValueError, KeyError, TypeError, OSError) as error:
                log.warning("a datagram for the simulated pins is not understood: %r (%s)", data, error)

    def close(self) -> None:
        """End the thread and take the socket away; closing twice is safe."""
        if self.is_alive():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as self_pipe:
                self_pipe.sendto(b"", str(self._path))
            self.join()
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _obey(self, wish: Any, sender: Any) -> None:  # noqa: ANN401 JSON and a socket address are anything
        if "lamps" in wish:
            self._socket.sendto(json.dumps(self._look()).encode(), sender)
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
