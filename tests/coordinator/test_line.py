"""One connection: how long a client may take over its request, and over its answer."""

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData

from coordinator import line as lines
from coordinator.line import Line, client_of

CFG = Config()


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A connection over TCP: the client's end, and the worker's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        ours, _ = server.accept()
    with client, ours:
        yield client, ours


def _open(ours: socket.socket, closed: list[Line]) -> Line:
    one = Line(CFG, ours, ours.getpeername(), ours.getsockname(), closed.append)
    ours.setblocking(True)
    return one


def test_what_comes_in_time_is_read(ends: tuple[socket.socket, socket.socket]) -> None:
    client, ours = ends
    client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    one = _open(ours, [])
    one.init()
    assert next(one.parser).path == "/healthz"
    assert ours.gettimeout() is None
    assert one.address == "127.0.0.1"


@pytest.mark.parametrize("start", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_a_request_that_does_not_end_is_given_up(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(lines, "REQUEST_SECONDS", 0.05)
    client, ours = ends
    client.sendall(start)
    one = _open(ours, [])
    one.init()
    with pytest.raises(NoMoreData):
        next(one.parser)


def test_bytes_that_drip_in_win_no_time(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "REQUEST_SECONDS", 0.2)
    client, ours = ends
    over = threading.Event()

    def drip() -> None:
        client.sendall(b"GET / HTTP/1.1\r\nX: ")
        while not over.wait(0.01):
            client.sendall(b"a")

    dripping = threading.Thread(target=drip)
    dripping.start()
    one = _open(ours, [])
    one.init()
    with pytest.raises(NoMoreData):
        next(one.parser)
    over.set()
    dripping.join(20)


def test_a_body_that_does_not_come_is_given_up_too(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "REQUEST_SECONDS", 0.05)
    client, ours = ends
    client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
    one = _open(ours, [])
    one.init()
    request = next(one.parser)
    with pytest.raises(NoMoreData):
        request.body.read()


def test_each_request_of_a_connection_has_its_own_time(ends: tuple[socket.socket, socket.socket]) -> None:
    client, ours = ends
    one = _open(ours, [])
    one.init()
    first = one.parser.unreader.ends_at
    client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert next(one.parser).path == "/"
    one.init()
    assert one.parser.unreader.ends_at > first


def test_a_hand_that_is_not_shaken_is_given_up(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(connection: socket.socket, _cfg: object) -> SimpleNamespace:
        return SimpleNamespace(do_handshake=lambda: connection.recv(1))

    monkeypatch.setattr(lines, "REQUEST_SECONDS", 0.05)
    monkeypatch.setattr("gunicorn.sock.ssl_wrap_socket", wait)
    _, ours = ends
    one = _open(ours, [])
    one.cfg = SimpleNamespace(is_ssl=True)
    with pytest.raises(NoMoreData):
        one.init()


def test_the_kernel_gives_up_who_takes_nothing_of_an_answer(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    _, ours = ends
    _open(ours, [])
    seconds = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) / 1000
    assert seconds == lines.UNREAD_SECONDS


@pytest.mark.parametrize(
    ("source", "address"),
    [("127.0.0.9", "127.0.0.1"), ("127.0.0.2", "127.0.0.2"), ("127.0.0.1", "127.0.0.1")],
)
def test_whoever_speaks_from_the_address_that_is_spoken_to_is_this_machine(source: str, address: str) -> None:
    """As a kiosk does whose settings name the coordinator by its address in the LAN."""
    with (
        socket.create_server(("127.0.0.9", 0)) as server,
        socket.create_connection(server.getsockname(), source_address=(source, 0)) as client,
    ):
        connection, peer = server.accept()
        with connection:
            assert client_of(connection, peer) == (address, client.getsockname()[1])


def test_an_end_is_told_once(ends: tuple[socket.socket, socket.socket]) -> None:
    closed: list[Line] = []
    one = _open(ends[1], closed)
    one.close()
    one.close(graceful=True)
    assert closed == [one]
    assert one.is_closed
