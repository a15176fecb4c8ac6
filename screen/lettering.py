"""Be Vietnam Pro: its measures, and rendered lines that are kept as long as there is room."""

from pathlib import Path
from typing import Final, Literal

import fontpkg_be_vietnam_pro
import pygame

from screen.recent import Recent
from screen.theme import Color

Weight = Literal["regular", "medium", "semibold", "bold"]
Line = tuple[pygame.Surface, int]
"""Rendered, and how far its baseline lies below its top, pixels."""

CACHE_BYTES: Final = 24 * 1024 * 1024
_FONTS: Final = 40
_LARGEST_KEPT: Final = 128
"""Pixels. A larger font draws a number now and then and is opened for it each time, a fraction of a millisecond: the
pictures of its letters would take as much memory as all those of a dozen sizes for reading.
"""
_KEPT_WIDTHS: Final = 2048
_FILES: Final[dict[Weight, str]] = {
    "regular": "Regular",
    "medium": "Medium",
    "semibold": "SemiBold",
    "bold": "Bold",
}


class Lettering:
    """Fonts and rendered lines of one screen; used on the loop's thread only. Sizes are the em, pixels."""

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        folder = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
        self._paths = {weight: str(folder / f"BeVietnamPro-{name}.ttf") for weight, name in _FILES.items()}
        self._widths: Recent[tuple[str, Weight, int], int] = Recent(_KEPT_WIDTHS)
        self._fonts: Recent[tuple[Weight, int], pygame.font.Font] = Recent(_FONTS)
        self._lines: Recent[tuple[str, Weight, int, Color], Line] = Recent(cache_bytes, _bytes_of)

    @property
    def cached_bytes(self) -> int:
        return self._lines.weight

    def width(self, text: str, weight: Weight, size: int) -> int:
        """Of one line, pixels."""
        return self._widths.get((text, weight, size), lambda: self._font(weight, size).size(text)[0])

    def line(self, text: str, weight: Weight, size: int, color: Color) -> Line:
        """One rendered line, and how far its baseline lies below its top, pixels.

        The surface grows upwards where a capital's marks stand above the font's ascent.
        """
        return self._lines.get((text, weight, size, color), lambda: self.draw_once(text, weight, size, color))

    def draw_once(self, text: str, weight: Weight, size: int, color: Color) -> Line:
        """As `line`, for what will not be asked for again: its picture is not kept, and drives out none that is."""
        font = self._font(weight, size)
        surface = font.render(text, True, color)
        return surface, surface.get_height() + font.get_descent()

    def _font(self, weight: Weight, size: int) -> pygame.font.Font:
        if size > _LARGEST_KEPT:
            return pygame.font.Font(self._paths[weight], size)
        return self._fonts.get((weight, size), lambda: pygame.font.Font(self._paths[weight], size))


def _bytes_of(line: Line) -> int:
    surface, _ = line
    return surface.get_height() * surface.get_pitch()
