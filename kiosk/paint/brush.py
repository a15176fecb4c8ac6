"""What pieces are drawn with: soft corners, fitted words, icons, codes."""

from collections.abc import Callable
from typing import Final, Literal

import pygame

from kiosk.paint.code import draw_code
from kiosk.paint.icons import Icons
from screen.box import Box
from screen.recent import Recent
from screen.text import Face, Typeface
from screen.theme import LINE as FRAME
from screen.theme import Color

_KEPT_DISCS: Final = 32
_FINE: Final = 4
_CAPITAL: Final = 0.73
_LEAST_SIZE: Final = 8
_STEP: Final = 0.97
_MEASURED_SIZE: Final = 100
"""Widths at another size follow from it: to measure at each that is tried would open a font for each."""
_WIDEST: Final = str.maketrans(dict.fromkeys("0123456789", "4"))
"""Of Be Vietnam Pro's figures, in all its weights."""
_FRAME_SHARE: Final = 9
"""A frame's line is so many times thinner than its radius."""

_DiscKey = tuple[Literal["plain", "framed"], int, Color, Color]


class Brush:
    """Draws on one surface; used on the loop's thread only."""

    def __init__(self, typeface: Typeface) -> None:
        self.typeface = typeface
        self._icons = Icons()
        self._discs: Recent[_DiscKey, pygame.Surface] = Recent(_KEPT_DISCS)
        self._surface = pygame.Surface((1, 1))

    def onto(self, surface: pygame.Surface) -> None:
        """Draw on `surface` from now on."""
        self._surface = surface

    def fill(self, box: Box, color: Color) -> None:
        self._surface.fill(color, box)

    def card(self, box: Box, color: Color, around: Color, radius: int) -> None:
        """A filled box with round corners, smooth on the colour around it."""
        radius = max(1, min(radius, box.width // 2, box.height // 2))
        self.fill(box, color)
        self._corners(box, radius, ("plain", radius, color, around), lambda: _disc(radius, color, around))

    def _corners(self, box: Box, radius: int, key: _DiscKey, make: Callable[[], pygame.Surface]) -> None:
        disc = self._discs.get(key, make)
        for right in (0, 1):
            for low in (0, 1):
                at = (box.x + right * (box.width - radius), box.y + low * (box.height - radius))
                self._surface.blit(disc, at, (right * radius, low * radius, radius, radius))

    def framed(self, box: Box, color: Color, around: Color, radius: int) -> None:
        """A card with a fine line along its edge."""
        self.fill(box, FRAME)
        line = max(1, radius // _FRAME_SHARE)
        self.fill(box.inset(line), color)
        self._corners(
            box, radius, ("framed", radius, color, around), lambda: _framed(radius, line, color, around)
        )

    def text(
        self, text: str, box: Box, face: Face, color: Color, align: str = "left", valign: str = "middle"
    ) -> None:
        """Words, as large as fits the box; none in an empty one."""
        if not text or box.width < 1 or box.height < 1:
            return
        fitted = self.typeface.fit(text, (box.width, box.height), face)
        self._surface.set_clip(box)
        self.typeface.draw(self._surface, fitted, pygame.Rect(box), color, align=align, valign=valign)  # type: ignore[arg-type]
        self._surface.set_clip(None)

    def figures(self, text: str, box: Box, color: Color) -> None:
        """Figures and capitals as large as the box lets them be, their ink in its middle.

        As if each figure were the widest, so that one number is as large as the next.
        """
        largest = max(_LEAST_SIZE, int(box.height / _CAPITAL))
        width = self.typeface.lettering.width(text.translate(_WIDEST), "bold", _MEASURED_SIZE)
        fitting, size = _MEASURED_SIZE * box.width // max(1, width), largest
        while size > max(_LEAST_SIZE, fitting):
            size = max(_LEAST_SIZE, int(size * _STEP))
        # A citizen's number of a megabyte and more, painted once while its screen stands.
        line, baseline = self.typeface.lettering.draw_once(text, "bold", size, color)
        top = box.y + (box.height + round(size * _CAPITAL)) // 2 - baseline
        self._surface.blit(line, (box.x + (box.width - line.get_width()) // 2, top))

    def icon(self, name: str, box: Box, color: Color) -> None:
        """As large as the box's shorter side, in its middle."""
        side = min(box.width, box.height)
        if side < 1:
            return
        at = (box.x + (box.width - side) // 2, box.y + (box.height - side) // 2)
        self._surface.blit(self._icons.icon(name, side, color), at)

    def disc(self, center: tuple[int, int], radius: int, color: Color, around: Color) -> None:
        disc = self._discs.get(("plain", radius, color, around), lambda: _disc(radius, color, around))
        self._surface.blit(disc, (center[0] - radius, center[1] - radius))

    def code(self, link: str, box: Box) -> None:
        """A QR code in whole dots a module, in the middle of its box."""
        drawn = draw_code(link, min(box.width, box.height))
        at = (box.x + (box.width - drawn.get_width()) // 2, box.y + (box.height - drawn.get_height()) // 2)
        self._surface.blit(drawn, at)


def _disc(radius: int, color: Color, around: Color) -> pygame.Surface:
    return _discs_on(around, radius, [(color, radius)])


def _framed(radius: int, line: int, color: Color, around: Color) -> pygame.Surface:
    return _discs_on(around, radius, [(FRAME, radius), (color, radius - line)])


def _discs_on(around: Color, radius: int, discs: list[tuple[Color, int]]) -> pygame.Surface:
    """One on the other; drawn large and made small, for pygame's own circles have stairs for edges."""
    large = pygame.Surface((2 * radius * _FINE, 2 * radius * _FINE))
    large.fill(around)
    for color, of_radius in discs:
        pygame.draw.circle(large, color, (radius * _FINE, radius * _FINE), of_radius * _FINE)
    return pygame.transform.smoothscale(large, (2 * radius, 2 * radius))
