"""The latest call: the one thing that must be read from the last row of seats."""

from dataclasses import dataclass
from typing import Final

from boards.rooms import HeroRooms, cut_hero
from boards.sizes import COUNTER_SIGNS, HERO_COUNTER_SIGNS, LATEST_SIGNS, TIGHT, number_size
from boards.view import CalledNumber, Label
from display.paint import palette
from display.paint.brush import Brush
from screen.box import Box

_WORD: Final = 0.42
"""How large the counter's word is before its figures, in their size."""


@dataclass(frozen=True)
class Hero:
    """`is_old`: nobody is called by it any more."""

    latest: CalledNumber | None
    heading: Label
    counter: Label
    nobody: Label
    is_lit: bool
    is_old: bool = False

    def draw(self, brush: Brush, box: Box) -> None:
        tone = palette.CALLING if self.is_lit else palette.CLOSED if self.is_old else palette.HERO
        brush.card(box, tone.ground, palette.PAGE.ground, round(2 * brush.unit))
        if self.latest is None:
            self._draw_nobody(brush, box, tone)
            return
        rooms = cut_hero(box, brush.unit)
        brush.label(self.heading, rooms.heading, 4.2 * brush.unit, tone.quiet, tone.ink)
        size = number_size(rooms.number, LATEST_SIGNS, TIGHT)
        brush.number(self.latest.number, rooms.number, size, tone.ink)
        draw = self._draw_beside if rooms.is_beside else self._draw_below
        draw(brush, rooms, str(self.latest.counter), tone)

    def _draw_nobody(self, brush: Brush, box: Box, tone: palette.Tone) -> None:
        inner = box.inset(round(3 * brush.unit))
        if not self.nobody.small:
            brush.text(self.nobody.main, inner, 7 * brush.unit, tone.ink, lines=2, align="center")
            return
        upper, lower = inner.cut_top(round(0.58 * inner.height), round(brush.unit))
        brush.text(
            self.nobody.main, upper, 7 * brush.unit, tone.ink, lines=2, align="center", valign="bottom"
        )
        brush.text(self.nobody.small, lower, 3.6 * brush.unit, tone.quiet, align="center", valign="top")

    def _draw_below(self, brush: Brush, rooms: HeroRooms, digits: str, tone: palette.Tone) -> None:
        """The word and the counter, together in the middle of the line."""
        box = rooms.counter
        size = number_size(box, HERO_COUNTER_SIGNS, TIGHT)
        measure = brush.typeface.lettering.width
        word_size = round(_WORD * size)
        gap = round(0.3 * size)
        word = measure(self.counter.main, "bold", word_size)
        whole = word + gap + measure(digits, "bold", size)
        left = box.x + max(0, (box.width - whole) // 2)
        self._draw_word(brush, Box(left, box.y, word, box.height), word_size, tone)
        rest = Box(left + word + gap, box.y, box.right - left - word - gap, box.height)
        brush.number(digits, rest, size, tone.ink, "left")

    def _draw_word(self, brush: Brush, box: Box, size: int, tone: palette.Tone) -> None:
        if not self.counter.small:
            brush.number(self.counter.main, box, size, tone.quiet)
            return
        upper, lower = box.cut_top(round(0.6 * box.height))
        brush.text(self.counter.main, upper, size, tone.quiet, weight="bold", valign="bottom")
        brush.text(self.counter.small, lower, 0.45 * size, tone.ink, weight="medium", valign="top")

    def _draw_beside(self, brush: Brush, rooms: HeroRooms, digits: str, tone: palette.Tone) -> None:
        word, figures = rooms.cut_counter()
        brush.number(digits, figures, number_size(figures, COUNTER_SIGNS, TIGHT), tone.ink)
        size = 0.62 * word.height
        brush.text(self.counter.main, word, size, tone.quiet, weight="bold", align="center")
