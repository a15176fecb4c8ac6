"""The colours of both screens, and how well one is read on another.

Every pair of ink and ground that a screen uses is named in `PAIRS`, where tests measure it.
"""

from dataclasses import dataclass
from typing import Final

Color = tuple[int, int, int]

PAPER: Final[Color] = (246, 244, 239)
WHITE: Final[Color] = (255, 255, 255)
INK: Final[Color] = (22, 32, 44)
QUIET_INK: Final[Color] = (84, 94, 106)
LINE: Final[Color] = (214, 209, 198)
PRIMARY: Final[Color] = (13, 71, 110)
PRIMARY_DEEP: Final[Color] = (8, 48, 77)
PRIMARY_SOFT: Final[Color] = (224, 235, 243)
PALE_ON_PRIMARY: Final[Color] = (206, 224, 237)
RED: Final[Color] = (176, 28, 36)
RED_SOFT: Final[Color] = (252, 232, 230)
GOLD: Final[Color] = (255, 205, 80)
AMBER_SOFT: Final[Color] = (255, 243, 214)
AMBER_DEEP: Final[Color] = (125, 77, 0)
GREEN: Final[Color] = (18, 102, 66)
GREEN_SOFT: Final[Color] = (226, 242, 232)

TEXT_RATIO: Final = 4.5
"""WCAG 2.2, 1.4.3 (AA), text of any size."""
NUMBER_RATIO: Final = 7.0
"""The ticket's number; WCAG 2.2, 1.4.6 (AAA)."""


@dataclass(frozen=True)
class Pair:
    """An ink on a ground, and the least contrast that its use asks for."""

    ink: Color
    ground: Color
    least: float = TEXT_RATIO


PAIRS: Final = (
    Pair(INK, PAPER, NUMBER_RATIO),
    Pair(INK, WHITE, NUMBER_RATIO),
    Pair(QUIET_INK, PAPER),
    Pair(QUIET_INK, WHITE),
    Pair(PRIMARY, WHITE, NUMBER_RATIO),
    Pair(PRIMARY, PAPER, NUMBER_RATIO),
    Pair(PRIMARY, PRIMARY_SOFT),
    Pair(WHITE, PRIMARY, NUMBER_RATIO),
    Pair(WHITE, PRIMARY_DEEP, NUMBER_RATIO),
    Pair(PALE_ON_PRIMARY, PRIMARY),
    Pair(PALE_ON_PRIMARY, PRIMARY_DEEP, NUMBER_RATIO),
    Pair(GOLD, PRIMARY),
    Pair(GOLD, PRIMARY_DEEP, NUMBER_RATIO),
    Pair(RED, WHITE),
    Pair(RED, PAPER),
    Pair(RED, RED_SOFT),
    Pair(WHITE, RED),
    Pair(INK, AMBER_SOFT, NUMBER_RATIO),
    Pair(AMBER_DEEP, AMBER_SOFT),
    Pair(GREEN, WHITE),
    Pair(GREEN, GREEN_SOFT),
    Pair(INK, GREEN_SOFT, NUMBER_RATIO),
    Pair(WHITE, GREEN),
)


def contrast_ratio(one: Color, other: Color) -> float:
    """From 1 (the same) to 21 (black on white); WCAG 2.2, "contrast ratio"."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def relative_luminance(color: Color) -> float:
    """WCAG 2.2, "relative luminance", for sRGB."""
    red, green, blue = (_linear(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_LINEAR_BELOW: Final = 0.04045


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
