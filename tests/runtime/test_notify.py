"""Word to systemd over a real datagram socket, and how often its watchdog wants a sign of life."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.notify import notify, watchdog_seconds


@pytest.fixture(autouse=True)
def _no_systemd(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def systemd() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(20)
        yield listening


def test_word_arrives_at_a_socket_of_the_file_system(
    systemd: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    systemd.bind(str(tmp_path / "notify"))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    notify("READY=1")
    notify("STATUS=đang chạy")
    assert systemd.recv(100) == b"READY=1"
    assert systemd.recv(100).decode() == "STATUS=đang chạy"


def test_word_arrives_at_an_abstract_socket(systemd: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    systemd.bind("")  # the kernel chooses a free abstract name
    monkeypatch.setenv("NOTIFY_SOCKET", "@" + systemd.getsockname()[1:].decode())
    notify("WATCHDOG=1")
    assert systemd.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("address", [None, ""])
def test_without_systemd_nothing_is_said(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    if address is not None:
        monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


def test_a_named_socket_that_takes_nothing_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with pytest.raises(FileNotFoundError):
        notify("READY=1")


@pytest.mark.parametrize(
    ("microseconds", "process", "seconds"),
    [
        ("10000000", "ours", 5.0),
        ("10000000", None, 5.0),
        ("10000000", "1", None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_watchdog_is_pinged_at_half_its_time_if_it_is_ours(
    monkeypatch: pytest.MonkeyPatch, microseconds: str | None, process: str | None, seconds: float | None
) -> None:
    process = str(os.getpid()) if process == "ours" else process
    for name, value in (("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", process)):
        if value is not None:
            monkeypatch.setenv(name, value)
    assert watchdog_seconds() == seconds
