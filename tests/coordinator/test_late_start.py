"""A coordinator whose database cannot be opened when it starts, as a process: under a service manager it answers on its
port and says why, and serves once the database is mended; at a terminal it ends and says why.
"""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import requests
from requests import Response

from coordinator.location import FILE_NAME
from tests.fakes.process import SECONDS, Process, environment, motcua_command, start
from tests.fakes.small_center import Motcua
from tests.fakes.waiting import wait_for
from wire.messages import STORE_UNAVAILABLE, Health, Problem

pytestmark = pytest.mark.only_sqlite("the process over SQLite; tests/system has it over PostgreSQL")

NONSENSE = "no database at all, but long enough to be looked at" * 100


@pytest.fixture
def token(motcua: Motcua) -> str:
    return motcua("token", "create", "admin", "may-1").out.strip()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "n"))
        systemd.settimeout(SECONDS)
        yield systemd


@pytest.fixture
def late(token: str, systemd: socket.socket, center_file: Path, data: Path) -> Iterator[Process]:
    """With a good database beside the file that is none; `token` is good for it."""
    (data / FILE_NAME).rename(data / "good.db")
    (data / FILE_NAME).write_text(NONSENSE)
    watched = {"NOTIFY_SOCKET": str(systemd.getsockname()), "WATCHDOG_USEC": "400000"}
    process = start(center_file, data, **watched)
    yield process
    if process.popen.poll() is None:
        process.kill()
    process.popen.communicate()


def _get(process: Process, path: str, token: str = "") -> Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(f"{process.url}{path}", headers=headers, timeout=SECONDS, allow_redirects=False)


def _health(process: Process) -> Health:
    return msgspec.json.decode(_get(process, "/healthz").content, type=Health)


def _mend(data: Path) -> None:
    shutil.copy(data / "good.db", data / "copied.db")
    (data / "copied.db").rename(data / FILE_NAME)


def test_it_answers_and_says_why_and_serves_once_the_file_is_mended(
    late: Process, systemd: socket.socket, token: str, data: Path
) -> None:
    health = _health(late)
    assert (health.status, health.cause) == ("failing", "damaged")
    assert "not a database" in health.reason
    # What it promised: that it answers. How the store is stands beside, and it is not started anew.
    heard = set[bytes]()
    while not (b"READY=1" in heard and any(word.endswith(b"not a database") for word in heard)):
        heard.add(systemd.recv(500))
    while systemd.recv(500) != b"WATCHDOG=1":
        """Other words come between."""
    issued = late.post("/tickets", token, {"domain": "chung-thuc"}, "tap-1")
    for answer in (issued, _get(late, "/api/v1/board", token), _get(late, "/api/v1/events", token)):
        problem = msgspec.json.decode(answer.content, type=Problem)
        assert (answer.status_code, problem.type, problem.cause) == (503, STORE_UNAVAILABLE, "damaged")
    for page in ("/t/x", "/staff/sign-in"):
        assert "html" in _get(late, page).headers["Content-Type"]
    _mend(data)
    wait_for(lambda: _health(late).status == "ok", "the database is open")
    while systemd.recv(500) != b"STATUS=at work":
        """Until the board was read."""
    assert late.post("/tickets", token, {"domain": "chung-thuc"}, "tap-1").json()["number"] == "A001"
    with late.open_stream(token):
        assert late.stop() == 0
    said = late.said.read_text()
    assert "the database is open now" in said
    assert "Traceback" not in said


def test_it_stops_when_asked_although_nothing_was_opened(late: Process) -> None:
    assert late.stop() == 0
    assert "Traceback" not in late.said.read_text()


def test_a_worker_that_is_replaced_while_the_file_is_gone_waits_for_it(
    token: str, center_file: Path, data: Path
) -> None:
    """Also where it was started by hand: people rely on it by now."""
    process = start(center_file, data)
    try:
        away = (data / FILE_NAME).rename(data / "elsewhere.db")
        (data / FILE_NAME).mkdir()
        children = Path(f"/proc/{process.popen.pid}/task/{process.popen.pid}/children")
        subprocess.run(["kill", "-9", *children.read_text().split()], check=True)
        wait_for(lambda: "a new worker serves" in process.said.read_text(), "the new worker")
        assert _health(process).cause == "moved"
        (data / FILE_NAME).rmdir()
        away.rename(data / FILE_NAME)
        wait_for(lambda: _health(process).status == "ok", "the database is open")
        assert process.post("/tickets", token, {"domain": "chung-thuc"}).status_code == 201
        assert process.stop() == 0
    finally:
        process.popen.kill()
        process.popen.communicate()


@pytest.mark.parametrize("is_watched", [True, False])
def test_a_url_that_nobody_can_read_ends_it_at_once(
    center_file: Path, systemd: socket.socket, is_watched: bool
) -> None:
    table = '\n[coordinator]\ndatabase = "postgresql://motcua@127.0.0.1:many/motcua"\n'
    center_file.write_text(center_file.read_text() + table)
    watched = {"NOTIFY_SOCKET": str(systemd.getsockname())} if is_watched else {}
    ended = subprocess.run(
        motcua_command("coordinator", "--config", str(center_file), "--port", "0"),
        capture_output=True,
        text=True,
        env=environment(**watched),
        timeout=SECONDS,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"{center_file}: [coordinator] database is no URL" in ended.stderr
    assert "Traceback" not in ended.stderr
