"""The buttons along the foot of the screen: in one row where they fit, in two where they do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.pieces import Placed, Target
from kiosk.view import Bar, Button
from screen.box import Box

_LOW_MM: Final = 20.0
_HIGH_MM: Final = 26.0
_GROWN_FROM: Final = 1.3


@dataclass(frozen=True)
class Row:
    """Buttons side by side; the one at `stretched` takes what room is left.

    Where that is null, the room is left before the button at `right_from`.
    """

    buttons: tuple[Button, ...]
    widths: tuple[int, ...]
    stretched: int | None
    right_from: int
    height: int


def lay_bar(area: Box, bar: Bar, keys: KeyMaker) -> tuple[list[Placed], list[Target], Box]:
    """The bar at the foot of `area`; its pieces, its targets, and what of the area is left above it."""
    pieces: list[Placed] = []
    targets: list[Target] = []
    for row in reversed(_rows(area.width, bar, keys)):
        area, strip = area.cut_bottom(row.height, keys.metrics.gap)
        for box, button in zip(_boxes(strip, row, keys.metrics.gap), row.buttons, strict=True):
            piece, target = keys.place(box, button, keys.metrics.label)
            pieces.append(piece)
            targets.append(target)
    return pieces, targets, area


def _rows(width: int, bar: Bar, keys: KeyMaker) -> list[Row]:
    every = [button for button in (bar.left, bar.middle, *bar.right) if button is not None]
    if not every:
        return []
    own = [button for button in (bar.left, bar.middle) if button is not None]
    for row in _tries(every, bar.middle, len(own), keys):
        if _fits(row, width, keys.metrics.gap):
            return [row]
    upper = [_best(own, bar.middle, len(own), width, keys)] if own else []
    right = list(bar.right)
    return [*upper, _best(right, None, len(right) - 1, width, keys)] if right else upper


def _tries(
    buttons: Sequence[Button], middle: Button | None, right_from: int, keys: KeyMaker
) -> Iterator[Row]:
    """Long labels on one line, then the middle one's on two, then short ones, then all on two lines."""
    at = buttons.index(middle) if middle in buttons else None
    short = [replace(button, label=button.short or button.label) for button in buttons]
    one, two = [1] * len(buttons), [2] * len(buttons)
    middle_two = [2 if i == at else 1 for i in range(len(buttons))]
    for named, lines in ((buttons, one), (buttons, middle_two), (short, one), (buttons, two), (short, two)):
        height = _height(max(lines), keys)
        widths = (_width(button, most, keys) for button, most in zip(named, lines, strict=True))
        yield Row(tuple(named), tuple(widths), at, right_from, height)


def _best(
    buttons: Sequence[Button], middle: Button | None, right_from: int, width: int, keys: KeyMaker
) -> Row:
    """The first try that fits; where none does, all of one width, however narrow."""
    gap = keys.metrics.gap
    tries = list(_tries(buttons, middle, right_from, keys))
    fitting = next((row for row in tries if _fits(row, width, gap)), None)
    if fitting is not None:
        return fitting
    even = (width - gap * (len(buttons) - 1)) // len(buttons)
    return replace(tries[-1], widths=(even,) * len(buttons))


def _fits(row: Row, width: int, gap: int) -> bool:
    return sum(row.widths) + gap * (len(row.widths) - 1) <= width


def _height(lines: int, keys: KeyMaker) -> int:
    least = keys.least_height(lines, keys.metrics.label, 0)
    return max(least, keys.metrics.mm(_LOW_MM if keys.metrics.growth < _GROWN_FROM else _HIGH_MM))


def _width(button: Button, lines: int, keys: KeyMaker) -> int:
    """What a button takes with its label on so many lines."""
    words, size = button.label.split(), keys.metrics.label
    text = keys.width_of(button.label, size)
    if lines > 1 and len(words) > 1:
        cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
        text = min(max(keys.width_of(upper, size), keys.width_of(lower, size)) for upper, lower in cuts)
    around = 3 * keys.pad + keys.least_icon(size)
    return max(keys.metrics.target, text + around + 1)


def _boxes(strip: Box, row: Row, gap: int) -> Iterator[Box]:
    """From the left to the right."""
    free = max(0, strip.width - sum(row.widths) - gap * (len(row.widths) - 1))
    left = strip.x
    for i, width in enumerate(row.widths):
        if row.stretched is None and i == row.right_from:
            left += free
        taken = width + free if i == row.stretched else width
        yield Box(left, strip.y, taken, strip.height)
        left += taken + gap
