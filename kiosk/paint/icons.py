"""Material Design Icons (pictogrammers.com, Apache 2.0), installed as a font; drawn in one colour."""

from pathlib import Path
from typing import Final

import fonticon_mdi7
import pygame

from screen.recent import Recent
from screen.theme import Color

_FILE: Final = Path(fonticon_mdi7.__file__).parent / "fonts" / "materialdesignicons-webfont.ttf"
_FONTS: Final = 8
_KEPT: Final = 96


def is_icon(name: str) -> bool:
    """Whether the set holds an icon of this name, such as `hand-heart`."""
    return hasattr(fonticon_mdi7.MDI7, name.replace("-", "_"))


def _glyph(name: str) -> str:
    value: str = getattr(fonticon_mdi7.MDI7, name.replace("-", "_"))
    return value.rpartition(".")[2]


class Icons:
    """Rendered icons of one screen; used on the loop's thread only."""

    def __init__(self) -> None:
        self._fonts: Recent[int, pygame.font.Font] = Recent(_FONTS)
        self._icons: Recent[tuple[str, int, Color], pygame.Surface] = Recent(_KEPT)

    def icon(self, name: str, side: int, color: Color) -> pygame.Surface:
        """A square of `side` pixels, clear around the icon. Raises `AttributeError` for an unknown name."""
        return self._icons.get((name, side, color), lambda: self._render(name, side, color))

    def _render(self, name: str, side: int, color: Color) -> pygame.Surface:
        font = self._fonts.get(side, lambda: pygame.font.Font(str(_FILE), side))
        drawn = font.render(_glyph(name), True, color)
        square = pygame.Surface((side, side), pygame.SRCALPHA)
        ink = drawn.get_bounding_rect()
        square.blit(drawn, ((side - ink.width) // 2 - ink.x, (side - ink.height) // 2 - ink.y))
        return square
