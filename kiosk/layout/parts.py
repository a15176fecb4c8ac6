"""What the bodies share: titles, notices, and what a body gives back."""

from typing import Final, NamedTuple

from kiosk.layout.keys import KeyMaker
from kiosk.palette import NOTICE, PAGE
from kiosk.pieces import Card, Icon, Placed, Target, Text
from screen.box import Box
from screen.text import Face, block_height

_TITLE_MM: Final = 9.0
_COMPACT_TITLE_MM: Final = 8.5
_TITLE_LINES: Final = 2


class Laid(NamedTuple):
    """`top`: the upper edge of what was laid; on a tall screen the header reaches down to it."""

    pieces: list[Placed]
    targets: list[Target]
    top: int


def title_face(keys: KeyMaker, *, lines: int = _TITLE_LINES) -> Face:
    """A title is larger than a label where there is room."""
    metrics = keys.metrics
    size = metrics.mm(_COMPACT_TITLE_MM) if metrics.is_compact else metrics.grown(_TITLE_MM)
    return Face("bold", max(size, metrics.label), metrics.label, lines)


def cut_title(text: str, room: Box, keys: KeyMaker) -> tuple[Placed, Box]:
    """A title at the top of a room, as high as its lines, and the rest below a gap."""
    face = title_face(keys)
    most = block_height(face.max_lines, face.largest)
    fitted = keys.typeface.fit(text, (room.width, most), face)
    box, rest = room.cut_top(fitted.height, title_gap(keys))
    return Placed(box, title_text(text, face)), rest


def title_text(text: str, face: Face) -> Text:
    return Text(text, PAGE.ink, face.largest, face.smallest, "bold", lines=face.max_lines)


def title_gap(keys: KeyMaker) -> int:
    return keys.metrics.mm(2.0) if keys.metrics.is_compact else keys.metrics.grown(3.0)


def cut_notice(text: str, room: Box, keys: KeyMaker) -> tuple[list[Placed], Box]:
    """A banner that tells what went otherwise than wished, and the rest below it; no text, no banner."""
    if not text:
        return [], room
    metrics = keys.metrics
    pad, size = metrics.mm(2.0), max(metrics.note, round(0.9 * metrics.label))
    side = metrics.mm(9.0)
    width = room.width - side - 3 * pad
    fitted = keys.typeface.fit(text, (width, block_height(3, size)), Face("semibold", size, metrics.note, 3))
    box, rest = room.cut_top(max(side, fitted.height) + 2 * pad, title_gap(keys))
    icon = Box(box.x + pad, box.y + (box.height - side) // 2, side, side)
    words = Box(icon.right + pad, box.y, width, box.height)
    return [
        Placed(box, Card(NOTICE.ground, PAGE.ground, metrics.grown(2.0))),
        Placed(icon, Icon("information-outline", NOTICE.quiet)),
        Placed(words, Text(text, NOTICE.ink, size, metrics.note, lines=3)),
    ], rest
