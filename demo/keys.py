"""Keys 1 to 9 of a window as the counters' buttons: the windows send digits, these fingers press."""

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

LONGEST_BYTES: Final = 256
PRESS_SECONDS: Final = 0.12
"""Long enough for a contact to settle, far shorter than a hold."""

log = logging.getLogger(__name__)


class KeySocket(threading.Thread):
    """Takes `{"key": "3"}` datagrams; the third counter's button goes down and up by `press(counter, down)`."""

    def __init__(self, path: Path, press: Callable[[int, bool], None], counters: Sequence[int]) -> None:
        super().__init__(name="keys", daemon=True)
        self._path = path
        self._press = press
        self._counters = counters
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))

    def run(self) -> None:
        while data := self._socket.recv(LONGEST_BYTES):
            try:
                self._push(int(json.loads(data)["key"]))
            except (ValueError, KeyError, TypeError) as error:
                log.warning("a key that is not understood: %r: %s", data, error)
            except OSError as error:
                log.warning("nobody reads the buttons: %s", error)
        self._socket.close()

    def close(self) -> None:
        """End the thread by an empty datagram; closing twice is safe."""
        with (
            contextlib.suppress(FileNotFoundError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender,
        ):
            sender.sendto(b"", str(self._path))
            self.join()
        self._path.unlink(missing_ok=True)

    def _push(self, key: int) -> None:
        if not 1 <= key <= len(self._counters):
            return
        counter = self._counters[key - 1]
        self._press(counter, True)
        time.sleep(PRESS_SECONDS)
        self._press(counter, False)
