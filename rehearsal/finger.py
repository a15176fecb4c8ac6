"""What people do to the simulated edge: press a button, look at a lamp, touch the screen.

By the datagrams that the processes take on their Unix sockets.
"""

import contextlib
import json
import select
import socket
import tempfile
from pathlib import Path
from typing import Final

ANSWER_SECONDS: Final = 1.0


def press(pins: Path, counter: int, *, down: bool) -> None:
    """Close or open the contact of a counter's button; raises `OSError` where no counter process listens."""
    _send(pins, {"counter": counter, "pressed": down})


def touch(screen: Path, x: int, y: int) -> None:
    """A finger on the off-screen screen whose folder this is, in its pixels; raises `OSError`."""
    _send(screen / "touch.sock", {"x": x, "y": y})


class LampWatch:
    """Looks at the lamps of one counter process."""

    def __init__(self, pins: Path) -> None:
        self._pins = str(pins)
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-lamps-")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"{self._folder.name}/eye.sock")
        self._socket.setblocking(False)

    def look(self) -> dict[int, bool]:
        """Which counters' lamps are lit at this instant; raises `OSError` where nobody answers."""
        self._drop_late_answers()
        self._socket.sendto(b'{"lamps": true}', self._pins)
        self._wait()
        answer: dict[str, bool] = json.loads(self._socket.recv(65536))
        return {int(counter): lit for counter, lit in answer.items()}

    def close(self) -> None:
        self._socket.close()
        self._folder.cleanup()

    def _drop_late_answers(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(65536)

    def _wait(self) -> None:
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        if not waiting.poll(ANSWER_SECONDS * 1000):
            raise TimeoutError("the counter process does not say how its lamps are")


def _send(path: Path, wish: dict[str, object]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hand:
        hand.sendto(json.dumps(wish).encode(), str(path))
