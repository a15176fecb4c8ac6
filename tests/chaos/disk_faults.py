"""A disk that fills up, or is taken away: on a small tmpfs where one may be mounted, by a limit on files elsewhere."""

import os
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from tests.chaos.stage import Stage
from tests.fakes.waiting import wait_for

CARD_BYTES: Final = 24_000_000
_PIECE: Final = b"\0" * 65536


@dataclass(frozen=True)
class FullDisk:
    """The card of the database is filled to the last byte, and emptied again."""

    seconds: float = 0.5
    name: str = "full-disk"

    def lacks(self, stage: Stage) -> str:
        return "" if os.path.ismount(stage.database.parent) else "the database lies on no small card"

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        filler = stage.database.parent / "filler"
        _fill(filler)
        try:
            wait_for(lambda: is_ailing(stage), "/healthz that tells of the full disk")
            time.sleep(self.seconds)
        finally:
            filler.unlink()
        stage.wait_until_well()
        stage.wait_until_busy()


@dataclass(frozen=True)
class StartOnFullDisk:
    """The coordinator is killed on a card that has no room left, and started on it: it says why it gives no numbers."""

    name: str = "start-on-full-disk"

    def lacks(self, stage: Stage) -> str:
        return FullDisk().lacks(stage)

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        filler, coordinator = stage.database.parent / "filler", stage.lobby.children["coordinator"]
        _fill(filler)
        try:
            coordinator.kill()
            coordinator.start()
            wait_for(lambda: '"cause":"full"' in stage.health()[1], "/healthz that tells of the full disk")
        finally:
            filler.unlink()
        stage.wait_until_well()
        stage.wait_until_busy()


@dataclass(frozen=True)
class StartOnReadOnly:
    """The coordinator is killed on a card that takes no writing any more, and started on it: it says so. The card is
    really one, mounted anew.
    """

    name: str = "start-on-read-only"

    def lacks(self, stage: Stage) -> str:
        return FullDisk().lacks(stage)

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        card, coordinator = stage.database.parent, stage.lobby.children["coordinator"]
        coordinator.kill()
        wait_for(lambda: _remount(card, "ro"), "a card that nobody writes to")
        try:
            coordinator.start()
            wait_for(lambda: '"cause":"read-only"' in stage.health()[1], "/healthz that tells of the card")
        finally:
            assert _remount(card, "rw")
        stage.wait_until_well()
        stage.wait_until_busy()


@dataclass(frozen=True)
class NoGrowth:
    """No file of the worker may grow, as on a disk whose quota is used up; needs no rights."""

    seconds: float = 0.5
    name: str = "no-growth"

    def lacks(self, _stage: Stage) -> str:
        return ""

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        worker = stage.worker()
        before = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            wait_for(lambda: is_ailing(stage), "/healthz that tells that nothing can be written")
            time.sleep(self.seconds)
        finally:
            resource.prlimit(worker, resource.RLIMIT_FSIZE, before)
        stage.wait_until_well()
        stage.wait_until_busy()


def is_ailing(stage: Stage) -> bool:
    return stage.health()[0] == HTTPStatus.SERVICE_UNAVAILABLE


def _remount(card: Path, how: str) -> bool:
    """False while somebody has a file open for writing."""
    command = ["mount", "-o", f"remount,{how}", str(card)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(_PIECE)
        except OSError:
            return


@contextmanager
def a_card(folder: Path) -> Iterator[Path]:
    """A small file system of its own; only where `why_no_card` is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={CARD_BYTES}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        # Lazily: whoever still has a file open keeps it until it is closed.
        subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)


@cache
def why_no_card() -> str:
    if os.geteuid() != 0:
        return "only root may mount a small disk"
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        tried = subprocess.run(command, capture_output=True, text=True, check=False)
        if tried.returncode != 0:
            return f"no file system may be mounted here: {tried.stderr.strip()}"
        subprocess.run(["umount", folder], check=True)
    return ""
