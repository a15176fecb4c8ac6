"""From a page to pixels: the whole of it when it changed, single pieces where only they did."""

from typing import Final

import pygame

from kiosk.paint.brush import Brush
from kiosk.palette import BADGE, PAGE
from kiosk.pieces import (
    OPAQUE,
    Card,
    Code,
    Dots,
    Figures,
    Ground,
    Icon,
    Key,
    Note,
    Page,
    Piece,
    Placed,
    Pointer,
    Text,
)
from screen import theme
from screen.box import Box
from screen.text import Face, Typeface

_DOTS: Final = 3
_LEAST_NOTE: Final = 8


class Painter:
    """Remembers what it painted; `typeface` is the one that the layout measured with."""

    def __init__(self, typeface: Typeface) -> None:
        self._brush = Brush(typeface)
        self._painted: Page | None = None

    def paint(self, surface: pygame.Surface, page: Page) -> list[pygame.Rect]:
        """Bring `surface` to show `page`; the rectangles that changed."""
        before, self._painted = self._painted, page
        changed = _changed_alone(before, page)
        self._brush.onto(surface)
        if changed is None:
            for placed in page.pieces:
                draw(self._brush, placed)
            return [surface.get_rect()]
        for placed in changed:
            draw(self._brush, placed)
        return [pygame.Rect(placed.box) for placed in changed]


def _changed_alone(before: Page | None, page: Page) -> list[Placed] | None:
    """The pieces that changed, where each can be drawn alone; null: everything has to be drawn."""
    if before is None or [p.box for p in before.pieces] != [p.box for p in page.pieces]:
        return None
    pairs = zip(before.pieces, page.pieces, strict=True)
    changed = [new for old, new in pairs if old.piece != new.piece]
    return changed if all(isinstance(placed.piece, OPAQUE) for placed in changed) else None


def draw(brush: Brush, placed: Placed) -> None:
    box, piece = placed
    match piece:
        case Ground(color):
            brush.fill(box, color)
        case Card(color, around, radius):
            brush.card(box, color, around, radius)
        case Text():
            face = Face(piece.weight, piece.largest, piece.smallest, piece.lines)
            brush.text(piece.text, box, face, piece.ink, piece.align, piece.valign)
        case Icon(name, ink):
            brush.icon(name, box, ink)
        case _:
            _draw_special(brush, box, piece)


def _draw_special(brush: Brush, box: Box, piece: Piece) -> None:
    match piece:
        case Figures(text, ink):
            brush.figures(text, box, ink)
        case Code(link):
            brush.code(link, box)
        case Key():
            _draw_key(brush, box, piece)
        case Dots():
            _draw_dots(brush, box, piece)
        case Pointer():
            _draw_pointer(brush, box, piece)
        case Note():
            _draw_note(brush, box, piece)


def _draw_key(brush: Brush, box: Box, key: Key) -> None:
    shade, parts = key.shade, key.inner
    if shade.ground == theme.WHITE:
        brush.framed(box, shade.ground, key.around, key.radius)
    else:
        brush.card(box, shade.ground, key.around, key.radius)
    if key.button.icon:
        _draw_symbol(brush, key)
    label = Face("semibold", key.size, max(_LEAST_NOTE, key.size // 2))
    brush.text(key.button.label, parts.label, label, shade.ink)
    if key.note_size:
        note = Face("medium", key.note_size, max(_LEAST_NOTE, key.note_size // 2), 1)
        brush.text(key.button.note, parts.note, note, shade.quiet)


def _draw_symbol(brush: Brush, key: Key) -> None:
    """On its own soft ground where the key is white."""
    box = key.inner.icon
    if key.button.tone == "plain" and not key.is_pressed:
        brush.card(box, BADGE.ground, key.shade.ground, key.radius)
        brush.icon(key.button.icon, box.inset(round(0.14 * box.width)), BADGE.accent)
    else:
        brush.icon(key.button.icon, box, key.shade.accent)


def _draw_dots(brush: Brush, box: Box, dots: Dots) -> None:
    brush.fill(box, dots.ground)
    radius = max(2, box.height // 2 - 1)
    middle = box.x + box.width // 2
    for i in range(_DOTS):
        color = dots.ink if i == dots.step % _DOTS else dots.pale
        center = (middle + (i - 1) * 3 * radius, box.y + box.height // 2)
        brush.disc(center, radius, color, dots.ground)


def _draw_pointer(brush: Brush, box: Box, pointer: Pointer) -> None:
    brush.fill(box, pointer.ground)
    side = round(0.86 * min(box.width, box.height))
    free = box.height - side
    top = box.y + (free if pointer.step else 0)
    brush.icon("arrow-down-bold", Box(box.x, top, side, side), pointer.ink)


def _draw_note(brush: Brush, box: Box, note: Note) -> None:
    if note.radius:
        brush.card(box, note.ground, PAGE.ground, note.radius)
    else:
        brush.fill(box, note.ground)
    face = Face("semibold", note.size, max(_LEAST_NOTE, note.size // 2), 1)
    brush.text(note.text, box, face, note.ink, note.align)
