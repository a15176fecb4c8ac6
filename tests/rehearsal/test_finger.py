"""Fingers and eyes at the simulated edge, against a process that takes datagrams."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import finger
from rehearsal.finger import LampWatch
from tests.fakes.waiting import wait_for


class Pins(threading.Thread):
    """What a counter process does at its socket: keeps presses, answers for lamps while it is willing."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._path = str(path)
        self.heard: list[dict[str, object]] = []
        self.answers: list[bytes] = []
        self.answered = 0

    def run(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(4096)
            if not data:
                return
            self.heard.append(json.loads(data))
            for answer in self.answers if "lamps" in self.heard[-1] else []:
                self._socket.sendto(answer, sender)
                self.answered += 1

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", self._path)
        self.join()
        self._socket.close()


@pytest.fixture
def pins(tmp_path: Path) -> Iterator[Pins]:
    pins = Pins(tmp_path / "pins.sock")
    pins.start()
    yield pins
    pins.close()


@pytest.fixture
def lamps(tmp_path: Path, pins: Pins) -> Iterator[LampWatch]:
    lamps = LampWatch(tmp_path / "pins.sock")
    yield lamps
    lamps.close()


def test_a_press_is_a_contact_that_closes_and_opens(pins: Pins, tmp_path: Path) -> None:
    finger.press(tmp_path / "pins.sock", 3, down=True)
    finger.press(tmp_path / "pins.sock", 3, down=False)
    wait_for(lambda: len(pins.heard) == 2, "both edges")
    assert pins.heard == [{"counter": 3, "pressed": True}, {"counter": 3, "pressed": False}]


def test_where_nobody_listens_a_finger_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        finger.press(tmp_path / "nowhere.sock", 3, down=True)
    with pytest.raises(FileNotFoundError):
        finger.touch(tmp_path, 1, 2)


def test_lamps_are_seen_by_their_counters(pins: Pins, lamps: LampWatch) -> None:
    pins.answers = [b'{"1": true, "2": false}']
    assert lamps.look() == {1: True, 2: False}


def test_an_answer_that_came_too_late_is_not_taken_for_the_next(pins: Pins, lamps: LampWatch) -> None:
    pins.answers = [b'{"1": true}', b'{"1": true}']
    assert lamps.look() == {1: True}
    wait_for(lambda: pins.answered == 2, "the late answer")
    pins.answers = [b'{"1": false}']
    assert lamps.look() == {1: False}


def test_lamps_that_nobody_tells_are_an_error(
    pins: Pins, lamps: LampWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finger, "ANSWER_SECONDS", 0.05)
    with pytest.raises(TimeoutError):
        lamps.look()
