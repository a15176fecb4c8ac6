"""The pieces that the board is made of. Each is a value that says all it shows, and draws itself into a box.

Two equal pieces look the same; so a piece is drawn only where another stood before.
"""

from dataclasses import dataclass
from typing import Protocol

from display.layout import DIGIT, cut_hero, cut_tile, number_size
from display.paint import palette
from display.paint.brush import Brush
from display.view import CalledNumber, Label, Queue, Tile
from screen.box import Box


class Piece(Protocol):
    def draw(self, brush: Brush, box: Box) -> None:
        """Fill the whole box, whatever was there."""


@dataclass(frozen=True)
class Blank:
    def draw(self, brush: Brush, box: Box) -> None:
        brush.fill(box, palette.PAGE.ground)


@dataclass(frozen=True)
class Header:
    """The centre's name; where the line is cut, the warning in its place, so that nothing else moves."""

    title: Label
    warning: Label | None

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.WARNING if self.warning else palette.HEADER
        shown = self.warning or self.title
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(1.2 * brush.unit))
        if not shown.small:
            brush.text(shown.main, inner, 4.2 * brush.unit, tone.ink, weight="bold", lines=2)
            return
        main, small = inner.cut_top(round(0.6 * inner.height))
        brush.text(shown.main, main, 4.0 * brush.unit, tone.ink, weight="bold", valign="bottom")
        brush.text(shown.small, small, 2.3 * brush.unit, tone.quiet, weight="medium")


@dataclass(frozen=True)
class Clock:
    clock: str
    date: Label
    is_warning: bool

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.WARNING if self.is_warning else palette.HEADER
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(1.4 * brush.unit))
        date, clock = inner.cut_left(round(0.6 * inner.width), round(1.6 * brush.unit))
        brush.number(self.clock, clock, round(7.4 * brush.unit), tone.ink, "right")
        if not self.date.small:
            brush.text(self.date.main, date, 2.9 * brush.unit, tone.ink, align="right")
            return
        upper, lower = date.cut_top(round(0.58 * date.height))
        brush.text(self.date.main, upper, 2.9 * brush.unit, tone.ink, align="right", valign="bottom")
        brush.text(self.date.small, lower, 2.0 * brush.unit, tone.quiet, weight="medium", align="right")


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
class Hero:
    """The latest call, the one thing that must be read from the last row of seats."""

    latest: CalledNumber | None
    heading: Label
    counter: Label
    nobody: Label
    is_lit: bool

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.CALLING if self.is_lit else palette.HERO
        brush.card(box, tone.ground, palette.PAGE.ground, round(2 * brush.unit))
        heading, number, counter = cut_hero(box, brush.unit)
        if self.latest is None:
            brush.text(self.nobody.main, number, 7 * brush.unit, tone.ink, lines=2, align="center")
            brush.text(self.nobody.small, counter, 4 * brush.unit, tone.quiet, align="center", valign="top")
            return
        brush.label(self.heading, heading, 4.4 * brush.unit, tone.quiet, tone.ink)
        brush.number(self.latest.number, number, number_size(number), tone.ink)
        self._draw_counter(brush, counter)

    def _draw_counter(self, brush: Brush, box: Box) -> None:
        """The word and the counter, together in the middle of the line."""
        tone = palette.CALLING if self.is_lit else palette.HERO
        size = number_size(box)
        measure = brush.typeface.lettering.width
        assert self.latest is not None  # noqa: S101 drawn only with a call
        digits = str(self.latest.counter)
        word_size = round(0.42 * size)
        gap = round(0.3 * size)
        word = measure(self.counter.main, "bold", word_size)
        whole = word + gap + measure(digits, "bold", size)
        left = box.x + max(0, (box.width - whole) // 2)
        word_box = Box(left, box.y, word, box.height)
        if self.counter.small:
            upper, lower = word_box.cut_top(round(0.6 * box.height))
            brush.text(self.counter.main, upper, word_size, tone.quiet, weight="bold", valign="bottom")
            brush.text(self.counter.small, lower, 0.45 * word_size, tone.ink, weight="medium", valign="top")
        else:
            brush.number(self.counter.main, word_box, word_size, tone.quiet)
        rest = Box(left + word + gap, box.y, box.right - left - word - gap, box.height)
        brush.number(digits, rest, size, tone.ink, "left")


@dataclass(frozen=True)
class Called:
    """An earlier call: its number, and its counter below."""

    call: CalledNumber
    counter: str

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.CALLING if self.call.is_new else palette.CARD
        brush.card(box, tone.ground, palette.PAGE.ground)
        inner = box.inset(round(0.06 * box.width), round(0.09 * box.height))
        upper, lower = inner.cut_top(round(0.56 * inner.height))
        brush.number(self.call.number, upper, number_size(upper), tone.ink)
        text = f"{self.counter} {self.call.counter}"
        brush.number(text, lower, round(0.52 * lower.height / DIGIT), tone.quiet)


@dataclass(frozen=True)
class CounterTile:
    """A counter and the number that it serves."""

    tile: Tile
    counter: str
    closed: str

    def draw(self, brush: Brush, box: Box) -> None:
        is_used = self.tile.is_open or bool(self.tile.number)
        tone = palette.CALLING if self.tile.is_new else palette.CARD if is_used else palette.CLOSED
        brush.card(box, tone.ground, palette.PAGE.ground)
        badge, room = cut_tile(box)
        self._draw_badge(brush, badge, is_used=is_used)
        if self.tile.number:
            brush.number(self.tile.number, room, self._size(room), tone.ink)
        else:
            text = "–" if self.tile.is_open else self.closed
            brush.text(text, room, 0.3 * box.height, tone.quiet, weight="medium", align="center")

    def _draw_badge(self, brush: Brush, box: Box, *, is_used: bool) -> None:
        tone = palette.BADGE if is_used else palette.CLOSED
        around = palette.PAGE.ground
        brush.card(box, tone.ground, around)
        word, digits = box.inset(round(0.06 * box.width), round(0.08 * box.height)).cut_top(
            round(0.26 * box.height)
        )
        brush.text(self.counter, word, 0.19 * box.height, tone.quiet, weight="semibold", align="center")
        brush.number(str(self.tile.counter), digits, number_size(digits, 2), tone.ink)

    def _size(self, room: Box) -> int:
        return min(number_size(room), round(0.64 * room.height / DIGIT))


@dataclass(frozen=True)
class QueueCard:
    """A domain, and how many wait for it."""

    queue: Queue
    waiting: Label
    closed: str

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.CARD if self.queue.is_open or self.queue.waiting else palette.CLOSED
        brush.card(box, tone.ground, palette.PAGE.ground)
        inner = box.inset(round(1.1 * brush.unit), round(0.9 * brush.unit))
        head, foot = inner.cut_top(round(0.48 * inner.height))
        self._draw_name(brush, head, tone)
        digits, words = foot.cut_left(round(0.4 * foot.width), round(brush.unit))
        brush.number(str(self.queue.waiting), digits, number_size(digits, 2), tone.ink, "left")
        self._draw_words(brush, words, tone)

    def _draw_name(self, brush: Brush, box: Box, tone: palette.Tone) -> None:
        side = round(0.62 * box.height)
        badge, name = box.cut_left(side, round(0.8 * brush.unit))
        badge = badge._replace(y=box.y + (box.height - side) // 2, height=side)
        brush.card(badge, palette.BADGE.ground, tone.ground, round(0.5 * brush.unit))
        brush.number(self.queue.prefix, badge, round(0.62 * side / DIGIT), palette.BADGE.ink)
        if not self.queue.name.small:
            brush.text(self.queue.name.main, name, 2.5 * brush.unit, tone.ink, lines=2)
            return
        main, small = name.cut_top(round(0.66 * name.height))
        brush.text(self.queue.name.main, main, 2.5 * brush.unit, tone.ink, lines=2)
        brush.text(self.queue.name.small, small, 1.6 * brush.unit, tone.quiet, weight="medium")

    def _draw_words(self, brush: Brush, box: Box, tone: palette.Tone) -> None:
        upper, lower = box.cut_top(box.height // 2)
        is_over = not self.queue.is_open and not self.queue.waiting
        word = self.closed if is_over else self.waiting.main.lower()
        brush.text(word, upper, 2.1 * brush.unit, tone.quiet, valign="bottom")
        brush.text(self.queue.wait or self.waiting.small.lower(), lower, 1.9 * brush.unit, tone.quiet)


@dataclass(frozen=True)
class Message:
    text: str

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.MESSAGE
        brush.fill(box, tone.ground)
        inner = box.inset(round(2.2 * brush.unit), round(0.6 * brush.unit))
        brush.text(self.text, inner, 3.6 * brush.unit, tone.ink, lines=3, align="center")
