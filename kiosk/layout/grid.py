"""How many buttons stand side by side: as few pages as can be, then letters as large as can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.metrics import Metrics
from kiosk.view import Button
from screen.box import Box
from screen.text import Typeface

_MOST_COLUMNS: Final = 4
_TALLEST_MM: Final = 30.0
_STEP: Final = 0.97
_ENOUGH: Final = 0.9
_KEPT: Final = 32
_ANY_HEIGHT: Final = 1_000_000
_LONGEST_SHAPE: Final = 8.0
"""Wider than so many times its height, a button looks like a line."""


@dataclass(frozen=True)
class Grid:
    """`box` holds the rows and columns of one page.

    `size`: of every label; `icon`: side of every symbol; `note_size` 0: no notes.
    """

    box: Box
    columns: int
    rows: int
    size: int
    icon: int
    note_size: int
    pages: int
    per_page: int

    def boxes(self, gap: int) -> list[Box]:
        """Row by row, from the top left."""
        return [cell for row in self.box.rows(self.rows, gap) for cell in row.columns(self.columns, gap)]


def choose_grid(area: Box, buttons: Sequence[Button], more: Button, keys: KeyMaker) -> Grid:
    """The best grid for these buttons; notes are shown only where they cost no further page."""
    labels = tuple(button.label for button in buttons)
    note_size = keys.metrics.larger_note if any(button.note for button in buttons) else 0
    return _choose(area, labels, more.label, note_size, keys.metrics, keys.typeface)


@lru_cache(maxsize=_KEPT)
def _choose(
    area: Box, labels: tuple[str, ...], more: str, note_size: int, metrics: Metrics, typeface: Typeface
) -> Grid:
    """Kept, for a screen is laid out anew with each board while its labels stay the same."""
    keys = KeyMaker(metrics, typeface)
    sizes = (note_size, 0) if note_size else (0,)
    candidates = [grid for size in sizes for grid in _candidates(area, labels, more, keys, size)]
    return max(candidates, key=_worth) if candidates else _squeezed(area, labels, keys)


def _worth(grid: Grid) -> tuple[int, int, float, int, int]:
    """Fewer pages, then notes, then larger letters in a shape like a button's, then fewer empty places."""
    cell = Box(0, 0, grid.box.width // grid.columns, grid.box.height // grid.rows)
    shape = min(1.0, _LONGEST_SHAPE * cell.height / max(1, cell.width))
    empty = grid.rows * grid.columns - grid.per_page
    return (-grid.pages, 1 if grid.note_size else 0, grid.size * shape, -empty, -grid.columns)


def _candidates(area: Box, labels: Sequence[str], more: str, keys: KeyMaker, note_size: int) -> list[Grid]:
    grids = (_grid(area, labels, more, keys, columns, note_size) for columns in range(1, _MOST_COLUMNS + 1))
    return [grid for grid in grids if grid is not None]


def _grid(
    area: Box, labels: Sequence[str], more: str, keys: KeyMaker, columns: int, note_size: int
) -> Grid | None:
    gap, least = keys.metrics.gap, keys.metrics.label
    cell = min(area.columns(columns, gap), key=lambda box: box.width)
    if cell.width < keys.metrics.target:
        return None
    lines = _most_lines(cell, labels, keys, least)
    if lines is None:
        return None
    least_height = keys.least_height(lines, least, note_size)
    most_rows = (area.height + gap) // (least_height + gap)
    capacity = most_rows * columns
    if capacity < 1 or (capacity < 2 and len(labels) > 1):  # noqa: PLR2004 one place is the way to the next page
        return None
    if len(labels) <= capacity:
        pages, per_page = 1, max(1, len(labels))
    else:
        pages, per_page = -(-len(labels) // (capacity - 1)), capacity
    rows = -(-per_page // columns)
    box = _box(area, rows, least_height, keys)
    cell = cell._replace(height=min(row.height for row in box.rows(rows, gap)))
    size, icon = _largest(cell, [*labels, more], keys, note_size)
    return Grid(box, columns, rows, size, icon, note_size, pages, per_page)


def _box(area: Box, rows: int, least_height: int, keys: KeyMaker) -> Box:
    """What so many rows take: all of the area unless they would become towers."""
    tallest = max(keys.metrics.grown(_TALLEST_MM), least_height)
    height = min(area.height, rows * tallest + (rows - 1) * keys.metrics.gap)
    return Box(area.x, area.bottom - height, area.width, height)


def _most_lines(cell: Box, labels: Sequence[str], keys: KeyMaker, size: int) -> int | None:
    """The lines of the longest label at this size; null where a word would have to be broken."""
    width = keys.text_width(cell.width, keys.least_icon(size))
    if not _are_words_whole(labels, width, keys, size):
        return None
    return max(
        (len(keys.fit(label, width, _ANY_HEIGHT, size).lines) for label in labels),
        default=1,
    )


def _largest(cell: Box, labels: Sequence[str], keys: KeyMaker, note_size: int) -> tuple[int, int]:
    """The one size at which every label fits its cell with its words whole, and the side of the symbols.

    Symbols are roomy unless that would make the letters much smaller.
    """
    size = _largest_beside(cell, labels, keys, note_size, keys.least_icon)
    roomy = _largest_beside(cell, labels, keys, note_size, lambda at: keys.roomy_icon(cell.height, at))
    if roomy >= _ENOUGH * size and _fits(
        cell, labels, keys, note_size, roomy, keys.roomy_icon(cell.height, roomy)
    ):
        return roomy, keys.roomy_icon(cell.height, roomy)
    return size, keys.least_icon(size)


def _largest_beside(
    cell: Box, labels: Sequence[str], keys: KeyMaker, note_size: int, icon: Callable[[int], int]
) -> int:
    size, least = keys.metrics.largest_label, keys.metrics.label
    while size > least and not _fits(cell, labels, keys, note_size, size, icon(size)):
        size = max(least, min(size - 1, int(size * _STEP)))
    return size


def _fits(cell: Box, labels: Sequence[str], keys: KeyMaker, note_size: int, size: int, icon: int) -> bool:
    width = keys.text_width(cell.width, icon)
    room = cell.height - keys.note_height(note_size) - 2 * keys.vertical_pad
    return _are_words_whole(labels, width, keys, size) and all(
        keys.fit(label, width, _ANY_HEIGHT, size).height <= room for label in labels
    )


def _are_words_whole(labels: Sequence[str], width: int, keys: KeyMaker, size: int) -> bool:
    words = (word for label in labels for word in label.split())
    return all(keys.width_of(word, size) <= width for word in words)


def _squeezed(area: Box, labels: Sequence[str], keys: KeyMaker) -> Grid:
    """A screen smaller than any that is meant: one column, as many rows as keep the size of a finger."""
    gap = keys.metrics.gap
    rows = max(1, (area.height + gap) // (keys.metrics.target + gap))
    rows = min(rows, len(labels)) or 1
    pages = 1 if len(labels) <= rows else -(-len(labels) // max(1, rows - 1))
    size = keys.metrics.label
    return Grid(area, 1, rows, size, keys.least_icon(size), 0, pages, rows)
