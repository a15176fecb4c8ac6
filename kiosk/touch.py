"""From a place on the screen to what is meant by touching it. Pure."""

from typing import Final

from kiosk.actions import Action
from kiosk.layout.metrics import Metrics
from kiosk.pieces import Page
from screen.box import Box

CORNER_MM: Final = 25.0
"""The staff corner: a square at the upper left, without a mark."""
NEAR_MM: Final = 3.0
"""A finger beside a button means it: less than half of the gap, so never two buttons at once."""


def action_at(page: Page, x: int, y: int, metrics: Metrics) -> Action | None:
    """The button at this pixel, or the nearest within `NEAR_MM`; else what a touch anywhere means, if anything."""
    whole = (metrics.scale.width, metrics.scale.height)
    buttons = [target for target in page.targets if target.box[2:] != whole]
    nearest = min(buttons, key=lambda target: _distance(target.box, x, y), default=None)
    if nearest is not None and _distance(nearest.box, x, y) <= metrics.mm(NEAR_MM):
        return nearest.action
    return next((target.action for target in page.targets if target.box[2:] == whole), None)


def is_in_corner(x: int, y: int, metrics: Metrics) -> bool:
    side = metrics.mm(CORNER_MM)
    return x < side and y < side


def _distance(box: Box, x: int, y: int) -> int:
    """Pixels from the box's edge along the farther axis; 0 inside."""
    return max(box.x - x, x - box.right + 1, box.y - y, y - box.bottom + 1, 0)
