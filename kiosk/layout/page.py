"""A whole screen: header, body and bar, from the top; what is touched stays within reach."""

from dataclasses import dataclass
from typing import Final

from kiosk.layout.bar import lay_bar
from kiosk.layout.bodies import lay_body
from kiosk.layout.keys import KeyMaker
from kiosk.layout.metrics import Metrics
from kiosk.palette import HEADER, PAGE
from kiosk.pieces import Ground, Icon, Note, Page, Placed, Target, Text
from kiosk.view import Message, View
from screen.box import Box
from screen.text import Typeface, block_height

_HEADER_MM: Final = 11.0
_MARGIN_MM: Final = 5.0
_COMPACT_MARGIN_MM: Final = 4.0


@dataclass(frozen=True)
class Motion:
    """What moves by itself: `step` counts on; `pressed` is the action whose button is under a finger."""

    step: int = 0
    pressed: object = None


def lay_out(view: View, metrics: Metrics, typeface: Typeface, motion: Motion) -> Page:
    """The page that shows `view`."""
    keys = KeyMaker(metrics, typeface, motion.pressed)
    screen = Box(0, 0, metrics.scale.width, metrics.scale.height)
    margin = metrics.mm(_COMPACT_MARGIN_MM) if metrics.is_compact else metrics.grown(_MARGIN_MM)
    header, below = _cut_header(screen, metrics)
    foot, foot_targets, room = lay_bar(below.inset(margin), view.bar, keys)
    body = lay_body(view.body, room, keys, motion.step)
    if metrics.is_tall:
        header = header._replace(height=max(header.height, body.top - margin))
    pieces = [
        Placed(screen, Ground(PAGE.ground)),
        *_lay_header(header, view, metrics),
        *body.pieces,
        *foot,
        *_lay_countdown(view, header, Box(room.x, body.top, room.width, 0), metrics),
    ]
    return Page(tuple(pieces), (*foot_targets, *body.targets, *_everywhere(view, screen)))


def _cut_header(screen: Box, metrics: Metrics) -> tuple[Box, Box]:
    return screen.cut_top(0 if metrics.is_compact else metrics.grown(_HEADER_MM))


def _lay_header(header: Box, view: View, metrics: Metrics) -> list[Placed]:
    """The centre's name; on a tall screen over all that is out of reach anyway."""
    if not header.height:
        return []
    pieces = [Placed(header, Ground(HEADER.ground))]
    inner = header.inset(metrics.grown(_MARGIN_MM), metrics.grown(1.5))
    if header.height > metrics.grown(3 * _HEADER_MM):
        return [*pieces, *_lay_tall_header(inner, view, metrics)]
    inner = inner._replace(width=round(0.62 * inner.width))
    largest, smallest = metrics.grown(6.0), metrics.note
    return [*pieces, Placed(inner, Text(view.center, HEADER.ink, largest, smallest, lines=1))]


def _lay_tall_header(inner: Box, view: View, metrics: Metrics) -> list[Placed]:
    side = min(metrics.grown(22.0), inner.height // 3)
    height = min(inner.height, side + metrics.grown(4.0 + 30.0))
    block = Box(inner.x, inner.y + (inner.height - height) // 2, inner.width, height)
    symbol, name = block.cut_top(side, metrics.grown(4.0))
    text = Text(view.center, HEADER.ink, metrics.grown(11.0), metrics.label, "bold", "center", "top", 3)
    return [Placed(symbol, Icon("bank-outline", HEADER.quiet)), Placed(name, text)]


def _lay_countdown(view: View, header: Box, head: Box, metrics: Metrics) -> list[Placed]:
    """In the header, where its place is kept; on a compact screen in place of the title, while it runs."""
    size = round(1.15 * metrics.note)
    height = block_height(1, size)
    if metrics.is_compact:
        box = Box(0, 0, metrics.scale.width, head.y + height)
        note = Note(view.countdown, HEADER.accent, HEADER.ground, size, "center")
        return [Placed(box, note)] if view.countdown else []
    margin = metrics.grown(_MARGIN_MM)
    if metrics.is_tall:
        box = Box(header.x + margin, header.bottom - height - margin, header.width - 2 * margin, height)
        return [Placed(box, Note(view.countdown, HEADER.accent, HEADER.ground, size, "center"))]
    width = round(0.34 * header.width)
    box = Box(header.right - margin - width, header.y + (header.height - height) // 2, width, height)
    return [Placed(box, Note(view.countdown, HEADER.accent, HEADER.ground, size, "right"))]


def _everywhere(view: View, screen: Box) -> list[Target]:
    body = view.body
    return [Target(screen, body.action)] if isinstance(body, Message) and body.action is not None else []
