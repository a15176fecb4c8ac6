"""The pad for a PIN: digits in the shape that the screen has room for."""

from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid, cut_title, title_face, title_gap
from kiosk.palette import CARD, PAGE
from kiosk.pieces import Card, Placed, Target, Text
from kiosk.view import Button, PinPad
from screen.box import Box
from screen.text import block_height

_KEYS: Final = 12
_SHAPES: Final = (3, 4, 6)
"""Columns, the first that fits is taken."""
_TALLEST_KEY_MM: Final = 26.0
_WIDEST_KEY_MM: Final = 44.0
_FIELD_MM: Final = 13.0


def lay_pad(pad: PinPad, room: Box, keys: KeyMaker) -> Laid:
    metrics, gap = keys.metrics, keys.metrics.gap
    columns = _columns(room, keys)
    buttons = _in_order(pad, columns)
    rows = len(buttons) // columns
    spare = _room_for_keys(room, keys) - gap * (rows - 1)
    height = max(metrics.target, min(metrics.grown(_TALLEST_KEY_MM), spare // rows))
    width = min(room.width, columns * metrics.grown(_WIDEST_KEY_MM) + (columns - 1) * gap)
    room = Box(room.x + (room.width - width) // 2, room.y, width, room.height)
    room, grid = room.cut_bottom(rows * height + (rows - 1) * gap, title_gap(keys))
    heads = _lay_heads(pad, room, keys)
    cells = [cell for row in grid.rows(rows, gap) for cell in row.columns(columns, gap)]
    placed = [
        keys.place(cell, button, metrics.largest_label) for cell, button in zip(cells, buttons, strict=True)
    ]
    pieces: list[Placed] = [piece for piece, _ in placed]
    targets: list[Target] = [target for _, target in placed]
    return Laid([*heads, *pieces], targets, heads[0].box.y)


def _heads_height(keys: KeyMaker) -> int:
    """The least that title, field and the line between them take, with their gaps."""
    title, line = (
        block_height(1, title_face(keys).largest),
        block_height(_status_lines(keys), keys.metrics.note),
    )
    return title + line + keys.metrics.mm(_FIELD_MM) + 3 * title_gap(keys)


def _columns(room: Box, keys: KeyMaker) -> int:
    """Three, as on a telephone, where four rows of fingers fit below the title; else what fits."""
    target, gap = keys.metrics.target, keys.metrics.gap
    height = _room_for_keys(room, keys)
    for columns in _SHAPES:
        rows = _KEYS // columns
        fits_along = rows * target + (rows - 1) * gap <= height
        if fits_along and columns * target + (columns - 1) * gap <= room.width:
            return columns
    return _SHAPES[-1]


def _room_for_keys(room: Box, keys: KeyMaker) -> int:
    """Below title and field, and within reach."""
    return min(room.height - _heads_height(keys), room.bottom - keys.metrics.highest_target)


def _status_lines(keys: KeyMaker) -> int:
    return 1 if keys.metrics.is_compact else 2


def _in_order(pad: PinPad, columns: int) -> list[Button]:
    """As a telephone has them; in other shapes simply one after the other."""
    digits = list(pad.digits)
    if columns == _SHAPES[0]:
        return [*digits[:9], pad.erase, digits[9], pad.enter]
    if columns == _SHAPES[1]:
        return [*digits, pad.erase, pad.enter]
    return [*digits[:5], pad.erase, *digits[5:], pad.enter]


def _lay_heads(pad: PinPad, room: Box, keys: KeyMaker) -> list[Placed]:
    metrics = keys.metrics
    if metrics.is_tall:
        needed = 3 * block_height(2, metrics.largest_label)
        height = min(room.height, needed)
        room = Box(room.x, room.bottom - height, room.width, height)
    title, rest = cut_title(pad.title, room, keys)
    lines = _status_lines(keys)
    status, field = rest.cut_top(block_height(lines, metrics.note), title_gap(keys))
    field_height = min(field.height, metrics.grown(_FIELD_MM))
    field = Box(field.x, field.bottom - field_height, field.width, field_height)
    return [
        *title,
        Placed(status, Text(pad.text, PAGE.quiet, metrics.note, metrics.note // 2, "medium", lines=lines)),
        Placed(field, Card(CARD.ground, PAGE.ground, metrics.grown(2.6))),
        Placed(
            field, Text(pad.typed, CARD.ink, metrics.grown(11.0), metrics.note, "bold", "center", lines=1)
        ),
    ]
