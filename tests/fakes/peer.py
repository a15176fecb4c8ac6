"""A scripted HTTP peer on a loopback port: it reads real requests and answers, hangs or breaks off as told."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

LONGEST_WAIT_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Heard:
    """One request as it came; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Line:
    """The peer's end of one connection."""

    def __init__(self, accepted: socket.socket, ending: threading.Event) -> None:
        self._socket = accepted
        self._ending = ending
        self._reader = accepted.makefile("rb")

    def hear(self) -> Heard | None:
        """The next request; null where the other end has gone."""
        first = self._reader.readline().decode("latin-1").split()
        if not first:
            return None
        lines = iter(lambda: self._reader.readline().decode("latin-1").strip(), "")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = self._reader.read(int(headers.get("content-length", 0)))
        return Heard(first[0], first[1], headers, body)

    def send(self, *parts: bytes) -> None:
        for part in parts:
            self._socket.sendall(part)

    def hang(self, until: threading.Event | None = None) -> None:
        """Say nothing until told to go on, or until the test is over."""
        (until or self._ending).wait(LONGEST_WAIT_SECONDS)

    def reset(self) -> None:
        """Break off as a machine without power does when it is back: what was on the way is lost."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._reader.close()
        self._socket.close()


Act = Callable[[Line], bool]
"""What the peer does with one request; true: the connection stays open for another."""


def answer(
    status: int, body: bytes = b"", kind: str = "application/json", headers: dict[str, str] | None = None
) -> Act:
    """A whole answer."""
    fields = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items())

    def act(line: Line) -> bool:
        line.send(head.encode() + b"\r\n" + body)
        return True

    return act


def hang(line: Line) -> bool:
    line.hang()
    return False


def break_off(_line: Line) -> bool:
    return False


def reset(line: Line) -> bool:
    line.reset()
    return False


class Peer:
    """Does the acts of its script in turn, one a request, and the last one again for every further request."""

    def __init__(self, *script: Act) -> None:
        self.heard: list[Heard] = []
        self._script = list(script)
        self._ending = threading.Event()
        self._lines: list[Line] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def close(self) -> None:
        self._ending.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in list(self._lines):
            line.close()
        for thread in list(self._threads):
            thread.join(LONGEST_WAIT_SECONDS)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        self._threads.append(thread)  # only now: one that was not started cannot be joined

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            line = Line(accepted, self._ending)
            self._lines.append(line)
            self._start(lambda line=line: self._serve(line))  # type: ignore[misc] # mypy sees a default only

    def _serve(self, line: Line) -> None:
        with suppress(OSError, ValueError):  # the other end, or the test, has closed it
            while (heard := line.hear()) is not None:
                self.heard.append(heard)
                act = self._script.pop(0) if len(self._script) > 1 else self._script[0]
                if not act(line):
                    break
        line.close()


@contextmanager
def a_peer(*script: Act) -> Iterator[Peer]:
    peer = Peer(*script)
    try:
        yield peer
    finally:
        peer.close()
