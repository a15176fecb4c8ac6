"""A card that fails: strace(1) lets the worker's own system calls fail or wait, where no device can be broken for it.

What fails is what a worn card or a full or read-only file system makes fail, at the calls by which SQLite writes, and
at the files of the database and their folder alone.
"""

import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from coordinator.store.copies import beside
from tests.chaos.stage import Stage
from tests.fakes.waiting import wait_for

SYNC: Final = "fsync,fdatasync"
WRITE: Final = "pwrite64,ftruncate"
_MET: Final = (b"(INJECTED)", b"(DELAYED)")
"""What strace writes behind a call that it let fail or wait."""


@dataclass(frozen=True)
class BadCalls:
    """For some seconds the `calls` of the worker meet `how`, in strace's words. `reason`: what `/healthz` must come to
    say meanwhile, empty where the work goes on.
    """

    name: str
    calls: str
    how: str
    reason: str = ""
    seconds: float = 1.0

    def lacks(self, _stage: Stage) -> str:
        return why_no_strace()

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        with bad_calls(stage.worker(), self.calls, self.how, files_of(stage)) as met:
            wait_for(met, f"a call that met {self.how}")
            if self.reason:
                wait_for(lambda: self._is_said(stage), f"/healthz with {self.reason!r}")
            time.sleep(self.seconds)
        stage.wait_until_well()
        stage.wait_until_busy(3)

    def _is_said(self, stage: Stage) -> bool:
        status, text = stage.health()
        return status == HTTPStatus.SERVICE_UNAVAILABLE and self.reason in text


SLOW_SYNC: Final = BadCalls("slow-sync", SYNC, "delay_enter=250000")
FAILING_SYNC: Final = BadCalls("failing-sync", SYNC, "error=EIO:when=1+3")
FAILING_WRITES: Final = BadCalls("failing-writes", WRITE, "error=EIO:when=2+5")
READ_ONLY: Final = BadCalls("read-only", f"{WRITE},openat", "error=EROFS", reason='"cause":"read-only"')
NO_SPACE: Final = BadCalls("no-space", WRITE, "error=ENOSPC", reason="full")


@contextmanager
def bad_calls(process: int, calls: str, how: str, files: Sequence[Path] = ()) -> Iterator[Callable[[], bool]]:
    """All threads of the process, from now on and until the end; gives what tells whether any call has met it. With
    `files` only the calls that concern one of them.
    """
    with (
        tempfile.NamedTemporaryFile(prefix="motcua-strace-") as log,
        _strace(process, calls, how, log.name, files) as strace,
    ):
        if strace.stderr is None:
            raise TypeError("strace's words are not read")
        said = strace.stderr.readline()
        assert "attached" in said, f"strace: {said}"
        try:
            yield lambda: any(mark in Path(log.name).read_bytes() for mark in _MET)
        finally:
            strace.send_signal(signal.SIGINT)
            strace.communicate()


def files_of(stage: Stage) -> list[Path]:
    """Those of a database that is a file, and their folder."""
    return [] if stage.server else [*beside(stage.database), stage.database.parent]


def _strace(process: int, calls: str, how: str, log: str, files: Sequence[Path]) -> "subprocess.Popen[str]":
    command = ["strace", "-f", "-p", str(process), "-o", log]
    command += [argument for file in files for argument in ("-P", str(file))]
    command += ["-e", f"trace={calls}", "-e", f"inject={calls}:{how}"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@cache
def why_no_strace() -> str:
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False
    )
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"
