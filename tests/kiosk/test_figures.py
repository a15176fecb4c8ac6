"""The number that a citizen took: as large as its box lets it be, and no larger than the next one's."""

from collections.abc import Iterator

import pygame
import pytest

from kiosk.paint.brush import Brush
from screen.box import Box
from screen.text import Typeface

GROUND, INK = (255, 255, 255), (0, 0, 0)
SCREEN = (1000, 700)
BOXES = (Box(100, 100, 700, 400), Box(50, 200, 800, 120), Box(400, 50, 90, 600))


@pytest.fixture(scope="module")
def typeface() -> Iterator[Typeface]:
    pygame.font.init()
    yield Typeface()
    pygame.font.quit()


def drawn(typeface: Typeface, text: str, box: Box) -> pygame.Rect:
    """Where the number's ink lies."""
    surface, brush = pygame.Surface(SCREEN), Brush(typeface)
    surface.fill(GROUND)
    brush.onto(surface)
    brush.figures(text, box, INK)
    mask = pygame.mask.from_threshold(surface, INK, (200, 200, 200, 255))
    rects = mask.get_bounding_rects()
    return rects[0].unionall(rects[1:])


@pytest.mark.parametrize("box", BOXES)
@pytest.mark.parametrize("prefix", ["A", "M", "I"])
def test_every_number_of_a_prefix_is_as_high_as_the_others_and_within_its_box(
    typeface: Typeface, prefix: str, box: Box
) -> None:
    inks = [drawn(typeface, f"{prefix}{digit * 3}", box) for digit in "0123456789"]
    # Round figures swell over and under their line, by a few hundredths.
    rim = pygame.Rect(box).inflate(4, round(0.08 * box.height))
    assert all(rim.contains(ink) for ink in inks)
    heights = [ink.height for ink in inks]
    # A round figure swells over the line by a hair.
    assert max(heights) - min(heights) <= 0.05 * max(heights)


@pytest.mark.parametrize("box", BOXES)
def test_a_number_fills_its_box_one_way_or_the_other(typeface: Typeface, box: Box) -> None:
    ink = drawn(typeface, "A444", box)
    assert ink.width >= 0.88 * box.width or ink.height >= 0.95 * box.height


def test_numbers_take_no_room_among_the_letters_that_are_kept(typeface: Typeface) -> None:
    before = typeface.lettering.cached_bytes
    for number in range(50):
        assert drawn(typeface, f"A{number:03d}", BOXES[0]).width > 0
    assert typeface.lettering.cached_bytes == before
