"""One connection as the worker serves it: how long its client may take, and how it ends.

A thread serves it from a request's first byte to the answer's last, so neither may take for ever.
"""

import socket
import time
from collections.abc import Callable
from typing import Any, Final

import gunicorn.sock
import gunicorn.util
from gunicorn import http
from gunicorn.http.errors import NoMoreData
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers import gthread

from coordinator.crowd import OWN

REQUEST_SECONDS: Final = 10.0
"""From the first byte of a request to its last, with the handshake of TLS."""
FIRST_BYTE_SECONDS: Final = 10.0
UNREAD_SECONDS: Final = 10.0
"""A client that takes nothing of its answer, or is gone without a word, is given up after so long (tcp(7))."""
PARTING_SECONDS: Final = 1.0
"""For a client to close its side too, once it has its last answer."""


def client_of(connection: socket.socket, client: tuple[Any, ...]) -> tuple[Any, ...]:
    """Whose connection this is. Whoever speaks from the very address that is spoken to is on this machine, however the
    settings write its name, and counts as `127.0.0.1`.
    """
    return (OWN, *client[1:]) if client[0] == connection.getsockname()[0] else client


class Line(gthread.TConn):  # type: ignore[misc] # gunicorn has no types
    """`on_close` is told once."""

    sock: Any
    initialized: bool

    def __init__(
        self,
        cfg: object,
        connection: socket.socket,
        client: tuple[Any, ...],
        server: object,
        on_close: Callable[["Line"], None],
    ) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(UNREAD_SECONDS * 1000))
        super().__init__(cfg, connection, client, server)
        self.address = str(client[0])
        self.has_turn = False
        self.is_closed = False
        self._on_close = on_close

    def init(self) -> None:
        """A request begins; called by the worker for each one, on its thread. Raises `NoMoreData`."""
        ends_at = time.monotonic() + REQUEST_SECONDS
        if not self.initialized:
            self.initialized = True
            if self.cfg.is_ssl:
                self._shake_hands()
            self.parser = http.get_parser(self.cfg, self.sock, self.client)
            self.parser.unreader = _TimedUnreader(self.sock)
        self.parser.unreader.ends_at = ends_at

    def part(self) -> None:
        """Say that nothing more comes, and let the client say so too; on the thread, for it takes time."""
        gunicorn.util.close_graceful(self.sock, PARTING_SECONDS)

    def close(self, graceful: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 gunicorn's own; see part()
        super().close()
        if not self.is_closed:
            self.is_closed = True
            self._on_close(self)

    def _shake_hands(self) -> None:
        self.sock.settimeout(REQUEST_SECONDS)
        try:
            self.sock = gunicorn.sock.ssl_wrap_socket(self.sock, self.cfg)
            self.sock.do_handshake()
        except TimeoutError as error:
            raise NoMoreData from error
        self.sock.settimeout(None)


class _TimedUnreader(SocketUnreader):  # type: ignore[misc] # gunicorn has no types
    """Reads until `ends_at`, however the bytes drip in; then it is as if the client had gone."""

    ends_at = 0.0

    def chunk(self, size_hint: int | None = None) -> bytes:
        remaining = self.ends_at - time.monotonic()
        if remaining <= 0:
            raise NoMoreData
        before = self.sock.gettimeout()
        self.sock.settimeout(remaining if before is None else min(before, remaining))
        try:
            read: bytes = super().chunk(size_hint)
        except TimeoutError as error:
            raise NoMoreData from error
        finally:
            self.sock.settimeout(before)
        return read
