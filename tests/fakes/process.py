"""The coordinator as a real process of its own: started, asked, stopped, killed."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import requests

SECONDS: Final = 30.0
_FOREIGN: Final = ("MOTCUA_CONFIG", "MOTCUA_TOKEN", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


def motcua_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "motcua", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _FOREIGN} | more


@dataclass
class Process:
    """A coordinator that has said that it listens at `url`. `said` holds what it wrote to standard error."""

    popen: subprocess.Popen[str]
    url: str
    said: Path

    def post(self, path: str, token: str, body: object = None, key: str = "") -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        with _session() as session:
            return session.post(f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=SECONDS)

    def open_stream(self, token: str) -> requests.Response:
        """The event stream, of which the first board has come."""
        headers = {"Authorization": f"Bearer {token}"}
        response = _session().get(f"{self.url}/api/v1/events", headers=headers, timeout=SECONDS, stream=True)
        assert response.status_code == 200
        assert response.raw.read1(65536)
        return response

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; gives the exit code."""
        self.popen.send_signal(number)
        return self.popen.wait(SECONDS)

    def kill(self) -> None:
        self.stop(signal.SIGKILL)


def start(center_file: Path, data: Path, *arguments: str, **more: str) -> Process:
    """Start `motcua coordinator` on a free port and wait for its line; fails with what it said otherwise."""
    return start_as_written(center_file, data / "coordinator.log", "--data", str(data), *arguments, **more)


def start_as_written(center_file: Path, said: Path, *arguments: str, **more: str) -> Process:
    """The same, on the database that the file names."""
    command = motcua_command("coordinator", "--config", str(center_file), "--port", "0")
    with said.open("a") as log:
        popen = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=log, text=True, env=environment(**more)
        )
    assert popen.stdout is not None
    line = popen.stdout.readline()
    assert line.startswith("listening on http"), f"{line!r}; it said:\n{said.read_text()}"
    return Process(popen, line.removeprefix("listening on ").strip(), said)


def wait_for_end(pid: int) -> None:
    """Until no process of this id is left, for one that is not a child of ours."""
    deadline = time.monotonic() + SECONDS
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline, f"process {pid} lives on"
        time.sleep(0.01)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session
