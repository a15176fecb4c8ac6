"""The buttons along the foot of the screen: in one row where they fit, in two where they do not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.pieces import Placed, Target
from kiosk.view import Bar, Button
from screen.box import Box

_LINES: Final = (1, 2)


@dataclass(frozen=True)
class Row:
    """Buttons side by side; the one at `stretched` takes what room is left, null: none does."""

    buttons: tuple[Button, ...]
    widths: tuple[int, ...]
    stretched: int | None
    lines: int


def lay_bar(area: Box, bar: Bar, keys: KeyMaker) -> tuple[list[Placed], list[Target], Box]:
    """The bar at the foot of `area`; its pieces, its targets, and what of the area is left above it."""
    rows = _rows(area.width, bar, keys)
    pieces: list[Placed] = []
    targets: list[Target] = []
    for row in reversed(rows):
        area, strip = area.cut_bottom(_height(row, keys), keys.metrics.gap)
        for box, button in zip(_boxes(strip, row, keys.metrics.gap), row.buttons, strict=True):
            piece, target = keys.place(box, button, keys.metrics.label)
            pieces.append(piece)
            targets.append(target)
    return pieces, targets, area


def _rows(width: int, bar: Bar, keys: KeyMaker) -> list[Row]:
    every = _in_order(bar)
    if not every:
        return []
    stretched = every.index(bar.middle) if bar.middle is not None else None
    for row in _tries(every, stretched, keys):
        if _fits(row, width, keys.metrics.gap):
            return [row]
    own = [button for button in (bar.left, bar.middle) if button is not None]
    upper = [_best(own, own.index(bar.middle) if bar.middle in own else None, width, keys)] if own else []
    return [*upper, _best(list(bar.right), None, width, keys)] if bar.right else upper


def _in_order(bar: Bar) -> list[Button]:
    return [button for button in (bar.left, bar.middle, *bar.right) if button is not None]


def _tries(buttons: Sequence[Button], stretched: int | None, keys: KeyMaker) -> Iterator[Row]:
    """Long labels on one line, then short ones, then each on two lines."""
    shortened = [replace(button, label=button.short or button.label) for button in buttons]
    for lines in _LINES:
        for named in (buttons, shortened):
            widths = tuple(_width(button, lines, keys) for button in named)
            yield Row(tuple(named), widths, stretched, lines)


def _best(buttons: Sequence[Button], stretched: int | None, width: int, keys: KeyMaker) -> Row:
    gap = keys.metrics.gap
    tries = list(_tries(buttons, stretched, keys))
    fitting = next((row for row in tries if _fits(row, width, gap)), None)
    if fitting is not None:
        return fitting
    even = (width - gap * (len(buttons) - 1)) // len(buttons)
    return replace(tries[-1], widths=(even,) * len(buttons))


def _fits(row: Row, width: int, gap: int) -> bool:
    return sum(row.widths) + gap * (len(row.widths) - 1) <= width


def _height(row: Row, keys: KeyMaker) -> int:
    grown = keys.metrics.grown(20.0) if keys.metrics.growth < 1.3 else keys.metrics.mm(26.0)  # noqa: PLR2004
    return max(grown, keys.least_height(row.lines, keys.metrics.label, 0))


def _width(button: Button, lines: int, keys: KeyMaker) -> int:
    size = keys.metrics.label
    measure: Callable[[str], int] = lambda text: keys.width_of(text, size)  # noqa: E731
    words = button.label.split()
    text = measure(button.label)
    if lines > 1 and len(words) > 1:
        text = min(
            max(measure(" ".join(words[:at])), measure(" ".join(words[at:]))) for at in range(1, len(words))
        )
    around = 3 * keys.pad + keys.icon_side(keys.metrics.target, size)
    return max(keys.metrics.target, text + around + keys.metrics.mm(1.0))


def _boxes(strip: Box, row: Row, gap: int) -> Iterator[Box]:
    """From the left; the stretched one fills what is left, else the last ones stand at the right."""
    free = strip.width - sum(row.widths) - gap * (len(row.widths) - 1)
    left = strip.x
    for i, width in enumerate(row.widths):
        if row.stretched is None and i == min(1, len(row.widths) - 1):
            left += max(0, free)
        taken = width + max(0, free) if i == row.stretched else width
        yield Box(left, strip.y, taken, strip.height)
        left += taken + gap
