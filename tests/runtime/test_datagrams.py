"""Datagrams of a Unix socket come one by one, those who can be answered are, and the end is clean."""

import socket
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from runtime.datagrams import Datagrams

HEARD = SimpleQueue[tuple[bytes, str | None]]


@pytest.fixture
def heard() -> HEARD:
    return SimpleQueue()


@pytest.fixture
def datagrams(tmp_path: Path, heard: HEARD) -> Iterator[Datagrams]:
    datagrams = Datagrams(tmp_path / "ear", "ear", lambda data, sender: heard.put((data, sender)))
    yield datagrams
    datagrams.close()


@pytest.fixture
def mouth() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as mouth:
        mouth.settimeout(20)
        yield mouth


def test_each_is_taken_in_its_turn(
    datagrams: Datagrams, heard: HEARD, mouth: socket.socket, tmp_path: Path
) -> None:
    datagrams.start()
    for data in (b"one", b"two"):
        mouth.sendto(data, str(tmp_path / "ear"))
    assert [heard.get(timeout=20) for _ in range(2)] == [(b"one", None), (b"two", None)]


def test_who_has_an_address_is_answered_and_who_has_none_is_not(
    datagrams: Datagrams, heard: HEARD, mouth: socket.socket, tmp_path: Path
) -> None:
    datagrams.start()
    mouth.bind(str(tmp_path / "mouth"))
    mouth.sendto(b"who", str(tmp_path / "ear"))
    _, sender = heard.get(timeout=20)
    datagrams.answer(sender, b"you")
    assert mouth.recv(100) == b"you"
    with pytest.raises(OSError, match="no address"):
        datagrams.answer(None, b"you")


def test_it_ends_twice_and_before_it_began_and_leaves_nothing(datagrams: Datagrams, tmp_path: Path) -> None:
    datagrams.close()
    again = Datagrams(tmp_path / "ear", "ear", lambda _data, _sender: None)
    again.start()
    again.close()
    again.close()
    assert not again.is_alive()
    assert not (tmp_path / "ear").exists()


def test_what_a_dead_process_left_is_no_hindrance(tmp_path: Path, heard: HEARD, mouth: socket.socket) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as dead:
        dead.bind(str(tmp_path / "ear"))
    datagrams = Datagrams(tmp_path / "ear", "ear", lambda data, sender: heard.put((data, sender)))
    datagrams.start()
    mouth.sendto(b"new", str(tmp_path / "ear"))
    assert heard.get(timeout=20)[0] == b"new"
    datagrams.close()
