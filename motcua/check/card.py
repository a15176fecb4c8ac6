"""The card's part of the check: does it wear out, did its file system see errors; and what feeds and cools the board.

SD cards die by power cuts and writes; most say nothing of it, eMMC and ext4 do (Linux's
`Documentation/ABI/testing/sysfs-fs-ext4` and `Documentation/driver-api/mmc/mmc-dev-attrs.rst`). Of a sagging supply a
Pi's driver knows nothing any more two seconds later: it asks the firmware so often, and bids it forget
(`drivers/hwmon/raspberrypi-hwmon.c`). The firmware itself remembers since the start, of heat too, and tells it by
`vcgencmd get_throttled` (raspberrypi.com/documentation/computers/os.html).
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config import Settings
from motcua.check.finding import Finding, fault

SYS: Final = Path("/sys")
PROGRAM: Final = "vcgencmd"
# In steps of a tenth of the life that the maker promises; 0 says nothing, 11 is beyond it.
_WORN_TENTHS: Final = 9
_ANSWER_SECONDS: Final = 5
_THROTTLED: Final = re.compile(r"throttled=0x([0-9a-fA-F]+)")
_LOW_POWER: Final = 1 << 0
_HOT: Final = 1 << 3
"""The soft limit of temperature. That it is throttled (bit 2) a weak supply does too."""
_SINCE: Final = 16
"""By so many bits higher stands what has occurred since the start."""


def check_card(_settings: Settings, sys: Path = SYS) -> Iterator[Finding]:
    for device in sorted(sys.glob("block/mmcblk*/device/life_time")):
        tenths = max(int(word, 16) for word in device.read_text().split())
        if tenths >= _WORN_TENTHS:
            yield fault("card.worn", card=device.parts[-3], percent=min(tenths, 10) * 10)
    for counter in sorted(sys.glob("fs/ext4/*/errors_count")):
        errors = int(counter.read_text())
        if errors:
            yield fault("card.errors", card=counter.parent.name, errors=errors)
    yield from _check_power_and_heat(sys, _throttled())


def _check_power_and_heat(sys: Path, bits: int) -> Iterator[Finding]:
    alarms = (alarm.read_text().strip() for alarm in sys.glob("class/hwmon/hwmon*/in0_lcrit_alarm"))
    if "1" in alarms or bits & _LOW_POWER:
        yield fault("card.power")
    elif bits & _LOW_POWER << _SINCE:
        yield fault("card.power-since")
    if bits & _HOT:
        yield fault("card.hot", celsius=_celsius(sys))
    elif bits & _HOT << _SINCE:
        yield fault("card.hot-since", celsius=_celsius(sys))


def _throttled() -> int:
    """What the firmware knows, as bits; 0 where no firmware of a Pi answers: on a PC, or for a user without rights."""
    program = shutil.which(PROGRAM)
    if program is None:
        return 0
    try:
        asked = subprocess.run(  # noqa: S603 Raspberry Pi OS's own program
            [program, "get_throttled"], capture_output=True, text=True, timeout=_ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = _THROTTLED.search(asked.stdout)
    return int(found[1], 16) if found else 0


def _celsius(sys: Path) -> str:
    """Of the processor, in whole degrees; a dash where nothing measures it."""
    zone = sys / "class/thermal/thermal_zone0/temp"
    return f"{int(zone.read_text()) / 1000:.0f}" if zone.exists() else "–"
