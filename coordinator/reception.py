"""gunicorn's threaded worker, made fair: no visitor keeps its threads or its connections from the others.

A connection waits on the poller, where it costs no thread, until it says something, and then for its turn
(`coordinator.crowd`). A stream gives its turn back when it begins, for streams have a bound of their own. All but
`handle` runs on the worker's main loop. What is built on here is gunicorn 27's; a test fails if it loses its meaning.
"""

import errno
import logging
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import gunicorn.util
from gunicorn.http import errors
from gunicorn.workers import gthread

from coordinator.crowd import OWN_ADDRESSES, Crowd, limits_of
from coordinator.line import FIRST_BYTE_SECONDS, Line, client_of
from coordinator.web.application import most_streams
from coordinator.web.streams import EVENT_STREAM
from runtime.seldom import Seldom

log = logging.getLogger(__name__)

_STATUSES: Final[dict[type[Exception], HTTPStatus]] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}
_NOT_NOW: Final = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)
# No descriptor is left for one more connection, in this process or on the whole machine.
_NO_MORE: Final = (errno.EMFILE, errno.ENFILE)
_BREATH_SECONDS: Final = 0.1

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class FairWorker(gthread.ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """Serves whoever asks, each address no more than its share."""

    wsgi: Application

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 gunicorn's own
        super().__init__(*arguments, **named)
        commands = self.cfg.threads - most_streams(self.cfg.threads)
        self._crowd: Crowd[Line] = Crowd(limits_of(self.worker_connections, commands))
        self._served = threading.local()
        self._seldom = Seldom()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        self.wsgi = self._letting_streams_go(self.wsgi)

    def accept(self, listener: socket.socket) -> None:
        try:
            connection, peer = listener.accept()
        except OSError as error:
            self._bear(error)
            return
        client = client_of(connection, peer)
        if not self._has_room(str(client[0])):
            connection.close()
            return
        line = Line(self.cfg, connection, client, listener.getsockname(), self._crowd.leave)
        self._crowd.enter(line)
        self.nr_conns += 1
        line.timeout = time.monotonic() + FIRST_BYTE_SECONDS
        self.pending_conns.append(line)
        self.poller.register(connection, selectors.EVENT_READ, partial(self.on_pending_socket_readable, line))

    def on_pending_socket_readable(self, conn: Line, client: socket.socket) -> None:
        # It may have made room for another one that was heard in the same instant.
        if not conn.is_closed:
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: Line, client: socket.socket) -> None:
        if not conn.is_closed:
            super().on_client_socket_readable(conn, client)

    def enqueue_req(self, conn: Line) -> None:
        """It has said something: serve it, or let it wait for its turn."""
        if self._crowd.ask_turn(conn):
            self._serve(conn)

    def finish_request(self, conn: Line, fs: "Future[bool]") -> None:
        self._end_turn(conn)
        super().finish_request(conn, fs)

    def handle(self, conn: Line) -> bool:
        """Serve one request, on a thread; whether the connection stays open."""
        self._served.line = conn
        stays: bool = super().handle(conn)
        if not stays:
            conn.part()
        return stays

    def handle_request(self, req: Any, conn: Line) -> bool:  # noqa: ANN401 gunicorn's own
        try:
            done: bool = super().handle_request(req, conn)
        except TimeoutError as error:
            # What the kernel says of a client that took nothing for too long: it is gone, and nobody's mistake.
            raise ConnectionResetError(errno.ECONNRESET, str(error)) from error
        return done

    def _keepalive_after(self, conn: Line, keepalive: bool) -> bool:  # noqa: FBT001 gunicorn's own
        try:
            stays: bool = super()._keepalive_after(conn, keepalive)
        except errors.ParseException:
            # The rest of its body is none, but it has had its answer: a second one would be taken for another's.
            return False
        return stays

    def handle_error(self, req: object, client: socket.socket, addr: tuple[Any, ...], exc: Exception) -> None:  # noqa: ARG002
        """Answer what is no request; nothing of it is logged, for it may hold a token or a link."""
        if isinstance(exc, ssl.SSLError):
            return
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        if isinstance(exc, errors.ParseException):
            status = _STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
        what = f"{addr[0]} sent what is no request: {type(exc).__name__}"
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("a request could not be served", exc_info=exc)
        elif self._seldom.is_due(what):
            log.warning(what)
        # Looked up here, for it is set when the worker is.
        gunicorn.util.write_error(client, status, status.phrase, str(exc))

    def _serve(self, line: Line) -> None:
        line.has_turn = True
        super().enqueue_req(line)

    def _end_turn(self, line: Line) -> None:
        if line.has_turn:
            line.has_turn = False
            for other in self._crowd.end_turn(line):
                self._serve(other)

    def _has_room(self, address: str) -> bool:
        """Whether one more connection of this address can be held; for one that is new an idle one makes room."""
        return not self._crowd.is_full(address) or self._close_idle(
            lambda line: self._crowd.makes_room_for(line, address)
        )

    def _close_idle(self, may_close: Callable[[Line], bool]) -> bool:
        """Close the connection that has been idle for longest, of those that may be; false where there is none."""
        for idle in (self.pending_conns, self.keepalived_conns):
            line = next(filter(may_close, idle), None)
            if line is not None:
                idle.remove(line)
                self.poller.unregister(line.sock)
                self.nr_conns -= 1
                line.close()
                return True
        return False

    def _bear(self, error: OSError) -> None:
        """A connection could not be accepted."""
        if error.errno in _NO_MORE:
            if self._seldom.is_due(str(error)):
                log.warning("no further connection can be accepted: %s", error)
            if not self._close_idle(lambda line: line.address not in OWN_ADDRESSES):
                # The poller would say at once, and again and again, that somebody waits.
                time.sleep(_BREATH_SECONDS)
        elif error.errno not in _NOT_NOW:
            raise error

    def _letting_streams_go(self, application: Application) -> Application:
        """A stream's turn is over once it begins to be answered."""

        def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            line = self._served.line

            def start(status: str, headers: list[tuple[str, str]], *more: object) -> object:
                if any(name == "Content-Type" and kind.startswith(EVENT_STREAM) for name, kind in headers):
                    self.method_queue.defer(self._end_turn, line)
                return start_response(status, headers, *more)

            return application(environ, start)

        return serve
