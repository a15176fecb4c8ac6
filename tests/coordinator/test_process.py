"""The coordinator as a process: what it says, how it ends, what outlives it."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
import requests

from coordinator.location import FILE_NAME
from tests.fakes.process import SECONDS, Process, environment, motcua_command, start, wait_for_end
from tests.fakes.small_center import Motcua
from tests.fakes.waiting import wait_for
from wire.messages import Problem

pytestmark = pytest.mark.only_sqlite("the process over SQLite; tests/system has it over PostgreSQL")

Start = Callable[..., Process]


@pytest.fixture
def started(center_file: Path, data: Path) -> Iterator[Start]:
    running: list[Process] = []

    def start_one(*arguments: str, **more: str) -> Process:
        running.append(start(center_file, data, *arguments, **more))
        return running[-1]

    yield start_one
    for process in running:
        if process.popen.poll() is None:
            process.kill()
        process.popen.communicate()


@pytest.fixture
def token(motcua: Motcua) -> str:
    return motcua("token", "create", "admin", "may-1").out.strip()


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        motcua_command("coordinator", *arguments),
        capture_output=True,
        text=True,
        env=environment(),
        timeout=SECONDS,
        check=False,
    )


def _workers(process: Process) -> list[int]:
    """The processes below it; read while it lives."""
    children = Path(f"/proc/{process.popen.pid}/task/{process.popen.pid}/children").read_text()
    return [int(pid) for pid in children.split()]


def _raw(process: Process, request: bytes) -> bytes:
    host, port = process.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), SECONDS) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


def test_it_says_where_it_listens_alone_and_stops_when_asked(started: Start, token: str) -> None:
    process = started()
    assert process.url.startswith("http://127.0.0.1:")
    health = requests.get(f"{process.url}/healthz", timeout=SECONDS)
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert health.headers["Server"] == "motcua"
    # An open stream, an idle connection and one that says nothing hold nobody up: the last resort would
    # take five seconds and end in a kill.
    host, port = process.url.removeprefix("http://").split(":")
    with process.open_stream(token), socket.create_connection((host, int(port)), SECONDS):
        assert process.stop() == 0
    assert process.popen.stdout is not None
    assert process.popen.stdout.read() == ""
    assert "kill" not in process.said.read_text().lower()
    assert not (process.said.parent / f"{FILE_NAME}-wal").exists()


def test_ctrl_c_at_a_terminal_ends_it_cleanly_too(started: Start) -> None:
    process = started()
    (worker,) = _workers(process)
    os.kill(worker, signal.SIGINT)  # a terminal sends it to both
    assert process.stop(signal.SIGINT) == 0
    assert "Traceback" not in process.said.read_text()


def test_what_was_answered_outlives_a_kill_and_retries_get_the_first_answer(
    started: Start, token: str
) -> None:
    process = started()
    first = process.post("/tickets", token, {"domain": "chung-thuc"}, "tap-1")
    assert first.status_code == 201
    process.kill()
    again = started()  # the lock and the worker of the dead one stand in nobody's way
    retried = again.post("/tickets", token, {"domain": "chung-thuc"}, "tap-1")
    assert (retried.status_code, retried.content) == (201, first.content)
    assert again.post("/tickets", token, {"domain": "chung-thuc"}).json()["number"] == "A002"


def test_the_worker_dies_with_its_master(started: Start) -> None:
    process = started()
    (worker,) = _workers(process)
    process.kill()
    wait_for_end(worker)


def test_a_worker_that_dies_is_replaced_and_said(started: Start, token: str) -> None:
    process = started()
    (worker,) = _workers(process)
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: "a new worker serves" in process.said.read_text(), "the new worker")
    assert process.post("/tickets", token, {"domain": "chung-thuc"}).status_code == 201
    assert process.stop() == 0
    assert process.popen.stdout is not None
    assert process.popen.stdout.read() == ""


def test_a_second_one_on_the_same_database_is_refused(started: Start, center_file: Path, data: Path) -> None:
    process = started()
    refused = _run("--config", str(center_file), "--data", str(data), "--port", "0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"process {process.popen.pid}" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_commands_work_beside_it(started: Start, motcua: Motcua, token: str, tmp_path: Path) -> None:
    process = started()
    process.post("/tickets", token, {"domain": "chung-thuc"})
    other = motcua("token", "create", "display", "bang-1").out.strip()
    assert requests.get(
        f"{process.url}/api/v1/board", headers={"Authorization": f"Bearer {other}"}, timeout=SECONDS
    ).ok
    assert "1 tickets" in motcua("backup", str(tmp_path / "copy.db")).out
    refused = motcua("restore", str(tmp_path / "copy.db"))
    assert refused.code == 1
    assert "running coordinator" in refused.err
    with process.open_stream(other) as stream:
        motcua("token", "revoke", "bang-1")
        while stream.raw.read1(65536):
            """It ends within the time that a token is looked at again."""


def test_a_taken_port_is_said(center_file: Path, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = _run("--config", str(center_file), "--data", str(data), "--port", str(port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"127.0.0.1:{port}" in refused.stderr


def test_a_damaged_database_is_said(center_file: Path, data: Path) -> None:
    (data / FILE_NAME).write_text("no database at all, but long enough to be looked at" * 100)
    refused = _run("--config", str(center_file), "--data", str(data), "--port", "0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "not a database" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--port", "70000"), "0 to 65535"), (("--port", "http"), "invalid"), (("--nonsense",), "--nonsense")],
)
def test_wrong_use_is_said_with_what_is_accepted(
    motcua: Motcua, arguments: tuple[str, ...], says: str
) -> None:
    refused = motcua("coordinator", *arguments)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err


def test_more_workers_are_refused_where_the_command_line_names_a_file(
    motcua: Motcua, center_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordinator.__main__.start_logging", lambda: None)
    table = 'database = "postgresql://motcua@127.0.0.1:1/motcua"\nworkers = 2'
    center_file.write_text(f"{center_file.read_text()}\n[coordinator]\n{table}\n")
    refused = motcua("coordinator", "--port", "0")
    assert (refused.code, refused.out) == (2, "")
    assert "workers" in refused.err


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            'certificate = "/nowhere.pem"\nprivate_key = "/nowhere.key"',
            "certificate, private_key: cannot be used",
        ),
        ('private_key = "/nowhere.key"', "private_key"),
        ("threads = 1", "threads"),
        ('databse = "x"', "did you mean 'database'"),
    ],
)
def test_wrong_settings_are_said_with_file_and_key(
    motcua: Motcua, center_file: Path, monkeypatch: pytest.MonkeyPatch, table: str, says: str
) -> None:
    monkeypatch.setattr("coordinator.__main__.start_logging", lambda: None)
    center_file.write_text(f"{center_file.read_text()}\n[coordinator]\n{table}\n")
    refused = motcua("coordinator", "--port", "0")
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err


def test_what_is_not_even_http_is_answered_with_problem_details(started: Start) -> None:
    answer = _raw(started(), b"GET / HTTP/9.9\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 505 " in head.splitlines()[0] or b" 400 " in head.splitlines()[0]
    assert b"application/problem+json" in head
    assert msgspec.json.decode(body, type=Problem).status in (400, 505)


def test_a_body_that_breaks_off_or_lies_is_a_bad_request(started: Start, token: str) -> None:
    head = (
        f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n"
    )
    kind = "Content-Type: application/json\r\n"
    chunked = "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"
    answer = _raw(started(), f"{head}{kind}{chunked}".encode())
    assert b" 400 " in answer.splitlines()[0]
    assert b"problem+json" in answer


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_with_a_certificate_it_speaks_tls_alone(started: Start, center_file: Path, data: Path) -> None:
    certificate, key = data / "own.pem", data / "own.key"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=x"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *names], check=True, capture_output=True)
    table = f'\n[coordinator]\ncertificate = "{certificate}"\nprivate_key = "{key}"\n'
    center_file.write_text(center_file.read_text() + table)
    process = started()
    assert process.url.startswith("https://127.0.0.1:")
    assert requests.get(f"{process.url}/healthz", timeout=SECONDS, verify=str(certificate)).ok
    with pytest.raises(requests.RequestException):
        requests.get(process.url.replace("https", "http") + "/healthz", timeout=SECONDS).raise_for_status()
    assert process.stop() == 0


def test_systemd_is_told_when_it_serves_lives_and_stops(started: Start, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "n"))
        systemd.settimeout(SECONDS)
        process = started(NOTIFY_SOCKET=str(tmp_path / "n"), WATCHDOG_USEC="400000")
        heard = {systemd.recv(100) for _ in range(4)}
        assert {b"READY=1", b"WATCHDOG=1"} <= heard
        process.stop()
        while systemd.recv(100) != b"STOPPING=1":
            """The watchdog may have been fed once more before."""


def test_a_failing_store_is_told_to_systemd_which_starts_nothing_anew(
    started: Start, tmp_path: Path, data: Path
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "n"))
        systemd.settimeout(SECONDS)
        started(NOTIFY_SOCKET=str(tmp_path / "n"), WATCHDOG_USEC="400000")
        away = (data / FILE_NAME).rename(data / "elsewhere.db")
        while not systemd.recv(500).endswith(b"was moved or removed"):
            """Of what came before only the fault is new."""
        # The worker lives, and says so again and again.
        assert b"WATCHDOG=1" in {systemd.recv(500) for _ in range(2)}
        away.rename(data / FILE_NAME)
        while systemd.recv(500) != b"STATUS=at work":
            """Until it is mended."""
