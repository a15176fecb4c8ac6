"""What systemd is to a process that it started: somebody who hears how it is. The process is not started anew."""

import secrets
import socket
import threading
from typing import Final

_WORD_BYTES: Final = 4096


class ServiceManager:
    """Hears on a thread of its own until `close`; `heard` is what was said so far, in order."""

    def __init__(self) -> None:
        # A name without a file: the path of one may have 107 bytes.
        self._name = f"motcua-{secrets.token_hex(8)}"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{self._name}")
        self.heard: list[str] = []
        self._thread = threading.Thread(target=self._hear, name="service-manager", daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """What a process is to find that it is to be heard."""
        return {"NOTIFY_SOCKET": f"@{self._name}"}

    def close(self) -> None:
        """Safe to do twice."""
        if self._thread.is_alive():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
                last.sendto(b"", f"\0{self._name}")
            self._thread.join(20)
            self._socket.close()

    def _hear(self) -> None:
        while word := self._socket.recv(_WORD_BYTES):
            self.heard.append(word.decode())
