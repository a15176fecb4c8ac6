"""Where everything on the board stands, for any screen. Pure: pixels in, boxes out.

From the top: the centre and the clock; the latest call beside the grid of counters (above it on a tall
screen); who waits where; the message, if there is one. What must be read from the farthest seat is given
its size first.
"""

import math
from dataclasses import dataclass
from typing import Final

from screen.box import Box

MM_PER_METRE: Final = 10 / 3
"""A digit is at least 1 cm high for every 3 m of distance (`domain/CENTRE.md`, Accessibility)."""
DIGIT: Final = 0.73
DIGIT_WIDTH: Final = 0.72
"""Height and greatest width of a figure or capital of the board's face, in sizes (em)."""
SIGNS: Final = 4
"""A002: what a number is sized for; longer ones shrink."""

_MOST_COLUMNS: Final = 4
_QUEUES_IN_A_ROW: Final = 8
_QUEUES_IN_A_TALL_ROW: Final = 2


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


@dataclass(frozen=True)
class Layout:
    """`gap` is the distance between neighbours, pixels; `message` has no height where there is none."""

    header: Box
    hero: Box
    called_heading: Box
    called: tuple[Box, ...]
    grid_heading: Box
    tiles: tuple[Box, ...]
    queues: tuple[Box, ...]
    message: Box
    gap: int


def lay_out(screen: Screen, contents: Contents) -> Layout:
    unit = screen.unit
    gap = round(1.3 * unit)
    page = Box(0, 0, screen.width, screen.height)
    header, page = page.cut_top(round((10 if not screen.is_tall else 12) * unit))
    message = Box(0, page.bottom, page.width, 0)
    if contents.has_message:
        page, message = page.cut_bottom(round(8 * unit))
    page = page.inset(round(1.8 * unit))
    page, queues = _cut_queues(page, screen, contents.queues, gap)
    top, grid = _cut_hero(page, screen, contents.counters, gap)
    hero, called = top.cut_bottom(round((19 if not screen.is_tall else 17) * unit), gap)
    called_heading, called = called.cut_top(round(3.6 * unit))
    grid_heading, grid = grid.cut_top(round(3.6 * unit))
    return Layout(
        header=header,
        hero=hero,
        called_heading=called_heading,
        called=tuple(called.columns(_called_count(called), gap)),
        grid_heading=grid_heading,
        tiles=tuple(_grid(grid, contents.counters, gap, screen)),
        queues=tuple(queues),
        message=message,
        gap=gap,
    )


def _cut_queues(page: Box, screen: Screen, count: int, gap: int) -> tuple[Box, list[Box]]:
    """The lowest strip: one box a domain, in as few rows as are read well."""
    if not count:
        return page, []
    in_a_row = _QUEUES_IN_A_TALL_ROW if screen.is_tall else _QUEUES_IN_A_ROW
    rows = math.ceil(count / in_a_row)
    columns = math.ceil(count / rows)
    height = round((15.5 if not screen.is_tall else 8.5) * screen.unit)
    height = min(height, round(0.3 * page.height / rows))
    page, strip = page.cut_bottom(rows * height + (rows - 1) * gap, gap)
    boxes = [box for row in strip.rows(rows, gap) for box in row.columns(columns, gap)]
    return page, boxes[:count]


def _cut_hero(page: Box, screen: Screen, counters: int, gap: int) -> tuple[Box, Box]:
    """Room for the latest call, and for the grid: more counters, more grid, yet never too small a number."""
    if screen.is_tall:
        share = 0.56 if counters <= 8 else 0.46 if counters <= 16 else 0.42  # noqa: PLR2004
        needed = round(3.2 * screen.least_digit + 40 * screen.unit)
        return page.cut_top(min(max(round(share * page.height), needed), round(0.66 * page.height)), gap)
    share = 0.52 if counters <= 8 else 0.45 if counters <= 16 else 0.4  # noqa: PLR2004
    needed = round(SIGNS * DIGIT_WIDTH / DIGIT * screen.least_digit + 6 * screen.unit)
    return page.cut_left(min(max(round(share * page.width), needed), round(0.64 * page.width)), gap)


def _called_count(strip: Box) -> int:
    """How many earlier calls stand side by side: as many as keep the shape of a card."""
    return max(2, min(5, round(strip.width / (1.45 * strip.height))))


def _grid(area: Box, count: int, gap: int, screen: Screen) -> list[Box]:
    """One box a counter, numbered down the columns, in the shape whose digits are the largest."""
    if not count:
        return []
    columns = max(range(1, _MOST_COLUMNS + 1), key=lambda n: _digit_in(_tile(area, count, n, gap)))
    rows = math.ceil(count / columns)
    tallest = round(21 * screen.unit)
    area = area._replace(height=min(area.height, rows * tallest + (rows - 1) * gap))
    boxes = [box for column in area.columns(columns, gap) for box in column.rows(rows, gap)]
    return boxes[:count]


def _tile(area: Box, count: int, columns: int, gap: int) -> Box:
    return area.columns(columns, gap)[0].rows(math.ceil(count / columns), gap)[0]


def _digit_in(tile: Box) -> float:
    """How high a number's digits get beside the counter's in a tile."""
    _badge, number = cut_tile(tile)
    return min(0.64 * number.height, number.width * DIGIT / (SIGNS * DIGIT_WIDTH))


def cut_tile(tile: Box) -> tuple[Box, Box]:
    """The counter's badge and the number's room."""
    badge, number = tile.cut_left(min(round(1.05 * tile.height), round(0.3 * tile.width)))
    return badge, number.inset(round(0.03 * tile.width), 0)


def cut_hero(hero: Box, unit: float) -> tuple[Box, Box, Box]:
    """The heading, the room of the number, and that of the counter, from the top."""
    inner = hero.inset(round(3 * unit), round(1.5 * unit))
    heading, rest = inner.cut_top(round(5.2 * unit))
    number, counter = rest.cut_top(round(0.56 * rest.height), round(unit))
    return heading, number, counter


def number_size(box: Box, signs: int = SIGNS) -> int:
    """The font size (em, pixels) at which any number of so many signs fits a box."""
    return max(8, int(min(box.height / (DIGIT * 1.04), box.width / (signs * DIGIT_WIDTH))))
