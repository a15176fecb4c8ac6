"""The event stream: the whole board at once and after every change, signs of life, and an end."""

import threading
from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest
from msgspec.structs import replace
from werkzeug.test import TestResponse

from config import Settings
from coordinator import broadcast
from coordinator.store.tokens import Tokens
from coordinator.web.application import most_streams
from tests.coordinator.web.conftest import OpenWeb
from tests.fakes.small_center import CENTER_ID
from tests.fakes.waiting import wait_for
from tests.fakes.web import Web
from wire.events import Event, EventParser
from wire.messages import Board


def _open(web: Web, query: str = "") -> TestResponse:
    return web.send("GET", f"/events{query}", "display")


def _events(response: TestResponse) -> Iterator[Event]:
    parser = EventParser()
    for chunk in response.response:
        assert isinstance(chunk, bytes)
        yield from parser.feed(chunk)


def _board(event: Event) -> Board:
    return msgspec.json.decode(event.data, type=Board)


def test_the_first_board_comes_on_connecting(web: Web) -> None:
    web.post("/tickets", "kiosk", {"domain": "chung-thuc"}, 201)
    seq = web.get("/board")["seq"]
    with closing(_open(web)) as response:
        assert response.status_code == 200
        assert response.content_type.startswith("text/event-stream")
        assert response.headers["Cache-Control"] == "no-store"
        first = _until(web, response, seq)
    assert first.name == "board"
    assert first.id == str(seq)
    assert _board(first).domains[0].waiting == 1


def _until(web: Web, response: TestResponse, seq: int) -> Event:
    """The first board that is as new as `seq`: a reader may come before the last commit was read."""
    return next(event for event in _events(response) if int(event.id) >= seq)


def test_each_board_is_one_line_of_data(web: Web) -> None:
    with closing(_open(web)) as response:
        chunks = (chunk for chunk in response.response if isinstance(chunk, bytes))
        lines = next(chunk for chunk in chunks if chunk.startswith(b"event")).decode().split("\n")
    assert [line.partition(":")[0] for line in lines] == ["event", "id", "data", "", ""]


def test_a_change_is_there_after_its_answer(web: Web) -> None:
    with closing(_open(web)) as response:
        events = _events(response)
        next(events)
        web.post("/tickets", "kiosk", {"domain": "ho-tich"}, 201)
        web.post("/counters/2/next", "counter")
        seq = web.get("/board")["seq"]
        board = _board(next(event for event in events if int(event.id) >= seq))
    assert [(call.number, call.counter) for call in board.calls] == [("C001", 2)]


def test_no_call_is_skipped_by_a_reader_that_skips_boards(web: Web) -> None:
    with closing(_open(web)) as response:
        events = _events(response)
        next(events)
        for _ in range(5):
            web.post("/tickets", "kiosk", {"domain": "chung-thuc"}, 201)
            web.post("/counters/1/next", "counter")
        seq = web.get("/board")["seq"]
        board = _board(next(event for event in events if int(event.id) >= seq))
    assert [call.number for call in board.calls] == ["A005", "A004", "A003", "A002", "A001"]


def test_silence_is_broken_by_a_comment(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast, "HEARTBEAT_SECONDS", 0.01)
    with closing(_open(web)) as response:
        assert any(chunk == b":\n\n" for chunk in response.response)


@pytest.mark.parametrize("query", ["?after=0", "?after=12345", ""])
def test_whatever_a_reader_has_it_gets_the_newest_board(web: Web, query: str) -> None:
    with closing(_open(web, query)) as response:
        assert next(_events(response)).name == "board"


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 19, "", "0x1"])
def test_an_after_that_is_no_number_is_refused(web: Web, after: str) -> None:
    response = _open(web, f"?after={after}")
    assert response.status_code == 422
    assert "after" in response.json["accepted"][0]  # type: ignore[index]


def test_streams_never_take_the_last_threads(settings: Settings, open_web: OpenWeb) -> None:
    few = replace(settings, coordinator=replace(settings.coordinator, threads=4))
    web = open_web(few)
    assert most_streams(4) == 2
    first, second = _open(web), _open(web)
    third = _open(web)
    assert (first.status_code, second.status_code, third.status_code) == (200, 200, 503)
    assert int(third.headers["Retry-After"]) > 0
    assert third.mimetype == "application/problem+json"
    first.close()
    with closing(_open(web)) as fourth:
        assert fourth.status_code == 200
    second.close()


def test_one_address_never_takes_the_streams_of_all(settings: Settings, open_web: OpenWeb) -> None:
    web = open_web(replace(settings, coordinator=replace(settings.coordinator, threads=28)))
    most = most_streams(28)

    def open_at(address: str) -> TestResponse:
        return web.send("GET", "/events", "display", environ_overrides={"REMOTE_ADDR": address})

    theirs = [open_at("192.168.1.66") for _ in range(most)]
    assert [one.status_code for one in theirs] == [200] * (most // 2) + [503] * (most - most // 2)
    others = [open_at("192.168.1.20"), open_at("127.0.0.1")]
    assert [one.status_code for one in others] == [200, 200]
    for response in (*theirs, *others):
        response.close()
    with closing(open_at("192.168.1.66")) as again:
        assert again.status_code == 200


@pytest.mark.parametrize("threads", [4, 5, 8, 128, 4096])
def test_some_threads_are_always_left_for_commands(threads: int) -> None:
    assert 1 <= most_streams(threads) <= threads - 2


def test_a_revoked_token_ends_its_stream(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(broadcast, "RECHECK_SECONDS", 0.01)
    with closing(_open(web)) as response:
        next(iter(response.response))
        Tokens(web.front.desk._database, CENTER_ID).revoke("display-1", web.front.clock.now(), "2026-11-23")
        for _ in response.response:
            """It goes on for a moment, and ends."""
    assert _open(web).status_code == 401


def test_a_stop_ends_every_stream(web: Web) -> None:
    ended: list[int] = []

    def listen() -> None:
        with closing(_open(web)) as response:
            ended.append(sum(1 for _ in response.response))

    readers = [threading.Thread(target=listen) for _ in range(4)]
    for reader in readers:
        reader.start()
    web.broadcast.close()
    for reader in readers:
        reader.join(20)
    assert not any(reader.is_alive() for reader in readers)
    wait_for(lambda: len(ended) == 4, "the end of each")
