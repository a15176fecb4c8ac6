"""Letters take no more memory than is allowed them, whatever is drawn: fonts, and lines that were rendered."""

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from screen.lettering import Lettering

SIZES = range(10, 110)
NUMBER_SIZES = range(200, 260)
MOST_FONTS = 40


@pytest.fixture(autouse=True)
def _fonts() -> Iterator[None]:
    pygame.font.init()
    yield
    pygame.font.quit()


def open_fonts() -> int:
    """Every font holds its file open for as long as it lives."""
    names = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sum(name.endswith(".ttf") for name in names)


def test_so_many_fonts_are_kept_and_no_more_however_many_sizes_are_measured_and_drawn() -> None:
    before, lettering = open_fonts(), Lettering()
    for size in SIZES:
        lettering.width("Hộ tịch", "bold", size)
        lettering.line("Đất đai", "medium", size, (0, 0, 0))
    assert open_fonts() - before == MOST_FONTS


def test_a_font_for_numbers_is_gone_once_they_are_drawn() -> None:
    before, lettering = open_fonts(), Lettering()
    lines = [lettering.line("A012", "bold", size, (0, 0, 0)) for size in NUMBER_SIZES]
    assert open_fonts() == before
    heights = [surface.get_height() for surface, _ in lines]
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_a_line_stands_on_the_same_baseline_each_time_it_is_asked_for() -> None:
    lettering = Lettering()
    for size in (30, 300):
        first, again = (lettering.line("Ỗ2", "bold", size, (0, 0, 0)) for _ in range(2))
        assert first == again
        assert 0 < first[1] < first[0].get_height()


def test_rendered_lines_stay_within_their_bytes() -> None:
    limit = 1024 * 1024
    lettering = Lettering(limit)
    for number in range(200):
        lettering.line(f"A{number:03d}", "bold", 90, (0, 0, 0))
        assert 0 < lettering.cached_bytes <= limit


def test_what_is_drawn_once_is_not_kept_and_drives_nothing_out() -> None:
    lettering = Lettering(256 * 1024)
    word = lettering.line("Hộ tịch", "medium", 24, (0, 0, 0))
    kept = lettering.cached_bytes
    great = [lettering.draw_once("A007", "bold", 200, (0, 0, 0)) for _ in range(2)]
    assert great[0][0] is not great[1][0]
    assert great[0][0].get_size() == great[1][0].get_size()
    assert lettering.cached_bytes == kept
    assert lettering.line("Hộ tịch", "medium", 24, (0, 0, 0))[0] is word[0]
