"""`motcua kiosk --screenshots DIR`: every screen in several sizes and in each language, as pictures.

Drawn by the kiosk's own viewer, layout and painter; nothing needs a coordinator or a screen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pygame

from config import Settings
from kiosk.layout.metrics import Metrics
from kiosk.layout.page import Motion, lay_out
from kiosk.pages.phrases import Equipment
from kiosk.paint.painter import Painter
from kiosk.sample import sample_screens, sample_state
from kiosk.state import State
from kiosk.viewer import Viewer
from screen.geometry import Scale
from screen.png import encode_png
from screen.text import Typeface


@dataclass(frozen=True)
class Size:
    """Pixels, and the width of the visible part in millimetres."""

    width: int
    height: int
    width_mm: float

    @property
    def name(self) -> str:
        return f"{self.width}x{self.height}-{self.width_mm:.0f}mm"


SIZES: Final = (
    Size(800, 480, 217.0),
    Size(1280, 800, 286.0),
    Size(1080, 1920, 299.0),
    Size(1920, 1080, 477.0),
    Size(800, 1280, 136.0),
)
"""10, 13 and 24 inches, 21 inches lying, and 10 inches standing."""


def take_screenshots(folder: Path, settings: Settings, equipment: Equipment) -> int:
    """Write DIR/SIZE/LANGUAGE/SCREEN.png; how many."""
    pygame.font.init()
    taken = 0
    for size in SIZES:
        for path, surface in _draw_all(size, settings, equipment):
            target = folder / size.name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(encode_png(surface))
            taken += 1
    return taken


def _draw_all(size: Size, settings: Settings, equipment: Equipment) -> Iterator[tuple[str, pygame.Surface]]:
    scale = Scale(size.width, size.height, size.width / size.width_mm)
    metrics, typeface, viewer = Metrics(scale), Typeface(), Viewer(equipment)
    for language in equipment.terms.languages:
        for name, state in _states(settings, language):
            surface = pygame.Surface((size.width, size.height))
            now = 0.0 if "countdown" not in name else equipment.terms.times.asking - 7
            page = lay_out(viewer.view(state, now), metrics, typeface, Motion())
            Painter(typeface).paint(surface, page)
            yield f"{language}/{name}.png", surface


def _states(settings: Settings, language: str) -> Iterator[tuple[str, State]]:
    state = replace(sample_state(settings), language=language)
    for name, shown in sample_screens(state):
        yield name, shown
        if name in ("choose", "show-no-paper"):
            yield f"{name}-countdown", shown
