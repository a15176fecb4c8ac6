"""How large figures are in the board's face, and how large they must be. Pure arithmetic in pixels.

A number's digits are what the farthest reader must make out; everything else follows them.
"""

from typing import Final

from screen.box import Box

MM_PER_METRE: Final = 10 / 3
"""A digit is at least 1 cm high for every 3 m of distance (`domain/CENTRE.md`, Accessibility)."""
DIGIT: Final = 0.73
MARKED_CAPITAL: Final = 1.17
SIGN_WIDTH: Final = 0.72
"""Of Be Vietnam Pro Bold, in sizes (em): the height of a figure, that of a capital with two marks, and the
greatest width of a figure.
"""
NUMBER_SIGNS: Final = 3.9
"""A002: four signs, seldom all of the greatest width; with a wide letter, as W, the number shrinks a little."""
LATEST_SIGNS: Final = 4.4
"""The same in the latest call, where even W888 keeps its size."""
COUNTER_SIGNS: Final = 1.9
"""Two figures of a counter; three shrink."""
HERO_COUNTER_SIGNS: Final = 4.2
"""The counter of the latest call with its word before it, which is written smaller."""
GRID_SIGNS: Final = NUMBER_SIGNS + COUNTER_SIGNS

AIRY: Final = 0.77
TIGHT: Final = 0.92
"""How much of a box's height its figures may take: in a card, and where there is air around the box itself."""


def number_size(box: Box, signs: float, fill: float) -> int:
    """The font size (em, pixels) at which so many signs fit a box."""
    return max(8, int(min(box.height * fill / DIGIT, box.width / (signs * SIGN_WIDTH))))


def digit_in(box: Box, signs: float, fill: float) -> float:
    """How high digits are, pixels, where so many signs fill a box."""
    return number_size(box, signs, fill) * DIGIT


def caption_size(box: Box) -> int:
    """The font size (em, pixels) at which a capital with two marks, as Ầ, is as high as a box."""
    return max(8, int(box.height / MARKED_CAPITAL))
