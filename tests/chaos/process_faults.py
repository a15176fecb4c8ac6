"""Processes that die or stand still: the coordinator's worker, its master, both, and each of the devices."""

import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Final, Literal

from rehearsal.finger import LampWatch
from tests.chaos.stage import READY_SECONDS, RESTART_SECONDS, Stage
from tests.fakes.waiting import wait_for

Victim = Literal["worker", "master", "both"]
VICTIMS: Final[tuple[Victim, ...]] = ("worker", "master", "both")
WORK_SECONDS: Final = 8.0
"""So long a kill waits for the work that it is meant to meet."""
ANSWERS: Final = 10
_AMID: Final = (1, 3, 6)
"""How often a kill of the coordinator waits for a touch, for a press, and for neither."""
MOVE_SECONDS: Final = 0.15
"""A press is held about so long, and a touch answered within."""
BUSY_DEVICES: Final = ("printer", "kiosk", "counter")
"""Those that are asked for something by fingers and jobs."""


@dataclass(frozen=True)
class KillCoordinator:
    """kill -9, and a start as systemd makes it; `stage.ready` hears how long it took to the first answer.

    It falls among acknowledged work: some answers come first, and now and then amid a touch or a press where those
    devices run. A worker that dies alone is replaced by its master, and where there are others they go on; a master
    that dies takes its workers along.
    """

    victim: Victim

    @property
    def name(self) -> str:
        return f"kill-{self.victim}"

    def lacks(self, _stage: Stage) -> str:
        return ""

    def strike(self, stage: Stage, chance: random.Random) -> None:
        stage.wait_for_answers(ANSWERS, WORK_SECONDS)
        asked = chance.choices(["kiosk", "counter", ""], _AMID)[0]
        if asked in stage.devices:
            wait_for_move(stage, asked, chance)
        coordinator, workers = stage.lobby.children["coordinator"], stage.workers()
        began = time.monotonic()
        if self.victim != "master":
            os.kill(chance.choice(workers), signal.SIGKILL)
        if self.victim != "worker":
            coordinator.kill()
            time.sleep(RESTART_SECONDS)
            coordinator.start()
        stage.wait_until_well()
        took = time.monotonic() - began
        if self.victim != "worker":
            stage.restarts.append(took)
        if self.victim != "worker" or len(workers) == 1:
            stage.ready.append(took)


@dataclass(frozen=True)
class KillSecond:
    """kill -9 of one of two coordinators over one database; the other goes on."""

    name: str = "kill-second"

    def lacks(self, stage: Stage) -> str:
        return "" if stage.second else "one coordinator runs alone"

    def strike(self, stage: Stage, _chance: random.Random) -> None:
        if stage.second is None:
            raise TypeError("no second coordinator")
        stage.second.kill()
        time.sleep(RESTART_SECONDS)
        stage.second.start()
        stage.wait_until_well()


@dataclass(frozen=True)
class KillDevice:
    """kill -9 of a device, and its start; over when it is at work again.

    `is_at_work`: just after it was asked for something by a finger, and a printer over a job that it has in hand, where
    one comes soon; otherwise at any instant.
    """

    device: str
    is_at_work: bool = False

    @property
    def name(self) -> str:
        return f"kill-{self.device}{'-at-work' if self.is_at_work else ''}"

    def lacks(self, stage: Stage) -> str:
        return "" if self.device in stage.devices else f"no {self.device} runs"

    def strike(self, stage: Stage, chance: random.Random) -> None:
        child = stage.lobby.children[self.device]
        if self.is_at_work:
            self._wait_for_work(stage, chance)
        child.kill()
        stage.deaths[self.device] += 1
        frames = count_frames(stage, self.device)
        time.sleep(RESTART_SECONDS)
        child.start()
        wait_for(lambda: is_at_work(stage, self.device, frames), f"{self.device} at work", READY_SECONDS)

    def _wait_for_work(self, stage: Stage, chance: random.Random) -> None:
        if self.device == "printer":
            stop_over_a_job(stage)
        else:
            wait_for_move(stage, self.device, chance)


@dataclass(frozen=True)
class Freeze:
    """SIGSTOP for a while, then SIGCONT: a machine that swaps, a debugger, a card that answers nothing."""

    process: str
    seconds: tuple[float, float] = (0.3, 1.0)

    @property
    def name(self) -> str:
        return f"freeze-{self.process}"

    def lacks(self, stage: Stage) -> str:
        running = ("coordinator", *stage.devices)
        return "" if self.process in running else f"no {self.process} runs"

    def strike(self, stage: Stage, chance: random.Random) -> None:
        processes = [stage.lobby.children[self.process].pid]
        if self.process == "coordinator":
            processes += stage.workers()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        time.sleep(chance.uniform(*self.seconds))
        for process in processes:
            os.kill(process, signal.SIGCONT)


def wait_for_move(stage: Stage, device: str, chance: random.Random) -> None:
    """Until a device was just asked for something by a finger; where that does not come soon, no longer."""
    before, deadline = stage.hands.moves(device), time.monotonic() + WORK_SECONDS
    while time.monotonic() < deadline:
        if stage.hands.moves(device) > before:
            time.sleep(chance.uniform(0, MOVE_SECONDS))
            return
        time.sleep(0.002)


def stop_over_a_job(stage: Stage) -> None:
    """Stop the printer's agent (SIGSTOP) while a job is claimed of which nothing was reported; where none comes soon,
    it goes on.
    """
    printer = stage.lobby.children["printer"].pid
    before, deadline = newest_lease(stage), time.monotonic() + WORK_SECONDS
    while time.monotonic() < deadline:
        if newest_lease(stage) > before:
            os.kill(printer, signal.SIGSTOP)
            if newest_lease(stage) > before:
                return
            os.kill(printer, signal.SIGCONT)
        time.sleep(0.002)


def newest_lease(stage: Stage) -> int:
    """The end of the newest lease under which a job is in hand, milliseconds since the epoch; 0: of none."""
    with closing(sqlite3.connect(stage.database, timeout=30)) as database:
        statement = "SELECT max(lease_until) FROM print_jobs WHERE state = 'claimed'"
        return int(database.execute(statement).fetchone()[0] or 0)


def count_frames(stage: Stage, device: str) -> int:
    log = stage.place.screen(device) / "frames.jsonl"
    return log.read_bytes().count(b"\n") if log.exists() else 0


def is_at_work(stage: Stage, device: str, frames: int) -> bool:
    """Whether a device that was started anew shows it: by a new frame, by an answer about its lamps, by its status."""
    if device in ("display", "kiosk"):
        return count_frames(stage, device) > frames
    if device == "counter":
        return _is_lamp_seen(stage)
    return stage.lobby.is_at_work(device)


def _is_lamp_seen(stage: Stage) -> bool:
    watch = LampWatch(stage.place.pins)
    try:
        return bool(watch.look())
    except OSError:
        return False
    finally:
        watch.close()
