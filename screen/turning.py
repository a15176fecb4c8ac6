"""A picture turned clockwise on the glass, for a screen that hangs on its side. Pure.

The glass is the screen as the driver knows it; the picture is what a person standing before it sees upright.
"""

from dataclasses import dataclass
from typing import Final, Literal

from screen.box import Box

Turn = Literal[0, 90, 180, 270]
_FULL: Final = 360

Point = tuple[float, float]
Size = tuple[int, int]


@dataclass(frozen=True)
class Turning:
    """`turn`: degrees clockwise of the picture on the glass; `panel_turn`: of the touch panel on the glass."""

    turn: Turn = 0
    panel_turn: Turn = 0

    def size_of_picture(self, glass: Size) -> Size:
        return glass if self.turn in (0, 180) else (glass[1], glass[0])

    def to_glass(self, box: Box, picture: Size) -> Box:
        """Where a part of the picture lies on the glass, pixels."""
        width, height = picture
        match self.turn:
            case 90:
                return Box(height - box.bottom, box.x, box.height, box.width)
            case 180:
                return Box(width - box.right, height - box.bottom, box.width, box.height)
            case 270:
                return Box(box.y, width - box.right, box.height, box.width)
            case _:
                return box

    def to_picture(self, x: int, y: int, picture: Size) -> tuple[int, int]:
        """The pixel of the picture that lies under a pixel of the glass."""
        width, height = picture
        match self.turn:
            case 90:
                return y, height - 1 - x
            case 180:
                return width - 1 - x, height - 1 - y
            case 270:
                return width - 1 - y, x
            case _:
                return x, y

    def finger_to_picture(self, x: float, y: float) -> Point:
        """Shares of the picture's sides for shares of the touch panel's, 0 to 1."""
        match (self.turn + self.panel_turn) % _FULL:
            case 90:
                return y, 1 - x
            case 180:
                return 1 - x, 1 - y
            case 270:
                return 1 - y, x
            case _:
                return x, y


UPRIGHT: Final = Turning()
