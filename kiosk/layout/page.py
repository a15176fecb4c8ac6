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
_TALL_BODY: Final = 0.64
"""Of a tall screen's height, at the most, for messages; the header has the rest."""
_BRIEF_MM: Final = 27.0
_HIGH_HEADER_MM: Final = 26.0


@dataclass(frozen=True)
class Motion:
    """What moves by itself: `step` counts on; `pressed` is the action whose button is under a finger."""

    step: int = 0
    pressed: object = None


def lay_out(view: View, metrics: Metrics, typeface: Typeface, motion: Motion) -> Page:
    """The page that shows `view`."""
    keys = KeyMaker(metrics, typeface, motion.pressed)
    screen = Box(0, 0, metrics.scale.width, metrics.scale.height)
    header, below = screen.cut_top(0 if metrics.is_compact else metrics.grown(_HEADER_MM))
    foot, foot_targets, room = lay_bar(below.inset(metrics.margin), view.bar, keys)
    body = lay_body(view.body, _lowered(room, view, metrics), keys, motion.step)
    if metrics.is_tall:
        header = header._replace(height=max(header.height, body.top - metrics.margin))
    pieces = [
        Placed(screen, Ground(PAGE.ground)),
        *_lay_header(header, view, metrics),
        *body.pieces,
        *foot,
        *_lay_brief_countdown(view, metrics),
    ]
    return Page(tuple(pieces), (*foot_targets, *body.targets, *_everywhere(view, screen)))


def _lowered(room: Box, view: View, metrics: Metrics) -> Box:
    """On a tall screen a message stands where the eyes of everyone are, not in the middle of the height."""
    if not metrics.is_tall or not isinstance(view.body, Message):
        return room
    height = min(room.height, round(_TALL_BODY * metrics.scale.height))
    return Box(room.x, room.bottom - height, room.width, height)


def _lay_header(header: Box, view: View, metrics: Metrics) -> list[Placed]:
    """The centre's name and the countdown; on a tall screen over all that is out of reach anyway."""
    if not header.height:
        return []
    ground = Placed(header, Ground(HEADER.ground))
    size = metrics.larger_note
    inner = header.inset(metrics.margin, metrics.grown(1.5))
    if header.height >= metrics.grown(_HIGH_HEADER_MM):
        name, count = inner.cut_bottom(block_height(1, size), metrics.grown(1.0))
        note = Note(view.countdown, HEADER.accent, HEADER.ground, size, "center")
        return [ground, *_lay_name(name, view, metrics), Placed(count, note)]
    name, count = inner.cut_left(round((0.76 if metrics.is_tall else 0.64) * inner.width), metrics.gap)
    text = Text(view.center, HEADER.ink, metrics.grown(6.5), metrics.note // 2, lines=2)
    left = view.brief_countdown if metrics.is_tall else view.countdown
    return [
        ground,
        Placed(name, text),
        Placed(count, Note(left, HEADER.accent, HEADER.ground, size, "right")),
    ]


def _lay_name(inner: Box, view: View, metrics: Metrics) -> list[Placed]:
    """In the middle, with a symbol above it where there is room for both."""
    side = metrics.grown(20.0)
    text = Text(view.center, HEADER.ink, metrics.grown(10.5), metrics.note, "bold", "center", lines=2)
    lines = block_height(2, text.largest)
    if inner.height < side + lines:
        return [Placed(inner, text)]
    gap = metrics.grown(3.0)
    top = inner.y + (inner.height - side - gap - lines) // 2
    symbol = Box(inner.x, top, inner.width, side)
    name = Box(inner.x, symbol.bottom + gap, inner.width, lines)
    return [Placed(symbol, Icon("bank-outline", HEADER.quiet)), Placed(name, text)]


def _lay_brief_countdown(view: View, metrics: Metrics) -> list[Placed]:
    """A compact screen has no header: the seconds alone, in a corner that titles keep free."""
    if not metrics.is_compact or not view.brief_countdown:
        return []
    width, height = metrics.mm(_BRIEF_MM), block_height(1, metrics.label)
    box = Box(metrics.scale.width - metrics.margin - width, metrics.margin, width, height)
    radius, size = metrics.mm(2.6), metrics.label
    return [Placed(box, Note(view.brief_countdown, HEADER.accent, HEADER.ground, size, "center", radius))]


def _everywhere(view: View, screen: Box) -> list[Target]:
    body = view.body
    return [Target(screen, body.action)] if isinstance(body, Message) and body.action is not None else []
