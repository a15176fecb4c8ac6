"""Where everything on the board stands, for any screen. Pure: pixels in, boxes out.

From the top: the centre and the clock; the latest call beside the grid of counters (above it on a tall
screen); who waits where; the message, if there is one. Several arrangements are tried, and the one is taken
from which most can be read in the farthest seat: first the latest call, then the grid, then the rest.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from boards.rooms import cut_called, cut_hero, cut_tile
from boards.sizes import (
    AIRY,
    COUNTER_SIGNS,
    MM_PER_METRE,
    NUMBER_SIGNS,
    TIGHT,
    digit_in,
)
from screen.box import Box

_SHARES: Final = tuple(share / 100 for share in range(34, 64, 3))
"""How much of the page the latest call may have: of its width, or of its height on a tall screen."""
_COLUMNS: Final = (1, 2, 3, 4)
_COLUMN_GAPS: Final = 1.5
"""A column of the grid is read downwards, so the next one stands apart."""
_QUEUES_IN_A_ROW: Final = 8
_QUEUES_IN_A_TALL_ROW: Final = 4
_STRIPS: Final = (19, 15)
"""How high the strip of earlier calls may be, units."""
_LARGE: Final = 1.8
"""The latest call should have so many times the size that the farthest seat asks for."""
_HERO_WEIGHT: Final = 1.5
_STANDS_OUT: Final = 1.25
"""By so much the digits of the latest call are larger than all others."""


@dataclass(frozen=True)
class Screen:
    """Pixels, how many of them a millimetre has, and metres to the farthest reader."""

    width: int
    height: int
    dots_per_mm: float
    distance_m: float

    @property
    def least_digit(self) -> int:
        """Pixels that a digit must be high to be read from the farthest seat."""
        return math.ceil(self.distance_m * MM_PER_METRE * self.dots_per_mm)

    @property
    def is_tall(self) -> bool:
        return self.height > self.width

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side; margins and small text follow it."""
        return min(self.width, self.height) / 100


@dataclass(frozen=True)
class Contents:
    """How much there is to be shown."""

    counters: int
    queues: int
    has_message: bool
    has_notice: bool = False


@dataclass(frozen=True)
class Layout:
    """`gap` is the distance between neighbours, pixels; `notice` and `message` are null where there is none.

    `grid_headings` stand above the grid's columns.
    """

    title: Box
    clock: Box
    hero: Box
    called_heading: Box
    called: tuple[Box, ...]
    marks: Box
    notice: Box | None
    grid_headings: tuple[Box, ...]
    tiles: tuple[Box, ...]
    queues: tuple[Box, ...]
    message: Box | None
    gap: int


def lay_out(screen: Screen, contents: Contents) -> Layout:
    """The arrangement of which most can be read."""
    arrangements = _tall_arrangements if screen.is_tall else _wide_arrangements
    return max(arrangements(screen, contents), key=lambda layout: _legibility(layout, screen))


def hero_digit(layout: Layout, unit: float) -> float:
    """Pixels that the digits of the latest call are high, number and counter alike at least."""
    return cut_hero(layout.hero, unit).digit


def tile_digit(layout: Layout) -> float:
    """The same of a counter's tile; without a tile everything of it can be read."""
    if not layout.tiles:
        return math.inf
    badge, number = cut_tile(min(layout.tiles, key=lambda tile: (tile.height, tile.width)))
    return min(digit_in(badge, COUNTER_SIGNS, AIRY), digit_in(number, NUMBER_SIGNS, AIRY))


def called_digit(layout: Layout) -> float:
    return digit_in(cut_called(layout.called[0])[0], NUMBER_SIGNS, TIGHT)


def _legibility(layout: Layout, screen: Screen) -> float:
    """Higher is better. What reaches the farthest seat counts first; then the latest call stands out."""
    hero, tile, called = hero_digit(layout, screen.unit), tile_digit(layout), called_digit(layout)
    needed = screen.least_digit
    reached = 1000 * min(hero / needed, 1) + 200 * min(tile / needed, 1) + 60 * min(called / needed, 1)
    looks = (_HERO_WEIGHT * hero + min(tile, hero / _STANDS_OUT)) / screen.unit
    return reached + 100 * min(hero / needed, _LARGE) + looks


@dataclass(frozen=True)
class _Frame:
    """What is the same in every arrangement: the strips above and below, and the page between them."""

    title: Box
    clock: Box
    page: Box
    queues: tuple[Box, ...]
    message: Box | None
    gap: int


def _wide_arrangements(screen: Screen, contents: Contents) -> Iterator[Layout]:
    unit = screen.unit
    whole = Box(0, 0, screen.width, screen.height)
    header, rest = whole.cut_top(round(10 * unit))
    title, clock = header.cut_left(screen.width - round(66 * unit))
    frame = _frame(screen, contents, title, clock, rest)
    for share in _SHARES:
        left, right = frame.page.cut_left(round(share * frame.page.width), frame.gap + round(0.5 * unit))
        notice = None
        if contents.has_notice:
            left, notice = left.cut_bottom(round(0.36 * left.height), frame.gap)
        for columns, strip_units in product(_COLUMNS, _STRIPS):
            hero, strip = left.cut_bottom(round(strip_units * unit), frame.gap)
            yield _assemble(frame, screen, contents, hero, strip, right, columns, notice)


def _tall_arrangements(screen: Screen, contents: Contents) -> Iterator[Layout]:
    unit = screen.unit
    whole = Box(0, 0, screen.width, screen.height)
    header, rest = whole.cut_top(round(18 * unit))
    title, clock = header.cut_top(round(10 * unit))
    frame = _frame(screen, contents, title, clock, rest)
    page, notice = frame.page, None
    if contents.has_notice:
        page, notice = page.cut_bottom(round(0.24 * page.height), frame.gap)
    for share in _SHARES:
        upper, grid = page.cut_top(round(share * page.height), frame.gap)
        for columns, strip_units in product(_COLUMNS, _STRIPS):
            hero, strip = upper.cut_bottom(round(strip_units * unit), frame.gap)
            yield _assemble(frame, screen, contents, hero, strip, grid, columns, notice)


def _frame(screen: Screen, contents: Contents, title: Box, clock: Box, page: Box) -> _Frame:
    unit = screen.unit
    gap, message = round(1.2 * unit), None
    if contents.has_message:
        page, message = page.cut_bottom(round((7 if not screen.is_tall else 10) * unit))
    page = page.inset(round(1.8 * unit), round(1.4 * unit))
    page, queues = _cut_queues(page, screen, contents.queues, gap)
    return _Frame(title, clock, page, tuple(queues), message, gap)


def _cut_queues(page: Box, screen: Screen, count: int, gap: int) -> tuple[Box, list[Box]]:
    """The lowest strip: one box a domain, in as few rows as are read well."""
    if not count:
        return page, []
    in_a_row = _QUEUES_IN_A_TALL_ROW if screen.is_tall else _QUEUES_IN_A_ROW
    rows = math.ceil(count / in_a_row)
    columns = math.ceil(count / rows)
    height = min(round(13.5 * screen.unit), round(0.3 * page.height / rows))
    page, strip = page.cut_bottom(rows * height + (rows - 1) * gap, gap)
    boxes = [box for row in strip.rows(rows, gap) for box in row.columns(columns, gap)]
    return page, boxes[:count]


def _assemble(
    frame: _Frame,
    screen: Screen,
    contents: Contents,
    hero: Box,
    strip: Box,
    grid: Box,
    columns: int,
    notice: Box | None,
) -> Layout:
    heading = round(3.8 * screen.unit)
    called_heading, cards = strip.cut_top(heading)
    called_heading, marks = called_heading.cut_left(round(0.55 * called_heading.width))
    head, area = grid.cut_top(heading)
    largest = cut_hero(hero, screen.unit).digit / _STANDS_OUT
    tallest = min(round(21 * screen.unit), int(largest / AIRY))
    return Layout(
        title=frame.title,
        clock=frame.clock,
        hero=hero,
        called_heading=called_heading,
        called=tuple(cards.columns(_called_count(cards, screen, largest), frame.gap)),
        marks=marks,
        notice=notice,
        grid_headings=tuple(head.columns(columns, round(_COLUMN_GAPS * frame.gap))),
        tiles=tuple(_grid(area, contents.counters, columns, frame.gap, tallest)),
        queues=frame.queues,
        message=frame.message,
        gap=frame.gap,
    )


def _called_count(strip: Box, screen: Screen, largest: float) -> int:
    """How many earlier calls stand side by side: as many as can be read from the farthest seat, 3 to 5."""
    for count in (5, 4):
        digit = digit_in(cut_called(strip.columns(count, 0)[0])[0], NUMBER_SIGNS, TIGHT)
        if digit >= min(screen.least_digit * 1.03, largest):
            return count
    return 3


def _grid(area: Box, count: int, columns: int, gap: int, tallest: int) -> list[Box]:
    """One box a counter, numbered down the columns; few counters do not fill the screen with giants."""
    if not count:
        return []
    rows = math.ceil(count / columns)
    area = area._replace(height=min(area.height, rows * tallest + (rows - 1) * gap))
    boxes = [
        box for column in area.columns(columns, round(_COLUMN_GAPS * gap)) for box in column.rows(rows, gap)
    ]
    return boxes[:count]
