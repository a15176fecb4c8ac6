"""A network printer that takes every byte at once, so that what is measured is our time alone."""

import socket
import threading
import time

from printer.commands import CUT_PARTIAL_AFTER_FEED, REALTIME_STATUS

WAIT_SECONDS = 20.0
SPEED_MM_S = 1000
"""What `[printer] speed_mm_s` is to be: the watch over the paper, which comes after the last byte, is short then."""


class QuickPrinter(threading.Thread):
    """Takes everything at once, is always well, and notes when each ticket was complete."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.ended_at: list[float] = []
        self.sizes: list[int] = []
        self.ended = threading.Condition()

    def run(self) -> None:
        while True:
            peer, _ = self._listener.accept()
            with peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._serve(peer)

    def _serve(self, peer: socket.socket) -> None:
        job = bytearray()
        while data := peer.recv(1 << 20):
            now = time.monotonic()
            job += data
            # A question may come by itself, or in one piece with the ticket before it.
            if job[-3:-1] == REALTIME_STATUS:
                del job[-3:]
                peer.sendall(b"\x12")
            if job.endswith(CUT_PARTIAL_AFTER_FEED):
                with self.ended:
                    self.ended_at.append(now)
                    self.sizes.append(len(job))
                    self.ended.notify_all()
                job.clear()

    def wait_for(self, count: int) -> float:
        with self.ended:
            if not self.ended.wait_for(lambda: len(self.ended_at) >= count, WAIT_SECONDS):
                raise TimeoutError(f"ticket {count} did not come out")
            return self.ended_at[count - 1]
