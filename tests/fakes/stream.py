"""A coordinator that only tells: the event stream and the centre's names, as a test dictates them."""

import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

from tests.fakes.boards import a_center
from wire.messages import Board, Center

HEARTBEAT_SECONDS = 0.1


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that was broken off is what the tests are about; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # they are its own


class TellingCoordinator:
    """Serves on a free port of the loopback. What is published goes to each open stream, and to each new one
    its newest.
    """

    def __init__(self) -> None:
        self.center: Center = a_center()
        self.names_asked = 0
        self._newest: Board | None = None
        self._streams: set[queue.SimpleQueue[bytes | None]] = set()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.cut_streams()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def publish(self, board: Board) -> None:
        """The newest board; a time without zone would be refused by the types."""
        with self._lock:
            self._newest = board
            for stream in self._streams:
                stream.put(_frame(board))

    def cut_streams(self) -> None:
        with self._lock:
            for stream in self._streams:
                stream.put(None)

    def stream_count(self) -> int:
        with self._lock:
            return len(self._streams)

    @contextmanager
    def _stream(self) -> Iterator[Iterator[bytes]]:
        mailbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        with self._lock:
            self._streams.add(mailbox)
            if self._newest is not None:
                mailbox.put(_frame(self._newest))
        try:
            yield _sayings(mailbox)
        finally:
            with self._lock:
                self._streams.discard(mailbox)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        coordinator = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path.startswith("/api/v1/events"):
                    self._tell()
                    return
                coordinator.names_asked += 1
                content = msgspec.json.encode(coordinator.center)
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def _tell(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                self.close_connection = True
                with coordinator._stream() as sayings:
                    try:
                        for saying in sayings:
                            self.wfile.write(saying)
                            self.wfile.flush()
                    except OSError:
                        return  # the reader went

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's name
                pass

        return Handler


def _sayings(mailbox: "queue.SimpleQueue[bytes | None]") -> Iterator[bytes]:
    while True:
        try:
            saying = mailbox.get(timeout=HEARTBEAT_SECONDS)
        except queue.Empty:
            saying = b":\n\n"
        if saying is None:
            return
        yield saying


def _frame(board: Board) -> bytes:
    return b"event: board\nid: %d\ndata: %b\n\n" % (board.seq, msgspec.json.encode(board))
