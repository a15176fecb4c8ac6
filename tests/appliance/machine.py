"""A machine that can be switched on, hung up, and have its plug pulled: a Debian booted by systemd-nspawn."""

import os
import signal
import subprocess
import uuid
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.appliance.debian import ROOT, debian, wheels
from tests.fakes.waiting import wait_for

BOOT_SECONDS: Final = 60
# The small centre of the demonstrations, with parts that need no hardware.
CENTER: Final = """
[coordinator]
url = "http://127.0.0.1:8080"

[kiosk]
mode = "offscreen:/run/motcua-kiosk/screen:1280x800"

[printer]
device = "virtual:/run/motcua-printer/paper"

[display]
mode = "offscreen:/run/motcua-display/screen:1920x1080"

[counter]
pins = "mock:/run/motcua-counter/pins.sock"

[[counter.buttons]]
counter = 1
gpio = 17
"""
SOURCES: Final = "/src"


class Machine:
    """`run` and its like work while it is up. What it wrote outlives `pull_plug`, as on a card."""

    def __init__(
        self, folder: Path, sources: Path, *, bridge: str = "", hostname: str = "", tree: Path | None = None
    ) -> None:
        """`tree` is the Debian below it, by itself the one with all packages."""
        self.name = hostname or f"motcua-{uuid.uuid4().hex[:8]}"
        self._network = f"--network-bridge={bridge}" if bridge else "--private-network"
        self.root = folder / "root"
        self.upper = folder / "upper"
        self.sources = sources
        self._is_root_read_only = False
        self._nspawn: subprocess.Popen[bytes] | None = None
        self._leader = 0
        self._log = folder / "console.log"
        self._state = folder / "state"
        for part in (self.root, self.upper, folder / "work"):
            part.mkdir(parents=True)
        options = f"lowerdir={tree or debian()},upperdir={self.upper},workdir={folder / 'work'}"
        _must("mount", "-t", "overlay", "overlay", "-o", options, str(self.root))
        self.write("/etc/hostname", f"{self.name}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pull_plug()
        _must("umount", "--lazy", str(self.root))

    def write(self, path: str, text: str) -> None:
        """A file on its disk, also while it is off."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def configure(self, coordinator: str = "http://127.0.0.1:8080") -> None:
        """Give it a configuration before anything is installed; by itself an installation takes the example."""
        center = (ROOT / "config" / "demo.toml").read_text(encoding="utf-8") + CENTER
        self.write("/etc/motcua/center.toml", center.replace("http://127.0.0.1:8080", coordinator))

    def make_root_read_only(self) -> None:
        """From the next start on, all but the folder of the state, which moves to a partition of its own."""
        _must("cp", "--archive", f"{self.root}/var/lib/motcua", str(self._state))
        self._is_root_read_only = True

    def boot(self) -> None:
        command = [
            "systemd-nspawn",
            "--quiet",
            "--boot",
            # There is no systemd here to register with.
            "--register=no",
            "--keep-unit",
            "--console=pipe",
            self._network,
            # Whether the clock is synchronised may be asked on a real machine.
            "--system-call-filter=adjtimex clock_adjtime",
            f"--machine={self.name}",
            f"--directory={self.root}",
            f"--bind-ro={self.sources}:{SOURCES}",
            f"--bind-ro={wheels()}:/wheels",
        ]
        if self._is_root_read_only:
            command += ["--read-only", f"--bind={self._state}:/var/lib/motcua"]
        with self._log.open("ab") as log:
            self._nspawn = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._leader = wait_for(self._find_leader, "the machine's first process", BOOT_SECONDS)
        wait_for(self._has_booted, f"the machine is up, see {self._log}", BOOT_SECONDS)

    def pull_plug(self) -> None:
        """Everything in it dies at this instant; safe to do twice."""
        if self._nspawn is None:
            return
        if self._leader:
            os.kill(self._leader, signal.SIGKILL)
        self._nspawn.kill()
        self._nspawn.wait()
        self._nspawn, self._leader = None, 0

    def run(self, *command: str, **environment: str) -> str:
        """Its standard output; fails with both outputs where the command does."""
        done = self.attempt(*command, **environment)
        assert done.returncode == 0, f"{' '.join(command)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def attempt(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        given = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": "/wheels",
            "LANG": "C.UTF-8",
            **environment,
        }
        enter = ["nsenter", f"--target={self._leader}", "--mount", "--uts", "--ipc", "--net", "--pid"]
        return subprocess.run(
            [*enter, *command],
            env=given,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def install(self, *arguments: str, **environment: str) -> str:
        """`sudo ./run install …`; what it said."""
        done = self.attempt(f"{SOURCES}/run", "install", *arguments, **environment)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{self.journal()}"
        return done.stdout + done.stderr

    def show(self, unit: str, key: str) -> str:
        return self.run("systemctl", "show", f"--property={key}", "--value", unit).strip()

    def is_up(self, process: str) -> bool:
        return self.attempt("systemctl", "-q", "is-active", f"motcua-{process}.service").returncode == 0

    def main_pid(self, process: str) -> str:
        return self.show(f"motcua-{process}.service", "MainPID")

    def journal(self) -> str:
        return self.attempt("journalctl", "--no-pager", "--lines=200", "--unit=motcua-*").stdout

    def _find_leader(self) -> int:
        assert self._nspawn is not None
        assert self._nspawn.poll() is None, self._log.read_text(errors="replace")[-3000:]
        return next((pid for pid in _children(self._nspawn.pid) if _is_init(pid)), 0)

    def _has_booted(self) -> bool:
        state = self.attempt("systemctl", "is-system-running").stdout.strip()
        return state in ("running", "degraded")


def _children(parent: int) -> list[int]:
    try:
        text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    own = [int(word) for word in text.split()]
    return own + [pid for child in own for pid in _children(child)]


def _is_init(pid: int) -> bool:
    """Whether it is the first process of a pid namespace of its own, and already systemd."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return lines["NSpid"].split()[-1] == "1" and lines["Name"].strip() == "systemd"


def _must(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
