"""The feed against scripted peers: the newest board wins, and every loss of the line is seen and mended."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec
import pytest

from runtime.stop import Stop
from tests.fakes.boards import a_board
from tests.fakes.peer import Act, Line, Peer, a_peer, answer, break_off, hang, reset
from tests.fakes.waiting import wait_for
from wire.client import Coordinator
from wire.feed import BoardFeed
from wire.messages import Board

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
NEVER = 3600.0


def event(seq: int, message: str = "") -> bytes:
    return b"event: board\nid: %d\ndata: %s\n\n" % (seq, msgspec.json.encode(a_board(seq, message=message)))


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def stream(*parts: bytes, then: Act = hang) -> Act:
    """An answer whose body is these parts, each sent by itself; the end of the connection is its end."""

    def act(line: Line) -> bool:
        line.send(HEAD + b"\r\n", *parts)
        return then(line)

    return act


class Screen:
    """Who listens to a feed: what it was told, in order."""

    def __init__(self) -> None:
        self.told: list[str | int | bool] = []

    def on_board(self, board: Board) -> None:
        self.told.append(board.message or board.seq)

    def on_link(self, up: bool) -> None:
        self.told.append(up)

    def wait(self, *told: str | int | bool) -> None:
        wait_for(lambda: self.told == list(told), f"{told} was told")

    def wait_for_last(self, *told: str | int | bool) -> None:
        wait_for(lambda: self.told[-len(told) :] == list(told), f"{told} was told last")


@pytest.fixture
def screen() -> Screen:
    return Screen()


@contextmanager
def feeding(
    url: str,
    screen: Screen,
    quiet_seconds: float = NEVER,
    on_board: Callable[[Board], None] | None = None,
    stop: Stop | None = None,
) -> Iterator[BoardFeed]:
    stop = stop or Stop()
    feed = BoardFeed(
        Coordinator(url, "token-1"), stop, on_board or screen.on_board, screen.on_link, quiet_seconds
    )
    feed.start()
    try:
        yield feed
    finally:
        stop.ask()


@contextmanager
def fed(screen: Screen, *script: Act, quiet_seconds: float = NEVER) -> Iterator[Peer]:
    """A feed that reads a peer of this script; at the end both have gone."""
    with a_peer(*script) as peer, feeding(peer.url, screen, quiet_seconds) as feed:
        yield peer
    feed.join(20)
    assert not feed.is_alive()


def test_a_board_is_delivered_and_the_link_stands(screen: Screen) -> None:
    with fed(screen, stream(event(7))) as peer:
        screen.wait(7, True)
    assert peer.heard[0].path == "/api/v1/events?after=0"
    assert peer.heard[0].headers["authorization"] == "Bearer token-1"


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_board_that_comes_in_pieces_is_delivered(screen: Screen, size: int) -> None:
    data = event(7)
    with fed(screen, stream(*(data[start : start + size] for start in range(0, len(data), size)))):
        screen.wait(7, True)


def test_chunks_as_the_coordinator_sends_them_are_read_as_they_come(screen: Screen) -> None:
    def act(line: Line) -> bool:
        line.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk(event(7)), chunk(b": alive\n\n"))
        screen.wait(7, True)  # the next chunk has not been sent yet
        line.send(chunk(event(8)[:20]), chunk(event(8)[20:]))
        return hang(line)

    with fed(screen, act):
        screen.wait(7, True, 8)


def test_what_a_proxy_packed_is_unpacked(screen: Screen) -> None:
    def act(line: Line) -> bool:
        line.send(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(event(7)))
        return hang(line)

    with fed(screen, act):
        screen.wait(7, True)


def test_the_newest_wins_and_one_of_the_same_number_counts(screen: Screen) -> None:
    with fed(screen, stream(event(7), event(6), event(7, "closed now"), event(9), event(8))):
        screen.wait(7, True, "closed now", 9)


def test_a_sign_of_life_alone_is_no_link(screen: Screen) -> None:
    go_on = threading.Event()

    def act(line: Line) -> bool:
        line.send(HEAD + b"\r\n", b": alive\n\n", b"event: news\ndata: x\n\n")
        line.hang(go_on)
        line.send(event(7))
        return hang(line)

    with fed(screen, act) as peer:
        wait_for(lambda: peer.heard, "the request")
        assert screen.told == []
        go_on.set()
        screen.wait(7, True)


def test_a_closed_stream_is_opened_anew_from_the_last_board_on(screen: Screen) -> None:
    with fed(screen, stream(event(7), then=break_off), stream(event(8))) as peer:
        screen.wait(7, True, False, 8, True)
    assert [heard.path for heard in peer.heard] == ["/api/v1/events?after=0", "/api/v1/events?after=7"]


def test_after_a_restore_the_first_board_is_shown_though_its_number_is_lower(screen: Screen) -> None:
    with fed(screen, stream(event(900), then=break_off), stream(event(3), event(2), event(4))):
        screen.wait(900, True, False, 3, True, 4)


def test_a_line_that_fell_silent_is_dead_and_is_opened_anew(screen: Screen) -> None:
    with fed(screen, stream(event(7)), stream(event(8)), quiet_seconds=0.3):
        screen.wait_for_last(False, 8, True)
    assert screen.told[:2] == [7, True]


def test_a_coordinator_that_does_not_answer_is_asked_again_beside(screen: Screen) -> None:
    with fed(screen, hang, stream(event(7))):
        screen.wait(7, True)


def test_a_coordinator_that_never_answers_is_lost(screen: Screen) -> None:
    with fed(screen, hang, hang, hang, hang, hang, hang, quiet_seconds=0.3):
        screen.wait(False)


def test_an_answer_that_comes_after_another_was_taken_is_hung_up(screen: Screen) -> None:
    taken, hung_up = threading.Event(), threading.Event()

    def late(line: Line) -> bool:
        line.hang(taken)
        with suppress(OSError):
            while True:
                line.send(HEAD + b"\r\n", event(6))
        hung_up.set()
        return False

    with fed(screen, late, stream(event(7))):
        screen.wait(7, True)
        taken.set()
        assert hung_up.wait(20)
        assert screen.told == [7, True]


def half_a_chunk(line: Line) -> bool:
    line.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk(event(7)), b"500\r\nevent: bo")
    return False


def no_chunk(line: Line) -> bool:
    line.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"what?\r\n")
    return False


def no_gzip(line: Line) -> bool:
    line.send(HEAD + b"Content-Encoding: gzip\r\n\r\n", b"what?")
    return False


@pytest.mark.parametrize(
    "act",
    [
        answer(401),
        answer(403),
        answer(404),
        answer(500),
        answer(503),
        answer(302, headers={"Location": "http://portal.invalid/"}),
        answer(200, b"<html>welcome</html>", "text/html"),
        break_off,
        reset,
        stream(then=reset),
        stream(event(7), then=reset),
        stream(event(7)[:-20], then=break_off),
        stream(b"event: board\ndata: {\n\n"),
        stream(b"event: board\ndata: {}\n\n"),
        stream(b"event: board\ndata: \xff\n\n"),
        stream(b"x" * 5 * 1024 * 1024),
        half_a_chunk,
        no_chunk,
        no_gzip,
        lambda line: bool(line.send(b"SSH-2.0\r\n")),
    ],
    ids=[
        "401", "403", "404", "500", "503", "redirect", "portal", "closed", "reset", "reset-later", "reset-after-board",
        "half-a-board", "no-json", "no-board", "no-utf8", "endless", "half-a-chunk", "no-chunk", "no-gzip", "noise",
    ],
)  # fmt: skip
def test_whatever_spoils_a_stream_the_next_one_is_read(screen: Screen, act: Act) -> None:
    with fed(screen, act, stream(event(9))):
        screen.wait_for_last(False, 9, True)
        assert screen.told in ([False, 9, True], [7, True, False, 9, True])


def test_a_loss_is_said_once_however_often_it_is_tried(screen: Screen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with feeding(url, screen) as feed:
        screen.wait(False)
    feed.join(20)
    with fed(screen, answer(503), answer(503), answer(503), stream(event(7))):
        screen.wait(False, False, 7, True)


def test_a_stop_ends_the_feed_between_two_tries(screen: Screen) -> None:
    with a_peer(answer(503)) as peer:
        with feeding(peer.url, screen) as feed:
            screen.wait(False)
        feed.join(20)
        assert not feed.is_alive()


def test_a_stop_ends_the_feed_at_the_next_sign_of_life(screen: Screen) -> None:
    go_on = threading.Event()

    def act(line: Line) -> bool:
        line.send(HEAD + b"\r\n", event(7))
        line.hang(go_on)
        line.send(b": alive\n\n")
        return hang(line)

    with a_peer(act) as peer:
        with feeding(peer.url, screen) as feed:
            screen.wait(7, True)
        go_on.set()
        feed.join(20)
        assert not feed.is_alive()
        assert len(peer.heard) == 1


def test_a_listener_that_fails_stops_the_process_and_does_not_leave_the_past_on_the_screen(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_board: Board) -> None:
        raise ZeroDivisionError

    raised: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda thread: raised.append(thread.exc_type))
    stop = Stop()
    with a_peer(stream(event(7))) as peer, feeding(peer.url, screen, on_board=fail, stop=stop) as feed:
        assert stop.wait(20)
        feed.join(20)
    assert raised == [ZeroDivisionError]
