"""The board's colours: which ink stands on which ground. At ten metres every pair must reach 7:1."""

from dataclasses import dataclass
from typing import Final

from screen import theme
from screen.theme import Color


@dataclass(frozen=True)
class Tone:
    """A ground with its ink, and the ink for what is less important on it."""

    ground: Color
    ink: Color
    quiet: Color


_SLATE: Final[Color] = (62, 72, 84)
_BRICK: Final[Color] = (140, 18, 28)
_ASH: Final[Color] = (233, 229, 220)

PAGE: Final = Tone(theme.PAPER, theme.INK, _SLATE)
CARD: Final = Tone(theme.WHITE, theme.INK, _SLATE)
CLOSED: Final = Tone(_ASH, _SLATE, _SLATE)
BADGE: Final = Tone(theme.PRIMARY, theme.WHITE, theme.WHITE)
HEADER: Final = Tone(theme.PRIMARY_DEEP, theme.WHITE, theme.PALE_ON_PRIMARY)
HERO: Final = Tone(theme.PRIMARY_DEEP, theme.WHITE, theme.GOLD)
CALLING: Final = Tone(theme.GOLD, theme.INK, theme.INK)
WARNING: Final = Tone(_BRICK, theme.WHITE, theme.WHITE)
MESSAGE: Final = Tone(theme.AMBER_SOFT, theme.INK, theme.INK)
NOTICE: Final = Tone(theme.WHITE, theme.INK, theme.PRIMARY)

TONES: Final = (NOTICE, PAGE, CARD, CLOSED, BADGE, HEADER, HERO, CALLING, WARNING, MESSAGE)
