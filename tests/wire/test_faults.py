"""Why there is no line, as the device that has none can know it: told once a reason, and forgotten when it stands."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from runtime.stop import Stop
from tests.fakes.certificates import make_certificate
from tests.fakes.peer import Act, a_peer, answer, break_off
from tests.fakes.waiting import wait_for
from tests.wire.test_address import secure_peer
from tests.wire.test_feed import event, stream
from wire.client import Coordinator, StoreFailing
from wire.faults import CODES, LineFault
from wire.feed import BoardFeed
from wire.messages import STORE_UNAVAILABLE, TOO_MANY_STREAMS

Told = list[LineFault | None]


def problem(kind: str, **more: str) -> bytes:
    return json.dumps({"type": kind, "title": "t", "status": 503, **more}).encode()


FULL = answer(
    503, problem(STORE_UNAVAILABLE, cause="full", detail="disk is full"), "application/problem+json"
)
DISK = answer(503, problem(STORE_UNAVAILABLE, cause="disk"), "application/problem+json")
CROWDED = answer(503, problem(TOO_MANY_STREAMS), "application/problem+json")


@contextmanager
def listening(url: str) -> Iterator[Told]:
    told: Told = []
    stop = Stop()
    feed = BoardFeed(Coordinator(url, "token-1"), stop, lambda _board: None, on_fault=told.append)
    feed.start()
    yield told
    stop.ask()
    feed.join(20)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (FULL, LineFault("store", "full")),
        (CROWDED, LineFault("crowded")),
        (answer(401), LineFault("refused")),
        (answer(403), LineFault("refused")),
        (answer(500), LineFault("strange")),
        (answer(503), LineFault("strange")),
        (answer(302, headers={"Location": "http://portal.invalid/"}), LineFault("strange")),
        (answer(200, b"<html>welcome</html>", "text/html"), LineFault("strange")),
        (stream(b"event: board\ndata: {}\n\n", then=break_off), LineFault("strange")),
        (break_off, LineFault("silent")),
    ],
    ids=["full", "crowded", "401", "403", "500", "503", "redirect", "portal", "no-board", "closed"],
)
def test_each_reason_is_told_and_taken_back_when_the_line_stands(act: Act, fault: LineFault) -> None:
    with a_peer(act, stream(event(7))) as peer, listening(peer.url) as told:
        wait_for(lambda: told == [fault, None], f"{fault} and its end")


def test_a_port_where_nobody_listens_is_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with listening(url) as told:
        wait_for(lambda: told == [LineFault("silent")], "the silence")


def test_a_reason_is_told_once_and_another_one_too() -> None:
    with a_peer(FULL, FULL, FULL, DISK, stream(event(7))) as peer, listening(peer.url) as told:
        wait_for(lambda: told[-1:] == [None], "the line")
    assert told == [LineFault("store", "full"), LineFault("store", "disk"), None]


def test_a_line_that_ends_is_no_reason_by_itself() -> None:
    with a_peer(stream(event(7), then=break_off), stream(event(8))) as peer, listening(peer.url) as told:
        wait_for(lambda: len(peer.heard) == 2, "the second line")
    assert told == []


def test_a_certificate_that_nobody_vouches_for_is_one(tmp_path: Path) -> None:
    with secure_peer(make_certificate(tmp_path, "own")) as (url, _heard), listening(url) as told:
        wait_for(lambda: told[:1] == [LineFault("certificate")], "the certificate")


def test_a_command_that_the_store_cannot_keep_says_so() -> None:
    with a_peer(FULL) as peer, pytest.raises(StoreFailing, match="disk is full") as failure:
        Coordinator(peer.url, "x").ask_help("kiosk-1", "k")
    assert failure.value.cause == "full"


def test_no_two_reasons_share_a_number() -> None:
    assert sorted(CODES.values()) == list(range(1, len(CODES) + 1))
