"""The appliance's unit files as the tests read them: sections, keys, and each value a key is given."""

from pathlib import Path
from typing import Final

ROOM: Final = Path(__file__).parents[2] / "systemd"
UNITS: Final = ROOM / "units"
PROCESSES: Final = ("coordinator", "kiosk", "printer", "display", "counter")

Unit = dict[str, list[str]]


def read_unit(name: str) -> Unit:
    """`Section.Key` to its values, in systemd's order: the unit, then the drop-ins by their names."""
    drop_ins = [*UNITS.glob("motcua-.service.d/*.conf"), *UNITS.glob(f"{name}.d/*.conf")]
    files = [UNITS / name]
    if name.endswith(".service"):
        files += sorted(drop_ins, key=lambda path: path.name)
    found: Unit = {}
    for file in files:
        section = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                key, _, value = line.partition("=")
                found.setdefault(f"{section}.{key}", []).append(value)
    return found


def services() -> list[str]:
    return sorted(path.name for path in UNITS.glob("*.service"))


def table(file: Path) -> list[list[str]]:
    """The lines of a sysusers.d or tmpfiles.d file as words; a description in quotes becomes several."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]
