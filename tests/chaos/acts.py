"""The parts of a long run, each a stage of its own with the faults that it allows."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from tests.chaos.clock_faults import JUMPS
from tests.chaos.database_faults import BackupUnderLoad, HeldLock, PowerCutCopy, StartOnNonsense
from tests.chaos.disk_faults import FullDisk, NoGrowth, StartOnFullDisk, StartOnReadOnly, a_card, why_no_card
from tests.chaos.faults import Fault
from tests.chaos.line_faults import BadNet, LostAnswers
from tests.chaos.postgres_faults import Harm, HarmServer
from tests.chaos.process_faults import BUSY_DEVICES, VICTIMS, Freeze, KillCoordinator, KillDevice, KillSecond
from tests.chaos.stage import Stage
from tests.chaos.syscall_faults import FAILING_SYNC, FAILING_WRITES, NO_SPACE, READ_ONLY, SLOW_SYNC
from tests.chaos.wall_clock import WallClock
from tests.fakes.postgres import a_postgres, programs

DEVICES: Final = ("printer", "display", "counter", "kiosk")
KILLS: Final[tuple[Fault, ...]] = tuple(KillCoordinator(victim) for victim in VICTIMS)
_FROZEN_SECONDS: Final = (0.3, 4.0)
"""Longer than a stream may be silent, and than a client waits for an answer."""


@dataclass(frozen=True)
class Act:
    """`faults` besides the kills. The database lies on a small disk of its own where `has_card` and one can be had."""

    name: str
    faults: tuple[Fault, ...]
    devices: tuple[str, ...] = ()
    has_card: bool = False
    has_server: bool = False
    pause_seconds: float = 0.04
    """Between two wishes of the crowd in the mean; longer where each of its papers is to be read."""

    @contextmanager
    def stage(self, folder: Path, seed: int) -> Iterator[Stage]:
        with ExitStack() as cleanup:
            is_on_card = self.has_card and not why_no_card()
            card = cleanup.enter_context(a_card(folder / "card")) if is_on_card else None
            server = cleanup.enter_context(a_postgres(is_durable=True)) if self.has_server else None
            # Two coordinators on two machines would not jump together.
            clock = None if server else WallClock(folder / "clock")
            yield cleanup.enter_context(
                Stage(
                    folder,
                    seed,
                    *self.devices,
                    card=card,
                    clock=clock,
                    server=server,
                    pause_seconds=self.pause_seconds,
                )
            )


ACTS: Final = (
    Act(
        "lobby",
        (
            *(KillDevice(device) for device in DEVICES),
            *(KillDevice(device, is_at_work=True) for device in BUSY_DEVICES),
            *(Freeze(process, _FROZEN_SECONDS) for process in ("coordinator", *DEVICES)),
            BadNet(),
            LostAnswers(),
        ),
        devices=DEVICES,
        pause_seconds=0.08,
    ),
    Act(
        "card",
        (
            HeldLock((0.1, 3.0)),
            PowerCutCopy(),
            BackupUnderLoad(),
            SLOW_SYNC,
            FAILING_SYNC,
            FAILING_WRITES,
            READ_ONLY,
            NO_SPACE,
            NoGrowth(),
            FullDisk(),
            StartOnFullDisk(),
            StartOnReadOnly(),
            StartOnNonsense(),
            BadNet(),
            *JUMPS,
        ),
        has_card=True,
    ),
    Act(
        "server",
        (
            *(HarmServer(harm, (0.5, 5.0)) for harm in get_args(Harm)),
            KillSecond(),
            Freeze("coordinator", _FROZEN_SECONDS),
            BadNet(),
        ),
        has_server=True,
    ),
)


def acts_here() -> tuple[list[Act], list[str]]:
    """Those that this machine can play, and why the others are left out."""
    if programs() is not None:
        return list(ACTS), []
    left_out = [
        f"the act {act.name} is left out: PostgreSQL is not installed" for act in ACTS if act.has_server
    ]
    return [act for act in ACTS if not act.has_server], left_out


def fault_names() -> list[str]:
    return sorted({fault.name for act in ACTS for fault in (*KILLS, *act.faults)})


def able(stage: Stage, faults: Sequence[Fault]) -> tuple[list[Fault], list[str]]:
    """Those that can be done here, and why the others cannot."""
    lacking = {fault.name: fault.lacks(stage) for fault in faults}
    return [fault for fault in faults if not lacking[fault.name]], [
        f"{name} is left out: {why}" for name, why in lacking.items() if why
    ]
