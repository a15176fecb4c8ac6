"""Where things stand on the paper: pieces in boxes, one under the other, the paper growing as they come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from PIL import Image

from printer.lettering import Style, ink_height, line_height, line_width, wrap

Align = Literal["left", "center", "right"]


LEADING: Final = 4


@dataclass(frozen=True)
class Box:
    """Dots from the upper left corner of the ticket."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class TextPiece:
    """One line. `tight`: the box is as high as the ink; `white`: knocked out of a black ground."""

    box: Box
    text: str
    style: Style
    tight: bool = False
    white: bool = False


@dataclass(frozen=True)
class FillPiece:
    """A black box: a rule, or the ground of white text."""

    box: Box


@dataclass(frozen=True)
class PicturePiece:
    """A ready picture of mode "1", ink 255, of the box's size: the QR code, the logo."""

    box: Box
    picture: Image.Image


Piece = TextPiece | FillPiece | PicturePiece


@dataclass
class Flow:
    """A column of paper `width` dots wide from `left`; `top` is where the next piece goes."""

    left: int
    width: int
    top: int = 0
    pieces: list[Piece] = field(default_factory=list)

    def skip(self, dots: int) -> None:
        self.top += dots

    def column(self, left: int, width: int) -> "Flow":
        """A column beside others, from the same height, into the same pieces; `below` takes the longest."""
        return Flow(self.left + left, width, self.top, self.pieces)

    def below(self, columns: Iterable["Flow"]) -> None:
        self.top = max(self.top, *(column.top for column in columns))

    def text(self, text: str, style: Style, align: Align = "center", *, white: bool = False) -> None:
        """Wrapped lines, each in its own box."""
        for index, line in enumerate(wrap(text, style, self.width)):
            self.skip(LEADING if index else 0)
            box = self._place(line_width(line, style), line_height(line, style), align)
            self.pieces.append(TextPiece(box, line, style, white=white))

    def tight_text(self, text: str, style: Style) -> None:
        """One line as high as its ink; the caller has made it fit."""
        box = self._place(line_width(text, style), ink_height(text, style), "center")
        self.pieces.append(TextPiece(box, text, style, tight=True))

    def picture(self, picture: Image.Image, align: Align = "center") -> None:
        self.pieces.append(PicturePiece(self._place(*picture.size, align), picture))

    def rule(self, thickness: int) -> None:
        self.pieces.append(FillPiece(self._place(self.width, thickness, "left")))

    def on_black(self, text: str, style: Style, padding: int) -> None:
        """White text on a black bar over the whole width."""
        ground = len(self.pieces)
        top = self.top
        self.skip(padding)
        self.text(text, style, white=True)
        self.skip(padding)
        self.pieces.insert(ground, FillPiece(Box(self.left, top, self.width, self.top - top)))

    def _place(self, width: int, height: int, align: Align) -> Box:
        spare = self.width - width
        left = self.left + {"left": 0, "center": spare // 2, "right": spare}[align]
        box = Box(left, self.top, width, height)
        self.top += height
        return box
