"""The broadcast: one reading for a burst, newest wins, signs of life in silence, and no error ends it."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from coordinator import broadcast as module
from coordinator.broadcast import HEARTBEAT, Broadcast
from coordinator.store.database import StoreError
from tests.fakes.boards import EIGHT, a_board
from tests.fakes.waiting import wait_for
from wire.events import EventParser
from wire.messages import Board

NEVER = 3600.0


class Desk:
    """A board that a test changes, counted and made to fail at will."""

    def __init__(self) -> None:
        self.board = a_board(1)
        self.readings = 0
        self.failing = False
        self.held = threading.Event()
        self.held.set()

    def read(self) -> Board:
        self.readings += 1
        self.held.wait(20)
        if self.failing:
            raise OSError("the disk is gone")
        return self.board


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def broadcast(desk: Desk) -> Iterator[Broadcast]:
    running = Broadcast(desk.read, reread_seconds=NEVER, spacing_seconds=0)
    running.start()
    yield running
    desk.held.set()
    running.close()
    running.join(20)


def _boards(content: bytes) -> list[Board]:
    return [msgspec.json.decode(event.data, type=Board) for event in EventParser().feed(content)]


def test_the_first_board_comes_at_once_as_one_event(broadcast: Broadcast) -> None:
    content = next(broadcast.stream())
    (event,) = EventParser().feed(content)
    assert (event.name, event.id) == ("board", "1")
    assert content.count(b"\n") == 4
    assert _boards(content) == [a_board(1)]


def test_a_commit_reaches_a_reader_that_waits(broadcast: Broadcast, desk: Desk) -> None:
    stream = broadcast.stream()
    next(stream)
    desk.board = a_board(2)
    broadcast.wake()
    assert _boards(next(stream)) == [a_board(2)]


def test_a_burst_of_commits_is_one_more_reading(broadcast: Broadcast, desk: Desk) -> None:
    stream = broadcast.stream()
    next(stream)
    desk.held.clear()
    broadcast.wake()
    wait_for(lambda: desk.readings == 2, "the reading of the first commit")
    for seq in range(2, 100):
        desk.board = a_board(seq)
        broadcast.wake()
    desk.held.set()
    frame = broadcast.wait_beyond(1, 20)
    assert frame is not None
    assert desk.readings <= 3
    assert _boards(frame.content) == [a_board(99)]


def test_what_nobody_listens_to_is_read_once_somebody_does(broadcast: Broadcast, desk: Desk) -> None:
    next(broadcast.stream())
    for seq in range(2, 100):
        desk.board = a_board(seq)
        broadcast.wake()
    unread = broadcast.newest
    assert unread is None
    assert desk.readings == 1
    assert _boards(next(broadcast.stream())) == [a_board(99)]
    assert broadcast.newest == a_board(99)
    assert desk.readings == 2


def test_what_is_committed_during_a_reading_is_not_taken_for_read(broadcast: Broadcast, desk: Desk) -> None:
    next(broadcast.stream())
    desk.held.clear()
    stream = broadcast.stream(after=2)
    reader = threading.Thread(target=lambda: next(stream))
    reader.start()
    wait_for(lambda: desk.readings == 2, "a reading that goes on")
    broadcast.wake()
    desk.held.set()
    reader.join(20)
    wait_for(lambda: broadcast.newest is not None, "the reading after it")
    assert desk.readings == 3


def test_a_slow_reader_skips_to_the_newest_board(broadcast: Broadcast, desk: Desk) -> None:
    stream = broadcast.stream()
    next(stream)
    for seq in range(2, 6):
        desk.board = a_board(seq)
        broadcast.wake()
        assert broadcast.wait_beyond(seq - 1, 20)
    assert _boards(next(stream)) == [a_board(5)]


def test_every_reader_gets_the_same_bytes(broadcast: Broadcast) -> None:
    first, second = next(broadcast.stream()), next(broadcast.stream())
    assert first is second


def test_silence_is_broken_by_a_comment(broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.0)
    stream = broadcast.stream()
    while (chunk := next(stream)) == HEARTBEAT:
        """The first board may not be read yet."""
    assert _boards(chunk)
    assert next(stream) == HEARTBEAT
    assert EventParser().feed(HEARTBEAT) == []


def test_a_reading_that_fails_is_retried_and_told(
    broadcast: Broadcast, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    stream = broadcast.stream()
    next(stream)
    desk.failing = True
    broadcast.wake()
    wait_for(lambda: "the disk is gone" in caplog.text, "the failure in the log")
    desk.board, desk.failing = a_board(2), False
    assert _boards(next(stream)) == [a_board(2)]


def test_what_changes_by_time_alone_comes_out_with_the_same_seq(desk: Desk) -> None:
    broadcast = Broadcast(desk.read, reread_seconds=0.01)
    broadcast.start()
    stream = broadcast.stream()
    next(stream)
    desk.board = a_board(1, message="changed by the hour")
    assert _boards(next(stream)) == [desk.board]
    broadcast.close()
    broadcast.join(20)


def test_the_same_truth_at_a_later_time_is_no_news(desk: Desk) -> None:
    broadcast = Broadcast(desk.read, reread_seconds=0.01)
    broadcast.start()
    frame = broadcast.wait_beyond(0, 20)
    assert frame is not None
    desk.board = a_board(1, EIGHT + timedelta(hours=1))
    readings = desk.readings
    wait_for(lambda: desk.readings > readings + 2, "later readings")
    assert broadcast.wait_beyond(frame.turn, 0) is None
    broadcast.close()
    broadcast.join(20)


def test_only_a_reading_that_succeeded_feeds_the_watchdog(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    fed: list[int] = []
    desk.failing = True
    broadcast = Broadcast(desk.read, on_read=lambda: fed.append(desk.readings), reread_seconds=0.01)
    broadcast.start()
    wait_for(lambda: desk.readings > 2, "readings that fail")
    assert fed == []
    desk.failing = False
    wait_for(lambda: len(fed) > 1, "readings that succeed")
    broadcast.close()
    broadcast.join(20)


def test_a_reader_that_is_no_longer_welcome_is_sent_away(
    broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.0)
    welcome = iter([True, True, False])
    assert len(list(broadcast.stream(lambda: next(welcome)))) == 2


def test_closing_ends_every_stream_at_once(broadcast: Broadcast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", NEVER)
    readers = [threading.Thread(target=lambda: list(broadcast.stream())) for _ in range(20)]
    for reader in readers:
        reader.start()
    broadcast.close()
    for reader in readers:
        reader.join(20)
    assert not any(reader.is_alive() for reader in readers)


def test_closing_twice_and_before_the_start_is_safe(desk: Desk) -> None:
    broadcast = Broadcast(desk.read)
    broadcast.close()
    broadcast.close()
    broadcast.join(1)
    assert list(broadcast.stream()) == []


def test_a_stream_ends_when_its_board_cannot_be_read_any_more_and_none_is_begun(
    broadcast: Broadcast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(module, "FAILING_SECONDS", 0.05)
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.01)
    stream = broadcast.stream()
    next(stream)
    desk.failing = True
    broadcast.wake()
    assert set(stream) <= {HEARTBEAT}
    with pytest.raises(StoreError, match="the disk is gone"):
        broadcast.check()
    desk.failing = False
    wait_for(lambda: broadcast.seconds_behind() < 0.01, "a reading that succeeds")
    broadcast.check()
    assert _boards(next(broadcast.stream())) == [a_board(1)]


def test_a_single_reading_that_fails_ends_no_stream(
    broadcast: Broadcast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    stream = broadcast.stream()
    next(stream)
    desk.failing, readings = True, desk.readings
    broadcast.wake()
    wait_for(lambda: desk.readings > readings + 1, "a reading that fails")
    broadcast.check()
    desk.board, desk.failing = a_board(2), False
    assert _boards(next(stream)) == [a_board(2)]


def test_a_failing_store_is_told_with_each_reading_and_its_mending_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.001)
    told: list[str] = []
    failing = [True]

    def read() -> Board:
        if failing[0]:
            raise StoreError("disk I/O error")
        return desk.read()

    broadcast = Broadcast(read, on_fault=told.append, reread_seconds=0.001, spacing_seconds=0)
    broadcast.start()
    wait_for(lambda: len(told) > 2, "readings that fail")
    failing[0] = False
    wait_for(lambda: desk.readings > 2, "readings that succeed")
    broadcast.close()
    broadcast.join(20)
    assert set(told[:-1]) == {"disk I/O error"}
    assert told[-1] == ""
    assert caplog.text.count("disk I/O error") == 1
    assert "Traceback" not in caplog.text


def test_one_who_saw_a_newer_board_elsewhere_is_not_shown_an_older_one(
    broadcast: Broadcast, desk: Desk
) -> None:
    next(broadcast.stream())
    desk.board = a_board(7)
    # No word of that commit has come here.
    assert _boards(next(broadcast.stream(after=7))) == [a_board(7)]


def test_a_number_that_truly_went_back_is_shown(broadcast: Broadcast, desk: Desk) -> None:
    next(broadcast.stream())
    readings = desk.readings
    assert _boards(next(broadcast.stream(after=500))) == [a_board(1)]
    assert desk.readings == readings + 1


def test_whoever_waits_for_a_newer_board_hears_that_the_line_lives(
    broadcast: Broadcast, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.01)
    next(broadcast.stream())
    desk.held.clear()
    stream = broadcast.stream(after=7)
    assert next(stream) == HEARTBEAT
    desk.board = a_board(7)
    desk.held.set()
    content = next(piece for piece in stream if piece != HEARTBEAT)
    assert _boards(content) == [a_board(7)]
