"""A line that loses, repeats, delays and tears single requests, as its dice say: an HTTP proxy on loopback.

Where `tests.fakes.proxy` cuts a line as a whole, this one harms one request and lets the next pass. It is for
commands; a stream is not carried.
"""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, Literal, NamedTuple

Mishap = Literal["none", "lost", "unanswered", "twice", "echo", "late", "torn"]
"""What becomes of a request.

lost: it does not arrive. unanswered: it is done, the answer does not arrive. twice: it is sent on two times, one after
the other, and the second answer is given. echo: it arrives again a while after it was answered. late: it waits on the
way. torn: half of the answer arrives.
"""

LATE_SECONDS: Final = 0.15
_SECONDS: Final = 30.0
_PASSED: Final = ("Authorization", "Idempotency-Key", "Content-Type", "User-Agent")


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class BadLine:
    """Carries requests to `port`; `throw` is asked for each request what becomes of it.

    `happened` counts the mishaps. `differing` holds the two answers of each request that was sent twice and answered
    otherwise the second time.
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
        answer = self._forward(request)
        if mishap == "twice":
            again = self._forward(request)
            if answer is not None and again is not None and is_settled(answer) and again.body != answer.body:
                self.differing.append((answer.body, again.body))
            return again
        if mishap == "echo":
            echo = threading.Thread(target=self._echo, args=(request,), daemon=True)
            self._echoes.append(echo)
            echo.start()
        return None if mishap == "unanswered" else answer

    def _echo(self, request: "_Request") -> None:
        time.sleep(2 * LATE_SECONDS)
        self._forward(request)

    def _forward(self, request: "_Request") -> _Answer | None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_SECONDS)
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            response = connection.getresponse()
            kept = {name: value for name, value in response.getheaders() if name == "Content-Type"}
            return _Answer(response.status, kept, response.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


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


def _handler_of(line: BadLine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: self.headers[name] for name in _PASSED if name in self.headers}
            mishap = line.throw()
            answer = line.carry(_Request(self.command, self.path, headers, body), mishap)
            if answer is None:
                self.close_connection = True
                return
            self._answer(answer, is_torn=mishap == "torn" and len(answer.body) > 1)

        do_GET = do_POST = do_PUT = handle_any  # noqa: N815 the names that http.server looks for

        def _answer(self, answer: _Answer, *, is_torn: bool) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2] if is_torn else answer.body)
            self.close_connection = self.close_connection or is_torn

        def log_message(self, *_: object) -> None:
            """Every request of a storm would only hide what matters."""

    return Handler
