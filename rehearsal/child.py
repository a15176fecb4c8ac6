"""One process of the rehearsal: started, watched, ended, with what it said kept in a file."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

LAST_LINES: Final = 15


class Child:
    """`motcua ARGUMENTS` under this Python.

    Where `setpriv` is there (util-linux) the child is told to end when the thread that started it is gone, so
    that nothing stays behind a parent that was killed: start it on a thread that lives on.
    """

    def __init__(self, name: str, arguments: list[str], log_file: Path, environment: dict[str, str]) -> None:
        self.name = name
        self._command = motcua_command(*arguments)
        self._log_file = log_file
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, or start again after the end; what it says is added to its log."""
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 our own command line
                [*_ending_with_parent(), *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Of the running process; only after `start`."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    def exit_code(self) -> int | None:
        """Null while it runs, and before the start; negative: ended by that signal."""
        return None if self._process is None else self._process.poll()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def wait_for_end(self, seconds: float) -> None:
        """Give it so long, then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL, as a power cut would: no handler of its runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def last_lines(self) -> list[str]:
        """The end of what it said."""
        if not self._log_file.exists():
            return []
        return self._log_file.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]


def motcua_command(*arguments: str) -> list[str]:
    """The command line that runs `motcua` as this process was run."""
    return [sys.executable, "-m", "motcua", *arguments]


def child_environment(**more: str) -> dict[str, str]:
    """Ours without what would overrule the rehearsal's settings, with `more` added."""
    foreign = ("MOTCUA_TOKEN", "MOTCUA_CONFIG", "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
    ours = {key: value for key, value in os.environ.items() if key not in foreign}
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(part for part in (root, ours.get("PYTHONPATH", "")) if part)
    return {**ours, "PYTHONPATH": path, **more}


def _ending_with_parent() -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
