"""The kiosk's colours: which ink stands on which ground. Tests measure every pair."""

from dataclasses import dataclass
from typing import Final

from kiosk.view import Mood, Tone
from screen import theme
from screen.theme import Color


@dataclass(frozen=True)
class Shade:
    """A ground with its ink, the ink for what is less important on it, and that of icons."""

    ground: Color
    ink: Color
    quiet: Color
    accent: Color


_ASH: Final[Color] = (233, 229, 220)
_SLATE: Final[Color] = (72, 82, 94)

PAGE: Final = Shade(theme.PAPER, theme.INK, theme.QUIET_INK, theme.PRIMARY)
HEADER: Final = Shade(theme.PRIMARY_DEEP, theme.WHITE, theme.PALE_ON_PRIMARY, theme.GOLD)
CARD: Final = Shade(theme.WHITE, theme.INK, theme.QUIET_INK, theme.PRIMARY)
NOTICE: Final = Shade(theme.AMBER_SOFT, theme.INK, theme.INK, theme.AMBER_DEEP)
NUMBER: Final = Shade(theme.WHITE, theme.PRIMARY_DEEP, theme.QUIET_INK, theme.PRIMARY)

KEYS: Final[dict[Tone, Shade]] = {
    "plain": Shade(theme.WHITE, theme.INK, theme.QUIET_INK, theme.PRIMARY),
    "main": Shade(theme.PRIMARY, theme.WHITE, theme.PALE_ON_PRIMARY, theme.WHITE),
    "quiet": Shade(theme.PRIMARY_SOFT, theme.PRIMARY_DEEP, theme.PRIMARY, theme.PRIMARY),
    "closed": Shade(_ASH, _SLATE, _SLATE, _SLATE),
    "chosen": Shade(theme.GREEN_SOFT, theme.GREEN, theme.GREEN, theme.GREEN),
}
PRESSED: Final = Shade(theme.PRIMARY_DEEP, theme.WHITE, theme.PALE_ON_PRIMARY, theme.GOLD)
BADGE: Final = Shade(theme.PRIMARY_SOFT, theme.PRIMARY, theme.PRIMARY, theme.PRIMARY)

INVITATION: Final = Shade(theme.PRIMARY, theme.WHITE, theme.PALE_ON_PRIMARY, theme.GOLD)

MOODS: Final[dict[Mood, Shade]] = {"calm": PAGE, "good": PAGE, "trouble": NOTICE}
SHADES: Final = (PAGE, HEADER, CARD, NOTICE, NUMBER, PRESSED, BADGE, INVITATION, *KEYS.values())
