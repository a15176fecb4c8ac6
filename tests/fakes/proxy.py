"""A line between two processes that a test can cut in the ways in which lines are cut: a TCP proxy on loopback."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

Cut = Literal["stall", "reset", "swallow"]
_PIECE = 65536


class Proxy:
    """Forwards to `port` until `cut`; works again from `mend` on. What each cut does:

    stall: nothing passes, and all that was on the way comes when it is mended, as over a bad radio line.
    reset: every connection is broken off, and each new one at once, as by a machine that restarts.
    swallow: connections stand and what is sent over them is lost for good, as by a router that forgot them;
    those that were cut stay dead, new ones work when it is mended.

    `refused` counts the connections that a reset broke off as they came.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._state = threading.Condition()
        self._cut: Cut | None = None
        self._generation = 0
        self._forgotten = 0
        self.refused = 0
        self._closing = False
        self._open: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, how: Cut) -> None:
        with self._state:
            self._cut = how
            self._generation += 1
            if how == "swallow":
                self._forgotten = self._generation + 1
            connections = list(self._open)
        if how == "reset":
            for connection in connections:
                _break_off(connection)

    def mend(self) -> None:
        with self._state:
            self._cut = None
            self._generation += 1
            self._state.notify_all()

    def close(self) -> None:
        with self._state:
            self._closing = True
            self._state.notify_all()
            connections = list(self._open)
        _end(self._server)
        for connection in connections:
            _end(connection)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._server.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with self._state:
            generation, cut = self._generation, self._cut
        if cut == "reset":
            _break_off(near)
            self.refused += 1
            return
        far = socket.create_connection(("127.0.0.1", self._target))
        with self._connections(near, far):
            back = threading.Thread(target=self._pump, args=(far, near, generation), daemon=True)
            back.start()
            self._pump(near, far, generation)
            back.join()

    @contextmanager
    def _connections(self, *ends: socket.socket) -> Iterator[None]:
        with self._state:
            self._open.update(ends)
        try:
            yield
        finally:
            with self._state:
                self._open.difference_update(ends)
            for end in ends:
                end.close()

    def _pump(self, source: socket.socket, sink: socket.socket, born: int) -> None:
        """Carry bytes one way until an end goes."""
        with suppress(OSError):
            while data := source.recv(_PIECE):
                if self._may_pass(born):
                    sink.sendall(data)
        _end(sink)

    def _may_pass(self, born: int) -> bool:
        """What was connected before the end of a swallowing is forgotten for good."""
        with self._state:
            self._state.wait_for(lambda: self._cut != "stall" or self._closing)
            return born >= self._forgotten


@contextmanager
def a_proxy(port: int) -> Iterator[Proxy]:
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()


def _break_off(connection: socket.socket) -> None:
    """With a reset and not an end."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RD)
        connection.close()


def _end(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
