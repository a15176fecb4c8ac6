"""The check of this machine, run for the manager's page: `motcua check` as a process of its own.

A process of its own, for the check looks into every room, may hang on a dying disk, and must take nothing from the
commands: one at a time, ended after a while, its findings kept until the next one.
"""

import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from runtime.clock import Clock

LONGEST_SECONDS: Final = 20.0
"""A check of a coordinator takes a second or three on a Pi; a browser would wait longer than this."""
_LAST_WORDS: Final = 400


class CheckFailed(Exception):
    """No findings. `slug` says why, in a word that the pages have a sentence for."""

    def __init__(self, slug: str, detail: str = "") -> None:
        self.slug = slug
        super().__init__(detail or slug)


class Said(msgspec.Struct, frozen=True):
    """One finding as `motcua check --format json` prints it, each text by language; a note has no mend."""

    part: dict[str, str]
    said: dict[str, str]
    mend: dict[str, str]
    is_fault: bool


@dataclass(frozen=True)
class Checked:
    at: datetime
    findings: Sequence[Said]

    @property
    def faults(self) -> int:
        return sum(finding.is_fault for finding in self.findings)


def check_command(config: Path | None = None, data: Path | None = None) -> list[str]:
    """Of what the coordinator's own user can judge: clock, card, network, database, copies, certificate."""
    command = [sys.executable, "-m", "motcua", "check", "--role", "coordinator", "--format", "json"]
    command += [] if config is None else ["--config", str(config)]
    return command + ([] if data is None else ["--data", str(data)])


class MachineCheck:
    """Thread-safe. `newest` is what the last check found; null before the first."""

    def __init__(self, command: Sequence[str], clock: Clock, seconds: float = LONGEST_SECONDS) -> None:
        self._command = list(command)
        self._clock = clock
        self._seconds = seconds
        self._running = threading.Lock()
        self.newest: Checked | None = None

    def run(self) -> Checked:
        """Look now; raises `CheckFailed` where another look is under way, or none comes to an end."""
        if not self._running.acquire(blocking=False):
            raise CheckFailed("check-busy")
        try:
            checked = Checked(self._clock.now(), self._look())
        finally:
            self._running.release()
        self.newest = checked
        return checked

    def _look(self) -> list[Said]:
        try:
            done = subprocess.run(  # noqa: S603 our own command line
                self._command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise CheckFailed("check-slow", str(error)) from error
        except OSError as error:
            raise CheckFailed("check-failed", str(error)) from error
        try:
            return msgspec.json.decode(done.stdout, type=list[Said])
        except msgspec.DecodeError as error:
            last = done.stderr.decode(errors="replace").strip()[-_LAST_WORDS:]
            raise CheckFailed("check-failed", f"exit code {done.returncode}: {last}") from error
