"""Where there is a screen: how large two windows may be so that they stand side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rehearsal.center import SCREENS
from screen.desktop import desktop_size

MARGIN: Final = 16
TOP: Final = 48
"""Room for a window's title or a desktop's bar, pixels."""
_VARIABLES: Final = ("DISPLAY", "WAYLAND_DISPLAY")


@dataclass(frozen=True)
class Windows:
    """By the screen's name: `WIDTHxHEIGHT`, and the environment that says where the window stands."""

    sizes: Mapping[str, str]
    environments: Mapping[str, Mapping[str, str]]


def has_desktop(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name) for name in _VARIABLES)


def plan_windows() -> Windows:
    """Kiosk left, board right, each as large as half the desktop allows; raises `OSError` without one."""
    width, height = desktop_size()
    return arrange(width, height)


def arrange(width: int, height: int) -> Windows:
    """The same for a desktop of that many pixels. Pure."""
    room = (width - (len(SCREENS) + 1) * MARGIN) // len(SCREENS)
    sizes, environments = {}, {}
    for index, (name, size) in enumerate(SCREENS.items()):
        wide, high = (int(side) for side in size.split("x"))
        scale = min(1.0, room / wide, (height - TOP - MARGIN) / high)
        sizes[name] = f"{round(wide * scale)}x{round(high * scale)}"
        left = MARGIN + index * (room + MARGIN)
        environments[name] = {"SDL_VIDEO_WINDOW_POS": f"{left},{TOP}"}
    return Windows(sizes, environments)
