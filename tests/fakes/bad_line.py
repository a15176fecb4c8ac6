"""A line that loses, repeats, delays and tears single requests, as its dice say: an HTTP proxy on loopback.

Where `tests.fakes.proxy` cuts a line as a whole, this one harms one request and lets the next pass. It is for
commands; the stream of events is carried as it comes, once its request got through.
"""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Literal, NamedTuple

Mishap = Literal["none", "lost", "unanswered", "twice", "both", "echo", "late", "torn"]
"""What becomes of a request.

lost: it does not arrive. unanswered: it is done, the answer does not arrive. twice: it is sent on two times, one after
the other, and the second answer is given. both: it is sent on two times at the same instant. echo: it arrives again a
while after it was answered. late: it waits on the way. torn: half of the answer arrives.
"""

LATE_SECONDS: Final = 0.15
_SECONDS: Final = 30.0
_PIECE_BYTES: Final = 65_536
_STREAM: Final = "/api/v1/events"
_KEY: Final = "Idempotency-Key"
_PASSED: Final = ("Authorization", _KEY, "Content-Type", "User-Agent")


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class BadLine:
    """Carries requests to `port`; `throw` is asked for each request what becomes of it.

    `happened` counts the mishaps. `differing` holds the two answers of each command that was sent twice under one key
    and answered otherwise the second time.
    """

    def __init__(self, port: int, throw: Callable[[], Mishap] = lambda: "none") -> None:
        self.throw = throw
        self.happened: Counter[Mishap] = Counter()
        self.differing: list[tuple[bytes, bytes]] = []
        self._port = port
        self._echoes: list[threading.Thread] = []
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def settle(self) -> None:
        """No mishap from now on; comes back when every echo has arrived."""
        self.throw = lambda: "none"
        for echo in self._echoes.copy():
            echo.join()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def carry(self, request: "_Request", mishap: Mishap) -> _Answer | None:
        """The answer that arrives; null where none does."""
        self.happened[mishap] += 1
        if mishap == "lost":
            return None
        if mishap == "late":
            time.sleep(LATE_SECONDS)
        if mishap == "both":
            return self._forward_twins(request)
        answer = self._forward(request)
        if mishap == "twice":
            again = self._forward(request)
            self._compare(request, answer, again)
            return again
        if mishap == "echo":
            echo = threading.Thread(target=self._echo, args=(request,), daemon=True)
            self._echoes.append(echo)
            echo.start()
        return None if mishap == "unanswered" else answer

    def carry_stream(
        self,
        request: "_Request",
        mishap: Mishap,
        begin: Callable[[_Answer, Mapping[str, str]], None],
        write: Callable[[bytes], object],
    ) -> None:
        """Piece by piece, until either side hangs up; a stream's request can be lost or late, no more."""
        self.happened[mishap if mishap in ("lost", "late") else "none"] += 1
        if mishap == "lost":
            return
        if mishap == "late":
            time.sleep(LATE_SECONDS)
        with suppress(OSError, http.client.HTTPException), self._asked(request) as response:
            begin(_Answer(response.status, _kept_of(response), b""), {"Connection": "close"})
            while piece := response.read1(_PIECE_BYTES):
                write(piece)

    def _forward_twins(self, request: "_Request") -> _Answer | None:
        with ThreadPoolExecutor(2) as pool:
            one, other = pool.map(self._forward, (request, request))
        self._compare(request, one, other)
        return other if one is None or not is_settled(one) else one

    def _compare(self, request: "_Request", one: _Answer | None, other: _Answer | None) -> None:
        """A question may be answered otherwise each time, a command under its key may not."""
        if _KEY not in request.headers or one is None or other is None:
            return
        if is_settled(one) and is_settled(other) and one.body != other.body:
            self.differing.append((one.body, other.body))

    def _echo(self, request: "_Request") -> None:
        time.sleep(2 * LATE_SECONDS)
        self._forward(request)

    def _forward(self, request: "_Request") -> _Answer | None:
        try:
            with self._asked(request) as response:
                return _Answer(response.status, _kept_of(response), response.read())
        except (OSError, http.client.HTTPException):
            return None

    @contextmanager
    def _asked(self, request: "_Request") -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            yield connection.getresponse()
        finally:
            connection.close()


def _kept_of(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name: value for name, value in response.getheaders() if name == "Content-Type"}


def is_settled(answer: _Answer) -> bool:
    """Whether the answer stands for good: a failure of the server's does not."""
    return answer.status < 500


class _Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    line: BadLine
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: self.headers[name] for name in _PASSED if name in self.headers}
        request, mishap = _Request(self.command, self.path, headers, body), self.line.throw()
        if self.path.startswith(_STREAM):
            self.close_connection = True
            self.line.carry_stream(request, mishap, self._begin, self.wfile.write)
            return
        answer = self.line.carry(request, mishap)
        if answer is None:
            self.close_connection = True
            return
        self._answer(answer, is_torn=mishap == "torn" and len(answer.body) > 1)

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815 the names that http.server looks for

    def _answer(self, answer: _Answer, *, is_torn: bool) -> None:
        length = {} if answer.status == HTTPStatus.NO_CONTENT else {"Content-Length": str(len(answer.body))}
        self._begin(answer, length)
        self.wfile.write(answer.body[: len(answer.body) // 2] if is_torn else answer.body)
        self.close_connection = self.close_connection or is_torn

    def _begin(self, answer: _Answer, more: Mapping[str, str]) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Every request of a storm would only hide what matters."""


def _handler_of(line: BadLine) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"line": line})
