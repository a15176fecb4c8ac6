"""The kiosk may set the back light by the hour under its shipped unit, and nothing else of the machine."""

import re
import subprocess
from pathlib import Path

from tests.systemd.unit_files import ROOM, read_unit

RULES = (ROOM / "udev" / "70-motcua-back-light.rules").read_text(encoding="utf-8").splitlines()
UNIT = "motcua-kiosk.service"


def commands(device: Path) -> list[str]:
    """What udev runs for a device; `%p` is its path below /sys."""
    (rule,) = [line for line in RULES if line and not line.startswith("#")]
    assert 'SUBSYSTEM=="backlight"' in rule
    return [command.replace("/sys%p", str(device)) for command in re.findall(r'RUN\+="([^"]+)"', rule)]


def test_the_rule_gives_the_brightness_to_the_kiosks_own_group_and_no_other_file(tmp_path: Path) -> None:
    for name in ("brightness", "bl_power"):
        (tmp_path / name).write_text("7\n")
        (tmp_path / name).chmod(0o644)
    chgrp, chmod = commands(tmp_path)
    assert chgrp == f"/bin/chgrp {read_unit(UNIT)['Service.User'][0]} {tmp_path}/brightness"
    subprocess.run(chmod.split(), check=True)
    assert (tmp_path / "brightness").stat().st_mode & 0o777 == 0o664
    assert (tmp_path / "bl_power").stat().st_mode & 0o777 == 0o644


def test_the_programs_of_the_rule_are_there() -> None:
    assert all(Path(command.split()[0]).exists() for command in commands(Path("x")))


def test_the_unit_may_write_where_back_lights_lie_and_tunables_stay_closed() -> None:
    """/sys/class/backlight holds links only; what they lead to lies below /sys/devices."""
    unit = read_unit(UNIT)
    assert "-/sys/devices" in unit["Service.ReadWritePaths"]
    assert unit["Service.ProtectKernelTunables"] == ["yes"]


def test_the_kiosk_may_ask_whether_the_clock_is_set() -> None:
    """Else the schedule would never hold: with a clock that nobody vouches for, the usual level stays."""
    unit = read_unit(UNIT)
    assert unit["Service.ProtectClock"][-1] == "no"
    assert unit["Service.SystemCallFilter"][-1] == "adjtimex clock_adjtime"
    assert unit["Service.CapabilityBoundingSet"] == [""]
