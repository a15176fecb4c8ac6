"""The screens' part of the check: which of SDL's drivers works on this machine, and are the letters there?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fontpkg_be_vietnam_pro import ROOT

from config.settings import ScreenTable
from motcua.check.finding import Finding, Role, fault, note

DRIVERS: Final = ("kmsdrm", "wayland", "x11")
_OPEN: Final = "import pygame; pygame.display.init()"
_OPEN_SECONDS: Final = 20


def check_screen(role: Role, table: ScreenTable) -> Iterator[Finding]:
    kind, _, rest = table.mode.partition(":")
    if kind == "offscreen":
        yield from _check_folder(role, Path(rest.rpartition(":")[0]))
    else:
        yield from _check_drivers(role)
    if not any(Path(ROOT).rglob("*.ttf")):
        yield fault("screen.font", folder=ROOT)


def _check_folder(role: Role, folder: Path) -> Iterator[Finding]:
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        yield fault("screen.folder", role=role, folder=folder)


def _check_drivers(role: Role) -> Iterator[Finding]:
    asked = os.environ.get("SDL_VIDEODRIVER")
    working = next((driver for driver in ([asked] if asked else DRIVERS) if is_working(driver)), None)
    if working is None:
        yield fault("screen.driver", role=role, drivers=asked or ", ".join(DRIVERS))
    else:
        yield note("screen.works", role=role, driver=working)


def is_working(driver: str) -> bool:
    """Whether SDL opens this driver here. Tried in a process of its own, for a driver that fails may take it along."""
    environment = {**os.environ, "SDL_VIDEODRIVER": driver, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    command = [sys.executable, "-c", _OPEN]
    try:
        done = subprocess.run(  # noqa: S603 our own interpreter and text
            command, env=environment, capture_output=True, timeout=_OPEN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
