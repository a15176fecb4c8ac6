"""A USB stick with a label, put into a machine that is on."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.appliance.machine import Machine

LABEL: Final = "MOTCUA"
_PLACE: Final = Path("/dev/disk/by-label") / LABEL


@contextmanager
def plugged_in(machine: Machine, content: Path, image: Path) -> Iterator[None]:
    """A stick that holds what lies in the folder `content`; a device of its own, as udev names it on a Pi."""
    # Not FAT, as in life: nothing here makes one, and not every kernel of a test machine reads it.
    _said("mkfs.ext4", "-q", "-L", LABEL, "-d", str(content), str(image), "32M")
    device = _said("losetup", "--find", "--show", str(image))
    try:
        number = Path(device).stat().st_rdev
        machine.run("mkdir", "-p", str(_PLACE.parent))
        machine.run("mknod", str(_PLACE), "b", str(os.major(number)), str(os.minor(number)))
        yield
    finally:
        _said("losetup", "--detach", device)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
