"""A number that was given: as large as can be, beside it what the citizen wants to know next."""

from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.metrics import Metrics
from kiosk.layout.parts import Laid, cut_notice, head_width, title_face, title_gap
from kiosk.palette import CARD, NUMBER, PAGE
from kiosk.pieces import Card, Code, Figures, Placed, Pointer, Text
from kiosk.view import Fact, Number
from screen import theme
from screen.box import Box
from screen.text import block_height

_POINTER_MM: Final = 13.0
_CODE_MM: Final = 36.0
_PAD_MM: Final = 4.0
_TALL_MM: Final = 150.0
_LEAST_TALL_MM: Final = 190.0
_HINT_LINES: Final = 3
_SHARE: Final = 0.45
_SMALL_SHARE: Final = 0.36
_SMALL_BELOW: Final = 1.3
_ROW_MM: Final = 22.0
_FACT_MM: Final = 5.8
_VALUE_MM: Final = 8.8


def lay_number(number: Number, room: Box, keys: KeyMaker, step: int) -> Laid:
    metrics = keys.metrics
    if metrics.is_tall:
        tallest = min(room.height, max(metrics.mm(_LEAST_TALL_MM), metrics.grown(_TALL_MM)))
        room = Box(room.x, room.bottom - tallest, room.width, tallest)
    heads, rest = _cut_head(number, room, keys, step)
    if metrics.is_tall:
        shown, facts = rest.cut_top(round(_figures_share(metrics) * rest.height), metrics.gap)
    else:
        share = 0.44 if number.link else 0.5
        shown, facts = rest.cut_left(round(share * rest.width), metrics.gap)
    pieces = [*heads, *_lay_figures(number, shown, keys), *_lay_facts(number, facts, keys)]
    return Laid(pieces, [], room.y)


def _figures_share(metrics: Metrics) -> float:
    """Of the height, above the facts: small screens need it for the facts."""
    return _SMALL_SHARE if metrics.growth < _SMALL_BELOW else _SHARE


def _cut_head(number: Number, room: Box, keys: KeyMaker, step: int) -> tuple[list[Placed], Box]:
    """Trouble is told in a banner; otherwise a title with an arrow to the paper."""
    if number.mood == "trouble":
        return cut_notice(number.title, room, keys, 2 if keys.metrics.is_compact else 3)
    face = title_face(keys)
    side = keys.metrics.grown(_POINTER_MM) if number.points_down else 0
    pad = keys.pad if side else 0
    width = head_width(room, keys) - side - pad
    fitted = keys.typeface.fit(number.title, (width, block_height(face.max_lines, face.largest)), face)
    box, rest = room.cut_top(max(side, fitted.height), title_gap(keys))
    arrow, words = box.cut_left(side, pad)
    text = Text(number.title, PAGE.ink, face.largest, face.smallest, "bold", lines=face.max_lines)
    pointer = [Placed(arrow, Pointer(step % 2, theme.GREEN, PAGE.ground))] if side else []
    return [*pointer, Placed(words._replace(width=width), text)], rest


def _lay_figures(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    """The heading, the number, and what it is for."""
    metrics = keys.metrics
    inner = box.inset(metrics.grown(_PAD_MM), metrics.grown(2.0))
    line = block_height(1, metrics.larger_note)
    heading, rest = inner.cut_top(line)
    figures, subject = rest.cut_bottom(block_height(1, metrics.label))
    small = Text(
        number.heading, NUMBER.quiet, metrics.larger_note, metrics.note, "semibold", "center", lines=1
    )
    below = Text(number.subject, NUMBER.ink, metrics.grown(8.2), metrics.note, "semibold", "center", lines=1)
    return [
        Placed(box, Card(NUMBER.ground, PAGE.ground, metrics.grown(3.0))),
        Placed(heading, small),
        Placed(figures.inset(0, round(0.06 * figures.height)), Figures(number.number, NUMBER.ink)),
        Placed(subject, below),
    ]


def _lay_facts(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    pieces = [Placed(box, Card(CARD.ground, PAGE.ground, metrics.grown(3.0)))]
    inner = box.inset(metrics.grown(_PAD_MM), metrics.grown(2.0))
    if number.link:
        inner, code = _cut_code(inner, keys)
        pieces += _lay_code(number, code, keys)
    count = len(number.facts)
    height = min(inner.height, count * metrics.grown(_ROW_MM))
    inner = Box(inner.x, inner.y + (inner.height - height) // 2, inner.width, height)
    for row, fact in zip(inner.rows(count, metrics.mm(1.0)), number.facts, strict=True):
        pieces += _lay_fact(fact, row, keys)
    return pieces


def _cut_code(inner: Box, keys: KeyMaker) -> tuple[Box, Box]:
    gap = keys.metrics.grown(3.0)
    side = min(keys.metrics.grown(_CODE_MM), round(0.44 * inner.width), inner.height)
    return inner.cut_left(inner.width - side - gap, gap)


def _lay_code(number: Number, box: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    hint = block_height(_HINT_LINES, metrics.note)
    side = min(box.width, box.height - hint)
    top = box.y + (box.height - side - hint) // 2
    code = Box(box.x + (box.width - side) // 2, top, side, side)
    words = Box(box.x, code.bottom, box.width, hint)
    least = round(0.8 * metrics.note)
    text = Text(number.hint, CARD.quiet, metrics.note, least, "medium", "center", "top", _HINT_LINES)
    return [Placed(code, Code(number.link)), Placed(words, text)]


def _lay_fact(fact: Fact, row: Box, keys: KeyMaker) -> list[Placed]:
    """A label, and below it the value, larger."""
    metrics = keys.metrics
    label, value = row.cut_top(round(0.42 * row.height))
    small, large, least = metrics.grown(_FACT_MM), metrics.grown(_VALUE_MM), metrics.note // 2
    return [
        Placed(label, Text(fact.label, CARD.quiet, small, least, "medium", "left", "bottom", 1)),
        Placed(value, Text(fact.value, CARD.ink, large, least, "bold", "left", "top", 1)),
    ]
