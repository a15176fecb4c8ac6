"""Text fitted to a box: the largest size at which it fits, wrapped between words, and drawn there.

A line's box reaches from the top of a capital with two marks (Ỗ: 1.17 of the size above the baseline) to the
foot of a dot below (ỵ), so nothing that is laid out here loses a mark.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import pygame

from screen.lettering import CACHE_BYTES, Lettering, Weight
from screen.recent import Recent
from screen.theme import Color
from screen.wrapping import Measure, split_word, wrap

__all__ = ["ABOVE", "BELOW", "CAPITAL", "PITCH", "Face", "Fitted", "Typeface", "Weight", "block_height"]

Align = Literal["left", "center", "right"]
VAlign = Literal["top", "middle", "bottom"]
Box = tuple[int, int]

ABOVE: Final = 1.17
BELOW: Final = 0.27
PITCH: Final = 1.26
"""In sizes: what a line reaches above and below its baseline, and from baseline to baseline."""
CAPITAL: Final = 0.73
"""The height of a capital letter without marks, in sizes."""
_STEP: Final = 0.96
_KEPT_FITS: Final = 512
_SHARE: Final = {"left": 0, "top": 0, "center": 1, "middle": 1, "right": 2, "bottom": 2}


@dataclass(frozen=True)
class Face:
    """How a text may look: its weight, the largest and smallest size (em, pixels), and how many lines."""

    weight: Weight
    largest: int
    smallest: int = 8
    max_lines: int = 99


@dataclass(frozen=True)
class Fitted:
    """Lines that fit a box at `size` pixels (the em); `width` and `height` are what they take, pixels."""

    lines: tuple[str, ...]
    weight: Weight
    size: int
    width: int
    height: int


def block_height(lines: int, size: int) -> int:
    """What so many lines take, marks included, pixels."""
    return math.ceil(size * (ABOVE + BELOW + PITCH * (lines - 1)))


def size_for_capitals(height: float) -> int:
    """The font size whose capitals are at least `height` pixels high."""
    return math.ceil(height / CAPITAL)


class Typeface:
    """Fits and draws; keeps rendered lines up to `cache_bytes`. Used on the loop's thread only."""

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        self.lettering = Lettering(cache_bytes)
        self._fits: Recent[tuple[str, Box, Face], Fitted] = Recent(_KEPT_FITS)

    def fit(self, text: str, box: Box, face: Face) -> Fitted:
        """The largest size at which `text`, wrapped on words, fits `box` (width, height in pixels).

        Where even the smallest does not fit, words are broken; then the lines that find no room are left
        out and the last one ends in "…".
        """
        return self._fits.get((text, box, face), lambda: self._find_fit(text, box, face))

    def draw(
        self,
        target: pygame.Surface,
        fitted: Fitted,
        box: pygame.Rect,
        color: Color,
        *,
        align: Align = "center",
        valign: VAlign = "middle",
    ) -> pygame.Rect:
        """Draw fitted lines into `box`; the rectangle that they take."""
        taken = pygame.Rect(0, 0, fitted.width, fitted.height)
        taken.left = _place(box.left, box.width, taken.width, align)
        taken.top = _place(box.top, box.height, taken.height, valign)
        for i, text in enumerate(fitted.lines):
            surface, baseline = self.lettering.line(text, fitted.weight, fitted.size, color)
            left = _place(taken.left, taken.width, surface.get_width(), align)
            target.blit(surface, (left, taken.top + round(fitted.size * (ABOVE + PITCH * i)) - baseline))
        return taken

    def _find_fit(self, text: str, box: Box, face: Face) -> Fitted:
        size = max(face.largest, face.smallest)
        while True:
            fitted = self._lay(wrap(text, box[0], self._measure(face.weight, size)), face.weight, size)
            if fitted.width <= box[0] and fitted.height <= box[1] and len(fitted.lines) <= face.max_lines:
                return fitted
            if size <= face.smallest:
                return self._squeeze(text, box, face)
            size = max(face.smallest, min(size - 1, int(size * _STEP)))

    def _squeeze(self, text: str, box: Box, face: Face) -> Fitted:
        size, measure = face.smallest, self._measure(face.weight, face.smallest)
        words = [piece for word in text.split() for piece in split_word(word, box[0], measure)]
        lines = wrap(" ".join(words), box[0], measure)
        room = 1 + int((box[1] / size - ABOVE - BELOW) / PITCH)
        rows = max(1, min(face.max_lines, room))
        if len(lines) > rows:
            lines = [*lines[: rows - 1], _shorten(lines[rows - 1], box[0], measure)]
        return self._lay(lines, face.weight, size)

    def _lay(self, lines: list[str], weight: Weight, size: int) -> Fitted:
        width = max(self.lettering.width(line, weight, size) for line in lines)
        return Fitted(tuple(lines), weight, size, width, block_height(len(lines), size))

    def _measure(self, weight: Weight, size: int) -> Measure:
        return lambda text: self.lettering.width(text, weight, size)


def _shorten(line: str, width: int, measure: Measure) -> str:
    while line and measure(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _place(start: int, room: int, taken: int, where: Align | VAlign) -> int:
    return start + (room - taken) * _SHARE[where] // 2
