"""The page's HTTP server: werkzeug's own, on the loopback only. For a demonstration it is enough."""

import socket
import threading
from typing import Final

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

LOOPBACK: Final = "127.0.0.1"
POLL_SECONDS: Final = 0.1


class PortTaken(OSError):
    """The port cannot be listened on; the message says why."""


class _QuietHandler(WSGIRequestHandler):
    """Says nothing of single requests: their addresses would bring the key into a log."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class PageServer:
    """Listens from the beginning, so that the port is known; answers once `serve` was given the page."""

    def __init__(self, port: int) -> None:
        try:
            self._listener = socket.create_server((LOOPBACK, port))
        except OSError as error:
            raise PortTaken(f"port {port} of {LOOPBACK}: {error.strerror}") from error
        self.port: int = self._listener.getsockname()[1]
        self._server: BaseWSGIServer | None = None

    def url(self, key: str) -> str:
        return f"http://{LOOPBACK}:{self.port}/?key={key}"

    def serve(self, page: Flask) -> None:
        """Answer on threads of its own, one a request."""
        self._server = make_server(
            LOOPBACK,
            self.port,
            page,
            threaded=True,
            request_handler=_QuietHandler,
            fd=self._listener.fileno(),
        )
        threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name="page", daemon=True
        ).start()

    def close(self) -> None:
        """Closing twice is safe."""
        if self._server is not None:
            self._server.shutdown()
            self._server = None
        self._listener.close()
