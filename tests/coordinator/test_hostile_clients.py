"""A real coordinator in a hall where somebody means it no good: whoever works with it notices nothing."""

import io
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, redirect_stdout
from pathlib import Path

import pytest
from gunicorn.workers import gthread
from hypothesis import given
from hypothesis import strategies as st

from coordinator.reception import FairWorker
from motcua.__main__ import main
from tests.fakes.fuzz import fuzz
from tests.fakes.process import SECONDS, Process, start
from tests.fakes.small_center import CENTER

SLOW = 300
"""More than there are threads, and nearly as many as connections."""
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nrating="
HEAD = b"POST /t/nothing HTTP/1.1\r\nHost: x\r\n"
TRICKS = {
    "silent": b"",
    "one byte": b"G",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-",
    "half a body": HEAD + FORM,
    "chunks that do not come": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n",
    "an end that is not taken": b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Process, str]]:
    folder = tmp_path_factory.mktemp("hostile")
    center_file = folder / "center.toml"
    center_file.write_text(CENTER, encoding="utf-8")
    process = start(center_file, folder)
    yield process, _make_token(center_file, folder)
    assert process.stop() == 0
    process.popen.communicate()


def _make_token(center_file: Path, folder: Path) -> str:
    where = ("--config", str(center_file), "--data", str(folder))
    with redirect_stdout(io.StringIO()) as said:
        assert main(["token", "create", "kiosk", "kiosk-1", *where]) == 0
    return said.getvalue().strip()


@pytest.fixture
def hall() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def _connect(process: Process, address: str) -> socket.socket:
    host, port = process.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), SECONDS, (address, 0))


def _besiege(process: Process, hall: ExitStack, bytes_: bytes, addresses: list[str]) -> None:
    for i in range(SLOW):
        connection = hall.enter_context(closing(_connect(process, addresses[i % len(addresses)])))
        try:
            connection.sendall(bytes_)
        except ConnectionError:
            """One too many of its address: it was turned away at once."""


@pytest.mark.parametrize("trick", TRICKS)
def test_whoever_is_slow_on_purpose_keeps_no_kiosk_waiting(
    served: tuple[Process, str], hall: ExitStack, trick: str
) -> None:
    process, token = served
    _besiege(process, hall, TRICKS[trick], ["127.0.0.2"])
    for _ in range(3):
        assert process.post("/tickets", token, {"domain": "chung-thuc"}).status_code == 201
    with closing(_connect(process, "127.0.0.3")) as other:
        other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert other.recv(100).startswith(b"HTTP/1.1 200")


def test_many_addresses_together_leave_this_machine_its_threads(
    served: tuple[Process, str], hall: ExitStack
) -> None:
    process, token = served
    _besiege(process, hall, TRICKS["half a head"], [f"127.0.1.{i}" for i in range(1, 101)])
    for _ in range(3):
        assert process.post("/tickets", token, {"domain": "chung-thuc"}).status_code == 201


SECRET = "sehr-geheim"
STRANGE = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a NUL": b"GET /t/\0%b HTTP/1.1\r\nHost: x\r\n\r\n",
    "a NUL in a token": b"GET /api/v1/board HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %b\0\r\n\r\n",
    "odd bytes in a token": b"GET /api/v1/board HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %b\xff\xfe\r\n\r\n",
    "odd bytes in a cookie": b"GET /staff HTTP/1.1\r\nHost: x\r\nCookie: motcua_session=%b\xff\xc3; =;;=\r\n\r\n",
    "a folded header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\r\n %b\r\n\r\n",
    "bare line feeds": b"GET /t/%b HTTP/1.1\nHost: x\n\n",
    "two lengths": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length that is none": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
    "a length below nought": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\nabc",
    "a length beyond numbers": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nContent-Length: "
    + b"9" * 400
    + b"\r\n\r\nabc",
    "length and chunks": (
        b"POST /t/%b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "chunks twice": (
        b"POST /t/%b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"
    ),
    "a chunk's size that is none": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "a chunk's size below nought": b"POST /t/%b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "a chunk longer than it says": (
        b"POST /t/%b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"
    ),
    "an endless address": b"GET /t/%b" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "an endless header": b"GET /t/%b HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
    "many headers": b"GET /t/%b HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 200 + b"\r\n",
    "another version": b"GET /t/%b HTTP/9.9\r\nHost: x\r\n\r\n",
    "a method in brackets": b"<GET> /t/%b HTTP/1.1\r\nHost: x\r\n\r\n",
    "no host": b"GET /t/%b HTTP/1.1\r\n\r\n",
    "an address elsewhere": b"GET http://elsewhere/t/%b HTTP/1.1\r\nHost: x\r\n\r\n",
    "a way up": b"GET /board/notices/..%%2f..%%2fetc%%2fpasswd HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT %b:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade": (
        b"GET /t/%b HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
    ),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a proxy's line": b"PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\nGET /t/%b HTTP/1.1\r\nHost: x\r\n\r\n",
}


def _say(process: Process, bytes_: bytes) -> bytes:
    """What it answers until it closes; empty where it closes without a word."""
    with closing(_connect(process, "127.0.0.4")) as connection:
        connection.sendall(bytes_)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while chunk := connection.recv(65536):
                answer += chunk
        except ConnectionResetError:
            """It had read enough."""
        return answer


def _statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]


@pytest.mark.parametrize("what", STRANGE)
def test_what_is_strange_is_refused_once_and_nothing_of_it_is_logged(
    served: tuple[Process, str], what: str
) -> None:
    process, _ = served
    bytes_ = STRANGE[what].replace(b"%b", SECRET.encode()).replace(b"%%", b"%")
    answer = _say(process, bytes_)
    statuses = _statuses(answer)
    assert len(statuses) <= 1, answer
    assert all(400 <= status < 500 or status in (303, 501) for status in statuses), answer
    said = process.said.read_text()
    assert SECRET not in said
    assert "Traceback" not in said


def test_two_requests_never_become_one_nor_one_two(served: tuple[Process, str]) -> None:
    """A body that a front would take for the end of a request begins no second one here."""
    process, _ = served
    inner = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    head = b"POST /t/nothing HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    whole = head + b"Content-Length: %d\r\n\r\n" % len(inner) + inner
    assert _statuses(_say(process, whole)) == [303]
    assert _statuses(_say(process, whole + inner)) == [303, 200]
    lying = head + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % len(inner) + inner
    assert 200 not in _statuses(_say(process, lying))


heads = st.sampled_from(
    [
        b"",
        b"GET / HTTP/1.1\r\n",
        b"GET /staff HTTP/1.1\r\nHost: x\r\nCookie: ",
        HEAD,
        HEAD + b"Transfer-Encoding: ",
    ]
)


@fuzz(60)
@given(head=heads, tail=st.binary(max_size=200), ends=st.booleans())
def test_any_bytes_are_refused_or_not_answered_at_all(
    served: tuple[Process, str], head: bytes, tail: bytes, ends: bool
) -> None:
    process, _ = served
    statuses = _statuses(_say(process, head + tail + (b"\r\n\r\n" if ends else b"")))
    assert all(status < 500 or status == 501 for status in statuses)


def test_after_all_that_it_is_still_the_same_worker(served: tuple[Process, str]) -> None:
    process, token = served
    assert process.post("/tickets", token, {"domain": "chung-thuc"}).status_code == 201
    said = process.said.read_text()
    assert "new worker" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "name",
    [
        "accept",
        "enqueue_req",
        "finish_request",
        "handle",
        "handle_request",
        "handle_error",
        "load_wsgi",
        "_keepalive_after",
        "on_pending_socket_readable",
        "on_client_socket_readable",
    ],
)
def test_what_is_put_in_the_place_of_gunicorns_own_is_there(name: str) -> None:
    assert name in vars(FairWorker)
    assert callable(getattr(gthread.ThreadWorker, name))
