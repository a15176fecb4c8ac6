"""Digit keys push the counters' buttons, each down and up."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.keys import KeySocket
from tests.fakes.waiting import wait_for


@pytest.fixture
def pushed() -> list[tuple[int, bool]]:
    return []


@pytest.fixture
def path(tmp_path: Path, pushed: list[tuple[int, bool]]) -> Iterator[Path]:
    def press(counter: int, down: bool) -> None:
        if counter == 30:
            raise ConnectionRefusedError("no counter process")
        pushed.append((counter, down))

    keys = KeySocket(tmp_path / "keys.sock", press, [10, 20, 30])
    keys.start()
    yield tmp_path / "keys.sock"
    keys.close()
    keys.close()
    assert not (tmp_path / "keys.sock").exists()


def send(path: Path, *messages: object) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        for message in messages:
            sender.sendto(json.dumps(message).encode(), str(path))


def test_a_key_pushes_the_button_of_the_counter_in_its_place(
    path: Path, pushed: list[tuple[int, bool]]
) -> None:
    send(path, {"key": "2"}, {"key": "1"})
    wait_for(lambda: len(pushed) == 4, "two pushes")
    assert pushed == [(20, True), (20, False), (10, True), (10, False)]


def test_what_is_no_counters_key_pushes_nothing_and_stops_nothing(
    path: Path, pushed: list[tuple[int, bool]]
) -> None:
    send(path, {"key": "9"}, {"key": "0"}, {"key": "x"}, {}, [], {"key": "3"}, {"key": "1"})
    wait_for(lambda: len(pushed) == 2, "one push")
    assert pushed == [(10, True), (10, False)]
