"""What happens to the database while it is used: another program holds its lock, it is copied at any instant."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from coordinator.store.copies import beside
from rehearsal.child import child_environment, motcua_command
from simulation.invariants import find_violations
from tests.chaos.evidence import Said, Traces
from tests.chaos.rules import STORE
from tests.chaos.snapshot import take_snapshot
from tests.chaos.stage import Stage
from tests.fakes.waiting import wait_for


def why_no_file(stage: Stage) -> str:
    return "the database is a server's, not a file" if stage.server else ""


@dataclass(frozen=True)
class HeldLock:
    """Another program writes to the database and takes its time."""

    seconds: tuple[float, float] = (0.1, 0.8)
    name: str = "held-lock"

    def lacks(self, stage: Stage) -> str:
        return why_no_file(stage)

    def strike(self, stage: Stage, chance: random.Random) -> None:
        with closing(sqlite3.connect(stage.database, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(chance.uniform(*self.seconds))
            other.execute("ROLLBACK")


@dataclass(frozen=True)
class PowerCutCopy:
    """The files as a power cut at this instant would leave them, opened anew: all that was answered is there."""

    name: str = "power-cut-copy"

    def lacks(self, stage: Stage) -> str:
        return why_no_file(stage)

    def strike(self, stage: Stage, chance: random.Random) -> None:
        folder = stage.place.data / f"copy-{chance.randrange(10**9)}"
        said = stage.log.so_far()
        copy_as_a_power_cut_would(stage, folder)
        judge_copy(folder / stage.database.name, stage, said)
        shutil.rmtree(folder)


@dataclass(frozen=True)
class StartOnNonsense:
    """The coordinator is killed, and started on a file that is no database; then the files are put back."""

    name: str = "start-on-nonsense"

    def lacks(self, stage: Stage) -> str:
        return why_no_file(stage)

    def strike(self, stage: Stage, chance: random.Random) -> None:
        coordinator = stage.lobby.children["coordinator"]
        coordinator.kill()
        away = {part: part.with_name(f"{part.name}.away") for part in beside(stage.database) if part.exists()}
        for part, place in away.items():
            part.rename(place)
        stage.database.write_bytes(chance.randbytes(8192))
        coordinator.start()
        wait_for(lambda: '"cause":"damaged"' in stage.health()[1], "/healthz that tells of the damage")
        # The log first: without it the file would be one of some time ago.
        for part, place in reversed(away.items()):
            place.rename(part)
        stage.wait_until_well()
        stage.wait_until_busy()


@dataclass(frozen=True)
class BackupUnderLoad:
    """`motcua backup` at this instant: the copy is one of an instant, with all that was answered before."""

    name: str = "backup"

    def lacks(self, stage: Stage) -> str:
        return why_no_file(stage)

    def strike(self, stage: Stage, chance: random.Random) -> None:
        copy = stage.place.data / f"backup-{chance.randrange(10**9)}.db"
        said = stage.log.so_far()
        command = motcua_command("backup", str(copy), "--config", str(stage.place.center_file))
        subprocess.run(command, check=True, capture_output=True, env=child_environment())
        judge_copy(copy, stage, said)
        for part in beside(copy):
            part.unlink(missing_ok=True)


def copy_as_a_power_cut_would(stage: Stage, folder: Path) -> None:
    """The files as they lie at one instant, in which nobody runs."""
    folder.mkdir(parents=True)
    processes = (stage.lobby.children["coordinator"].pid, stage.worker())
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        # The third file, -shm, is a memory that no power cut leaves behind.
        for part in beside(stage.database)[:2]:
            if part.exists():
                shutil.copy(part, folder / part.name)
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def judge_copy(file: Path, stage: Stage, said: list[Said]) -> None:
    """Every rule of the store holds in the copy for what was answered before it was taken."""
    snapshot = take_snapshot(f"sqlite:///{file}", stage.settings.center.id)
    violations = find_violations(Traces(said=said, snapshot=snapshot, is_whole=False), STORE)
    assert not violations, f"{file.name}: {violations}"
