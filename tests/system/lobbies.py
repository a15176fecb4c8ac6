"""Lobbies of real processes for the system's tests: on free ports and folders of their own, ended at the end."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from benchmarks.standing import set_up
from config import Settings, load
from rehearsal import finger
from rehearsal.center import rehearse
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from tests.fakes.waiting import wait_for

CONFIG: Final = Path(__file__).resolve().parents[2] / "config"
PRESS_SECONDS: Final = 0.08
UNTIL_TOUCHED_AGAIN_SECONDS: Final = 0.5
"""Longer than the kiosk passes over touches after a change, and than a pressed button is shown."""


def settings_of(name: str, *, lockout_seconds: float = 0.15) -> Settings:
    """An example centre, with buttons for people in a hurry."""
    settings = load(CONFIG / f"{name}.toml")
    counter = replace(settings.counter, lockout_seconds=lockout_seconds, hold_seconds=0.4, double="off")
    return replace(settings, counter=counter)


@contextmanager
def standing_lobby(settings: Settings, folder: Path, *devices: str) -> Iterator[Lobby]:
    """A coordinator and these devices at work, every frame of a screen logged."""
    place = make_place(folder)
    lobby = Lobby(place, rehearse(settings, place, free_port()), {"MOTCUA_FRAME_LOG": "1"})
    try:
        set_up(lobby)
        if devices:
            lobby.start_devices(*devices)
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def notes_of(lobby: Lobby, screen: str) -> list[Any]:
    """What each frame of a screen showed, the oldest first."""
    return notes_in(lobby.place.screen(screen))


def notes_in(screen: Path) -> list[Any]:
    """The same for a screen's folder; the line that is being written is left out."""
    text = (screen / "frames.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["note"] for line in text.split("\n")[:-1]]


def touch_target(lobby: Lobby, action: str) -> None:
    """Touch what means `action`, by a finger on the screen itself."""
    screen = lobby.place.screen("kiosk")
    touch_by(lambda x, y: finger.touch(screen, x, y), screen, action)


def touch_by(touch: Callable[[int, int], None], screen: Path, action: str) -> None:
    """Touch what means `action` once the kiosk shows it, as a person does: again while nothing happens."""
    x, y, width, height = wait_for(lambda: _target(screen, action), f"{action} on the kiosk") or (0, 0, 0, 0)

    def is_gone_after_touch() -> bool:
        touch(x + width // 2, y + height // 2)
        time.sleep(UNTIL_TOUCHED_AGAIN_SECONDS)
        return _target(screen, action) is None

    wait_for(is_gone_after_touch, f"another screen after {action}")


def _target(screen: Path, action: str) -> list[int] | None:
    """Its box on the newest frame: left, top, width, height."""
    notes = notes_in(screen)
    found: list[int] | None = notes[-1]["targets"].get(action) if notes else None
    return found
