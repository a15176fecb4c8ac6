"""The pieces that the board is made of. Each is a value that says all it shows, and draws itself into a box.

Two equal pieces look the same; so a piece is drawn only where another stood before.
"""

from dataclasses import dataclass
from typing import Protocol

from boards.rooms import cut_called, cut_grid_heading, cut_tile, cut_tile_cards
from boards.sizes import AIRY, COUNTER_SIGNS, DIGIT, NUMBER_SIGNS, TIGHT, number_size
from boards.view import CalledNumber, Label, Queue, Tile
from display.paint import palette
from display.paint.brush import Brush
from screen.box import Box
from screen.text import Align


class Piece(Protocol):
    def draw(self, brush: Brush, box: Box) -> None:
        """Fill the whole box, whatever was there."""


@dataclass(frozen=True)
class Blank:
    """Room for a call that has not come yet."""

    def draw(self, brush: Brush, box: Box) -> None:
        brush.card(box, palette.CLOSED.ground, palette.PAGE.ground)


@dataclass(frozen=True)
class Header:
    """The centre's name; where the line is cut, the warning in its place, so that nothing else moves."""

    title: Label
    warning: Label | None

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.WARNING if self.warning else palette.HEADER
        shown = self.warning or self.title
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(0.9 * brush.unit))
        if not shown.small:
            brush.text(shown.main, inner, 4.2 * brush.unit, tone.ink, weight="bold", lines=2)
            return
        main, small = inner.cut_top(round(0.62 * inner.height))
        brush.text(shown.main, main, 4.0 * brush.unit, tone.ink, weight="bold", valign="bottom")
        brush.text(shown.small, small, 2.3 * brush.unit, tone.quiet, weight="medium")


@dataclass(frozen=True)
class Clock:
    """Date and time; on a tall screen, where they have a line of their own, the date stands at its left end."""

    clock: str
    date: Label
    is_warning: bool
    date_align: Align

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.WARNING if self.is_warning else palette.HEADER
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(1.4 * brush.unit))
        date, clock = inner.cut_left(round(0.6 * inner.width), round(1.6 * brush.unit))
        brush.number(
            self.clock, clock, round(min(7.4 * brush.unit, 0.9 * inner.height / DIGIT)), tone.ink, "right"
        )
        if not self.date.small:
            brush.text(self.date.main, date, 2.9 * brush.unit, tone.ink, align=self.date_align)
            return
        upper, lower = date.cut_top(round(0.58 * date.height))
        align = self.date_align
        brush.text(self.date.main, upper, 2.9 * brush.unit, tone.ink, align=align, valign="bottom")
        brush.text(self.date.small, lower, 2.0 * brush.unit, tone.quiet, weight="medium", align=align)


@dataclass(frozen=True)
class Heading:
    label: Label

    def draw(self, brush: Brush, box: Box) -> None:
        brush.fill(box, palette.PAGE.ground)
        brush.label(self.label, box, 2.5 * brush.unit, palette.PAGE.ink, palette.PAGE.quiet)


@dataclass(frozen=True)
class Marks:
    """What the staff should see and the public need not: small, to the right."""

    marks: tuple[str, ...]

    def draw(self, brush: Brush, box: Box) -> None:
        brush.fill(box, palette.PAGE.ground)
        text = " · ".join(self.marks)
        brush.text(text, box, 1.7 * brush.unit, palette.PAGE.quiet, weight="medium", align="right")


@dataclass(frozen=True)
class GridHeading:
    """What stands above a column of the grid: over the counters' badges, and over the numbers."""

    counter: str
    serving: Label

    def draw(self, brush: Brush, box: Box) -> None:
        brush.fill(box, palette.PAGE.ground)
        badge, number = cut_grid_heading(box)
        size = 2.5 * brush.unit
        badge = badge._replace(width=badge.width - round(0.8 * brush.unit))
        brush.text(self.counter, badge, size, palette.PAGE.ink, weight="bold")
        brush.label(self.serving, number, size, palette.PAGE.ink, palette.PAGE.quiet)


@dataclass(frozen=True)
class Called:
    """An earlier call: its number, and its counter below."""

    call: CalledNumber
    counter: str

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.CALLING if self.call.is_new else palette.CARD
        brush.card(box, tone.ground, palette.PAGE.ground)
        upper, lower = cut_called(box)
        brush.number(self.call.number, upper, number_size(upper, NUMBER_SIGNS, TIGHT), tone.ink)
        brush.caption(f"{self.counter} {self.call.counter}", lower, tone.quiet)


@dataclass(frozen=True)
class CounterTile:
    """A counter and the number that it serves."""

    tile: Tile
    closed: str

    def draw(self, brush: Brush, box: Box) -> None:
        is_used = self.tile.is_open or bool(self.tile.number)
        tone = palette.CALLING if self.tile.is_new else palette.CARD if is_used else palette.CLOSED
        brush.card(box, tone.ground, palette.PAGE.ground)
        badge, number = cut_tile(box)
        ink = tone.quiet
        if is_used:
            card, _beside = cut_tile_cards(box)
            brush.card(card, palette.BADGE.ground, palette.PAGE.ground)
            brush.fill(card.cut_left(card.width // 2)[1], palette.BADGE.ground)
            ink = palette.BADGE.ink
        size = number_size(badge, COUNTER_SIGNS, AIRY)
        brush.number(str(self.tile.counter), badge, size, ink)
        self._draw_number(brush, number, size, tone)

    def _draw_number(self, brush: Brush, box: Box, badge_size: int, tone: palette.Tone) -> None:
        if self.tile.number:
            size = min(number_size(box, NUMBER_SIGNS, AIRY), round(1.25 * badge_size))
            brush.number(self.tile.number, box, size, tone.ink)
        elif self.tile.is_open:
            brush.text("–", box, 0.5 * box.height, tone.quiet, weight="medium", align="center")
        else:
            brush.text(self.closed, box, 0.34 * box.height, tone.quiet, weight="medium", align="center")


@dataclass(frozen=True)
class QueueCard:
    """A domain, and how many wait for it."""

    queue: Queue
    waiting: Label
    closed: str

    def draw(self, brush: Brush, box: Box) -> None:
        is_over = not self.queue.is_open and not self.queue.waiting
        tone = palette.CLOSED if is_over else palette.CARD
        brush.card(box, tone.ground, palette.PAGE.ground)
        inner = box.inset(round(1.1 * brush.unit), round(0.8 * brush.unit))
        head, foot = inner.cut_top(round(0.52 * inner.height))
        self._draw_name(brush, head, tone)
        if is_over:
            brush.text(self.closed, foot, 2.4 * brush.unit, tone.quiet)
        else:
            self._draw_waiting(brush, foot, tone)

    def _draw_name(self, brush: Brush, box: Box, tone: palette.Tone) -> None:
        side = min(round(4.6 * brush.unit), round(0.8 * box.height))
        badge, name = box.cut_left(side, round(0.8 * brush.unit))
        badge = badge._replace(y=box.y + (box.height - side) // 2, height=side)
        brush.card(badge, palette.BADGE.ground, tone.ground, round(0.6 * brush.unit))
        size = number_size(badge, len(self.queue.prefix) + 0.6, 0.62)
        brush.number(self.queue.prefix, badge, size, palette.BADGE.ink)
        if not self.queue.name.small:
            brush.text(self.queue.name.main, name, 2.5 * brush.unit, tone.ink, lines=2)
            return
        main, small = name.cut_top(round(0.66 * name.height))
        taken = brush.text(self.queue.name.main, main, 2.4 * brush.unit, tone.ink, lines=2, valign="bottom")
        small = small._replace(y=taken.bottom, height=name.bottom - taken.bottom)
        brush.text(self.queue.name.small, small, 1.7 * brush.unit, tone.quiet, weight="medium", valign="top")

    def _draw_waiting(self, brush: Brush, box: Box, tone: palette.Tone) -> None:
        count = str(self.queue.waiting)
        size = number_size(box, COUNTER_SIGNS + 1, 0.74)
        width = brush.typeface.lettering.width(count, "bold", size)
        digits, words = box.cut_left(width, round(1.2 * brush.unit))
        brush.number(count, digits, size, tone.ink, "left")
        upper, lower = words.cut_top(words.height // 2)
        wait = self.queue.wait or self.waiting.small.lower()
        main, small = 2.1 * brush.unit, 2.0 * brush.unit
        if not wait:
            brush.text(self.waiting.main.lower(), words, main, tone.quiet)
            return
        brush.text(self.waiting.main.lower(), upper, main, tone.quiet, valign="bottom")
        brush.text(wait, lower, small, tone.ink if self.queue.wait else tone.quiet, valign="top")


@dataclass(frozen=True)
class Message:
    text: str

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.MESSAGE
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(0.5 * brush.unit))
        brush.text(self.text, inner, 3.4 * brush.unit, tone.ink, lines=3, align="center")
