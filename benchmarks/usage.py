"""What a process takes of its machine, as Linux tells it. A process counts with its children."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Megabytes: all that is mapped in, and with what others map too shared out among them."""

    resident: float
    proportional: float


def processor_ms(pid: int) -> float:
    """What it and its children have used so far, to the nanosecond; of children that have ended, to a tick."""
    own = _processor_seconds(pid)
    for each in family(pid)[1:]:
        # One that ends meanwhile is from then on among what its parent's children have used.
        with suppress(OSError):
            own += _processor_seconds(each)
    return own * 1000


def memory(pid: int) -> Memory:
    resident = proportional = 0
    for each in family(pid):
        lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
        kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
        resident += kilobytes["Rss"]
        proportional += kilobytes["Pss"]
    return Memory(resident / 1024, proportional / 1024)


def threads(pid: int) -> int:
    return sum(_count(f"/proc/{each}/task") for each in family(pid))


def descriptors(pid: int) -> int:
    return sum(_count(f"/proc/{each}/fd") for each in family(pid))


def share_at_rest(pid: int, seconds: float) -> float:
    """Per cent of a core in the next so many seconds."""
    with measured(pid) as used:
        time.sleep(seconds)
    return used.share


@dataclass
class Used:
    """Of the processor, in a while."""

    milliseconds: float = 0.0
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Per cent of a core."""
        return self.milliseconds / self.seconds / 10


@contextmanager
def measured(pid: int) -> Iterator[Used]:
    """What a process uses meanwhile; filled in at the end."""
    used, before, began = Used(), processor_ms(pid), time.monotonic()
    yield used
    used.milliseconds, used.seconds = processor_ms(pid) - before, time.monotonic() - began


def _processor_seconds(pid: int) -> float:
    # MAKE_PROCESS_CPUCLOCK of the kernel (include/linux/posix-timers.h): what clock_getcpuclockid(3) gives.
    alive = time.clock_gettime((~pid << 3) | 2)
    # Behind the name, which may hold anything: utime, stime, cutime and cstime are the 12th to 15th (proc(5)).
    fields = (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    )
    return alive + (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _count(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as they live."""
    found = [pid]
    for each in found:
        with suppress(FileNotFoundError, ProcessLookupError):
            children = Path(f"/proc/{each}/task/{each}/children").read_text(encoding="ascii").split()
            found += map(int, children)
    return found
