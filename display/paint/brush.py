"""What every piece of the board draws with: cards with soft corners, big numbers, fitted words."""

from typing import Final

import pygame

from boards.sizes import DIGIT, caption_size
from boards.view import Label
from screen.box import Box
from screen.recent import Recent
from screen.text import Align, Face, Typeface, VAlign, Weight
from screen.theme import Color

_KEPT_DISCS: Final = 32
_FINE: Final = 4
_LABEL_GAP: Final = 0.6
_SECOND_LANGUAGE: Final = 0.72
"""Beside the first language, in its sizes: the gap, and the second one's size."""
_SMALLEST_LABEL: Final = 0.7
_LETTERING_BYTES: Final = 6 * 1024 * 1024
"""What stands on a full HD board at one moment; numbers seldom come again."""


class Brush:
    """Draws on one surface; `unit` is a hundredth of the screen's shorter side, pixels."""

    def __init__(self, unit: float) -> None:
        self.unit = unit
        self.typeface = Typeface(_LETTERING_BYTES)
        self._discs: Recent[tuple[int, Color, Color], pygame.Surface] = Recent(_KEPT_DISCS)
        self._surface = pygame.Surface((1, 1))

    def onto(self, surface: pygame.Surface) -> None:
        """Draw on `surface` from now on."""
        self._surface = surface

    def fill(self, box: Box, color: Color) -> None:
        self._surface.fill(color, box)

    def card(self, box: Box, color: Color, around: Color, radius: int | None = None) -> None:
        """A filled box with round corners, smooth on the colour around it."""
        radius = round(1.2 * self.unit) if radius is None else radius
        radius = max(1, min(radius, box.width // 2, box.height // 2))
        self.fill(box, color)
        disc = self._discs.get((radius, color, around), lambda: _disc(radius, color, around))
        for right in (0, 1):
            for low in (0, 1):
                at = (box.x + right * (box.width - radius), box.y + low * (box.height - radius))
                self._surface.blit(disc, at, (right * radius, low * radius, radius, radius))

    def number(self, text: str, box: Box, size: int, color: Color, align: Align = "center") -> int:
        """Figures and capitals, their ink in the middle of the box's height; shrunk if too wide.

        Gives the size (em, pixels) that was used.
        """
        width = self.typeface.lettering.width(text, "bold", size)
        if width > box.width:
            size = max(1, int(size * box.width / width))
        line, baseline = self.typeface.lettering.line(text, "bold", size, color)
        top = box.y + (box.height + round(size * DIGIT)) // 2 - baseline
        free = box.width - line.get_width()
        left = box.x + {"left": 0, "center": free // 2, "right": free}[align]
        self._surface.set_clip(box)
        self._surface.blit(line, (left, top))
        self._surface.set_clip(None)
        return size

    def caption(self, text: str, box: Box, color: Color) -> None:
        """Capitals with their marks, as high as the box, standing on its foot; shrunk if too wide."""
        size = caption_size(box)
        size = min(size, int(size * box.width / max(1, self.typeface.lettering.width(text, "bold", size))))
        line, baseline = self.typeface.lettering.line(text, "bold", size, color)
        self._surface.blit(line, (box.x + (box.width - line.get_width()) // 2, box.bottom - baseline))

    def text(
        self,
        text: str,
        box: Box,
        size: float,
        color: Color,
        *,
        weight: Weight = "semibold",
        lines: int = 1,
        align: Align = "left",
        valign: VAlign = "middle",
    ) -> Box:
        """Words, as large as fits and no larger than `size` (em, pixels); gives what they took."""
        if not text or not box.width or not box.height:
            return Box(box.x, box.y, 0, 0)
        face = Face(weight, max(8, int(size)), max(8, int(size * 0.5)), lines)
        fitted = self.typeface.fit(text, (box.width, box.height), face)
        self._surface.set_clip(box)
        rect = pygame.Rect(box)
        taken = self.typeface.draw(self._surface, fitted, rect, color, align=align, valign=valign)
        self._surface.set_clip(None)
        return Box(*taken)

    def picture(self, pixels: bytes, size: tuple[int, int], box: Box) -> None:
        """An RGB picture, whole and as large as the box holds, in its middle."""
        scale = min(box.width / size[0], box.height / size[1])
        width, height = max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
        picture = pygame.transform.smoothscale(pygame.image.frombuffer(pixels, size, "RGB"), (width, height))
        at = (box.x + (box.width - width) // 2, box.y + (box.height - height) // 2)
        self._surface.blit(picture, at)

    def label(self, label: Label, box: Box, size: float, ink: Color, quiet: Color) -> None:
        """The first language, and after it, smaller, the second, on one line from the left.

        Where the line is too short both get smaller; where that would be too small, the second is left out.
        """
        share = min(1.0, box.width / max(1, self._label_width(label, size)))
        is_whole = bool(label.small) and share >= _SMALLEST_LABEL
        size = size * share if is_whole else size
        taken = self.text(label.main, box, size, ink, weight="bold")
        if is_whole:
            _, beside = box.cut_left(taken.width, round(_LABEL_GAP * size))
            self.text(label.small, beside, _SECOND_LANGUAGE * size, quiet, weight="medium")

    def _label_width(self, label: Label, size: float) -> float:
        width = self.typeface.lettering.width
        main = width(label.main, "bold", int(size))
        small = width(label.small, "medium", int(_SECOND_LANGUAGE * size))
        return main + _LABEL_GAP * size + small


def _disc(radius: int, color: Color, around: Color) -> pygame.Surface:
    """Drawn large and made small, for pygame's own circles have stairs for edges."""
    large = pygame.Surface((2 * radius * _FINE, 2 * radius * _FINE))
    large.fill(around)
    pygame.draw.circle(large, color, (radius * _FINE, radius * _FINE), radius * _FINE)
    return pygame.transform.smoothscale(large, (2 * radius, 2 * radius))
