"""A number that was given: as large as can be, beside it what the citizen wants to know next."""

from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid, cut_notice, title_face, title_gap
from kiosk.palette import CARD, NUMBER, PAGE
from kiosk.pieces import Card, Code, Figures, Placed, Pointer, Text
from kiosk.view import Fact, Number
from screen import theme
from screen.box import Box
from screen.text import block_height

_POINTER_MM: Final = 14.0
_CODE_MM: Final = 34.0
_PAD_MM: Final = 4.0
_TALL_MM: Final = 260.0


def lay_number(number: Number, room: Box, keys: KeyMaker, step: int) -> Laid:
    if keys.metrics.is_tall:
        tallest = min(room.height, keys.metrics.mm(_TALL_MM))
        room = Box(room.x, room.bottom - tallest, room.width, tallest)
    heads, rest = _cut_head(number, room, keys, step)
    gap = keys.metrics.gap
    if keys.metrics.is_tall:
        shown, facts = rest.cut_top(round(0.46 * rest.height), gap)
    else:
        shown, facts = rest.cut_left(round(0.5 * rest.width), gap)
    return Laid([*heads, *_lay_figures(number, shown, keys), *_lay_facts(number, facts, keys)], [], room.y)


def _cut_head(number: Number, room: Box, keys: KeyMaker, step: int) -> tuple[list[Placed], Box]:
    """Trouble is told in a banner; otherwise a title with an arrow to the paper."""
    if number.mood == "trouble":
        return cut_notice(number.title, room, keys)
    face = title_face(keys)
    side = keys.metrics.grown(_POINTER_MM) if number.points_down else 0
    pad = keys.pad if side else 0
    width = room.width - side - pad
    fitted = keys.typeface.fit(number.title, (width, block_height(face.max_lines, face.largest)), face)
    box, rest = room.cut_top(max(side, fitted.height), title_gap(keys))
    arrow, words = box.cut_left(side, pad)
    text = Text(number.title, PAGE.ink, face.largest, face.smallest, "bold", lines=face.max_lines)
    pointer = [Placed(arrow, Pointer(step % 2, theme.GREEN, PAGE.ground))] if side else []
    return [*pointer, Placed(words, text)], rest


def _lay_figures(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    inner = box.inset(metrics.grown(_PAD_MM), metrics.grown(2.5))
    heading, figures = inner.cut_top(block_height(1, metrics.note + metrics.note // 3))
    text = Text(number.heading, NUMBER.quiet, metrics.grown(6.5), metrics.note, "semibold", "center", lines=1)
    return [
        Placed(box, Card(NUMBER.ground, PAGE.ground, metrics.grown(3.0))),
        Placed(heading, text),
        Placed(figures, Figures(number.number, NUMBER.ink)),
    ]


def _lay_facts(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    pad = metrics.grown(_PAD_MM)
    pieces = [Placed(box, Card(CARD.ground, PAGE.ground, metrics.grown(3.0)))]
    inner = box.inset(pad, metrics.grown(2.5))
    if number.link:
        inner, code = _cut_code(inner, keys)
        pieces += _lay_code(number, code, keys)
    for row, fact in zip(inner.rows(len(number.facts), metrics.mm(1.0)), number.facts, strict=True):
        pieces += _lay_fact(fact, row, keys)
    return pieces


def _cut_code(inner: Box, keys: KeyMaker) -> tuple[Box, Box]:
    side = min(keys.metrics.grown(_CODE_MM), round(0.42 * inner.width), inner.height)
    rest, code = inner.cut_left(inner.width - side - keys.metrics.grown(3.0), keys.metrics.grown(3.0))
    return rest, code


def _lay_code(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    hint = block_height(2, metrics.note)
    side = min(box.width, box.height - hint)
    top = box.y + (box.height - side - hint) // 2
    code = Box(box.x + (box.width - side) // 2, top, side, side)
    words = Box(box.x, code.bottom, box.width, hint)
    text = Text(number.hint, CARD.quiet, metrics.note, round(0.7 * metrics.note), "medium", "center", lines=2)
    return [Placed(code, Code(number.link)), Placed(words, text)]


def _lay_fact(fact: Fact, row: Box, keys: KeyMaker) -> list[Placed]:
    """A label, and below it the value, larger."""
    metrics = keys.metrics
    label, value = row.cut_top(round(0.4 * row.height))
    small, large = metrics.grown(5.0), metrics.grown(9.5)
    return [
        Placed(label, Text(fact.label, CARD.quiet, small, metrics.note // 2, "medium", "left", "bottom", 1)),
        Placed(value, Text(fact.value, CARD.ink, large, metrics.note // 2, "bold", "left", "top", 2)),
    ]
