"""The parts of a long run, each a stage of its own with the faults that it allows."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.chaos.clock_faults import JUMPS
from tests.chaos.database_faults import BackupUnderLoad, HeldLock, PowerCutCopy
from tests.chaos.disk_faults import FullDisk, NoGrowth, a_card, why_no_card
from tests.chaos.faults import Fault
from tests.chaos.line_faults import BadNet
from tests.chaos.process_faults import VICTIMS, Freeze, KillCoordinator, KillDevice
from tests.chaos.stage import Stage, a_stage
from tests.chaos.syscall_faults import FAILING_SYNC, FAILING_WRITES, NO_SPACE, READ_ONLY, SLOW_SYNC
from tests.chaos.wall_clock import WallClock

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

    @contextmanager
    def stage(self, folder: Path, seed: int) -> Iterator[Stage]:
        with ExitStack() as cleanup:
            is_on_card = self.has_card and not why_no_card()
            card = cleanup.enter_context(a_card(folder / "card")) if is_on_card else None
            clock = WallClock(folder / "clock")
            yield cleanup.enter_context(a_stage(folder, seed, *self.devices, card=card, clock=clock))


ACTS: Final = (
    Act(
        "lobby",
        (
            *(KillDevice(device) for device in DEVICES),
            *(Freeze(process, _FROZEN_SECONDS) for process in ("coordinator", *DEVICES)),
            BadNet(),
        ),
        devices=DEVICES,
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
            BadNet(),
            *JUMPS,
        ),
        has_card=True,
    ),
)


def fault_names() -> list[str]:
    return sorted({fault.name for act in ACTS for fault in (*KILLS, *act.faults)})


def able(stage: Stage, faults: Sequence[Fault]) -> tuple[list[Fault], list[str]]:
    """Those that can be done here, and why the others cannot."""
    lacking = {fault.name: fault.lacks(stage) for fault in faults}
    return [fault for fault in faults if not lacking[fault.name]], [
        f"{name} is left out: {why}" for name, why in lacking.items() if why
    ]
