"""The touchscreen's part of the check: does the kernel see something that a finger can touch?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config import Settings
from motcua.check.finding import Finding, fault, note

INPUTS: Final = Path("/proc/bus/input/devices")
# Bit 1 of a device's properties: touches are where they are seen (INPUT_PROP_DIRECT, linux/input-event-codes.h).
_DIRECT: Final = 0x02


def check_touch(settings: Settings, inputs: Path = INPUTS) -> Iterator[Finding]:
    if settings.kiosk.mode != "fullscreen":
        return
    names = [name for name, properties in _devices(inputs) if properties & _DIRECT]
    if names:
        yield note("touch.found", name=names[0])
    else:
        yield fault("touch.missing")


def _devices(inputs: Path) -> Iterator[tuple[str, int]]:
    """Name and properties of each input device, as `/proc/bus/input/devices` lists them in paragraphs."""
    try:
        text = inputs.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    for paragraph in text.split("\n\n"):
        lines = dict(line[3:].split("=", 1) for line in paragraph.splitlines() if "=" in line[3:])
        if "Name" in lines:
            yield lines["Name"].strip('"'), int(lines.get("PROP", "0"), 16)
