"""The card's part of the check: does it wear out, did its file system see errors, is the current too low for it?

SD cards die by power cuts and writes; most say nothing of it, eMMC and ext4 do (Linux's
`Documentation/ABI/testing/sysfs-fs-ext4` and `Documentation/driver-api/mmc/mmc-dev-attrs.rst`), and a Pi's power
monitor remembers a sagging supply (`drivers/hwmon/raspberrypi-hwmon.c`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config import Settings
from motcua.check.finding import Finding, fault

SYS: Final = Path("/sys")
# In steps of a tenth of the life that the maker promises; 0 says nothing, 11 is beyond it.
_WORN_TENTHS: Final = 9


def check_card(_settings: Settings, sys: Path = SYS) -> Iterator[Finding]:
    for device in sorted(sys.glob("block/mmcblk*/device/life_time")):
        tenths = max(int(word, 16) for word in device.read_text().split())
        if tenths >= _WORN_TENTHS:
            yield fault("card.worn", card=device.parts[-3], percent=min(tenths, 10) * 10)
    for counter in sorted(sys.glob("fs/ext4/*/errors_count")):
        errors = int(counter.read_text())
        if errors:
            yield fault("card.errors", card=counter.parent.name, errors=errors)
    if any(alarm.read_text().strip() == "1" for alarm in sys.glob("class/hwmon/hwmon*/in0_lcrit_alarm")):
        yield fault("card.power")
