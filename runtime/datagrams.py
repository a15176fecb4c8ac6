"""A Unix socket that hears datagrams on a thread of its own: how a finger that is none touches a screen or a pin."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

LONGEST_BYTES: Final = 4096


class Datagrams(threading.Thread):
    """Hears at `path`, in the place of what a dead process left there; raises `OSError` where it cannot.

    `take` is called on this thread with each datagram and the path of who sent it, which is null where nobody can be
    answered.
    """

    def __init__(self, path: Path, name: str, take: Callable[[bytes, str | None], None]) -> None:
        super().__init__(name=name, daemon=True)
        self._path = path
        self._take_datagram = take
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))

    def answer(self, sender: str | None, data: bytes) -> None:
        """Raises `OSError` where nobody can be answered any more."""
        if sender is None:
            raise OSError("the sender has no address")
        self._socket.sendto(data, sender)

    def run(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(LONGEST_BYTES)
            if not data:
                return
            self._take_datagram(data, sender)

    def close(self) -> None:
        """End the thread by an empty datagram, and take the socket away; safe to do twice, and before `start`."""
        if self.is_alive():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
                last.sendto(b"", str(self._path))
            self.join()
        self._socket.close()
        self._path.unlink(missing_ok=True)
