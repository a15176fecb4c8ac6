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
_COUNTDOWN_MM: Final = 30.0


class Laid(NamedTuple):
    """`top`: the upper edge of what was laid; on a tall screen the header reaches down to it."""

    pieces: list[Placed]
    targets: list[Target]
    top: int


def head_width(room: Box, keys: KeyMaker) -> int:
    """How wide a title may be: on a compact screen the countdown stands beside it."""
    return room.width - (keys.metrics.mm(_COUNTDOWN_MM) if keys.metrics.is_compact else 0)


def title_face(keys: KeyMaker, *, lines: int = _TITLE_LINES) -> Face:
    """A title is larger than a label where there is room."""
    metrics = keys.metrics
    size = metrics.mm(_COMPACT_TITLE_MM) if metrics.is_compact else metrics.grown(_TITLE_MM)
    smallest = metrics.note if metrics.is_compact else metrics.label
    return Face("bold", max(size, metrics.label), smallest, 1 if metrics.is_compact else lines)


def cut_title(text: str, room: Box, keys: KeyMaker) -> tuple[list[Placed], Box]:
    """A title at the top of a room, as high as its lines, and the rest below a gap."""
    face = title_face(keys)
    width = head_width(room, keys)
    fitted = keys.typeface.fit(text, (width, block_height(face.max_lines, face.largest)), face)
    box, rest = room.cut_top(fitted.height, title_gap(keys))
    words = Text(text, PAGE.ink, face.largest, face.smallest, "bold", lines=face.max_lines)
    return [Placed(box._replace(width=width), words)], rest


def title_gap(keys: KeyMaker) -> int:
    return keys.metrics.mm(1.5) if keys.metrics.is_compact else keys.metrics.grown(3.0)


def cut_notice(text: str, room: Box, keys: KeyMaker, lines: int = 3) -> tuple[list[Placed], Box]:
    """A banner that tells what went otherwise than wished, and the rest below it; no text, no banner."""
    if not text:
        return [], room
    metrics = keys.metrics
    pad = metrics.mm(1.2) if metrics.is_compact else metrics.grown(2.0)
    size = metrics.label if metrics.is_compact else metrics.grown(7.5)
    size, side = max(metrics.note, size), metrics.grown(9.0)
    whole = head_width(room, keys)
    width = whole - side - 3 * pad
    face = Face("semibold", size, metrics.note, lines)
    fitted = keys.typeface.fit(text, (width, block_height(lines, size)), face)
    rim = 0 if metrics.is_compact else 2 * pad
    box, rest = room.cut_top(max(side, fitted.height) + rim, title_gap(keys))
    box = box._replace(width=whole)
    icon = Box(box.x + pad, box.y + (box.height - side) // 2, side, side)
    words = Box(icon.right + pad, box.y, width, box.height)
    return [
        Placed(box, Card(NOTICE.ground, PAGE.ground, metrics.grown(2.0))),
        Placed(icon, Icon("information-outline", NOTICE.accent)),
        Placed(words, Text(text, NOTICE.ink, fitted.size, metrics.note, lines=lines)),
    ], rest
