"""What is painted: contrast, digits as high as promised, nothing outside its box."""

import pygame
import pytest

from boards.headings import headings
from boards.layout import Contents, Screen, lay_out
from boards.view import Label, Situation, Viewer
from boards.words import board_words
from display.paint import palette
from display.paint.brush import Brush
from display.paint.painter import Painter
from screen.box import Box
from screen.theme import Color, contrast_ratio
from tests.fakes.boards import a_board, a_call, a_center, a_queue
from wire.messages import BoardCounter

LEAST_CONTRAST = 7.0
HD = Screen(1280, 720, 1280 / 930, 10)
TALL = Screen(720, 1280, 1280 / 930, 10)


@pytest.fixture(autouse=True)
def fonts() -> None:
    pygame.font.init()


@pytest.mark.parametrize("tone", palette.TONES)
def test_every_ink_is_read_on_its_ground_at_7_to_1(tone: palette.Tone) -> None:
    assert contrast_ratio(tone.ink, tone.ground) >= LEAST_CONTRAST
    assert contrast_ratio(tone.quiet, tone.ground) >= LEAST_CONTRAST


def test_every_tone_of_the_palette_is_measured() -> None:
    assert set(palette.TONES) == {tone for tone in vars(palette).values() if isinstance(tone, palette.Tone)}


def paint(screen: Screen, number: str, counter: int = 4) -> pygame.Surface:
    counters = [BoardCounter(id=counter, open=True, number=number, domain=None)]
    counters += [BoardCounter(id=n, open=True, number=None, domain=None) for n in range(31, 44)]
    board = a_board(
        calls=[a_call(1, number=number, counter=counter)],
        counters=counters,
        domains=[a_queue("chung-thuc", 12, (300, 900))],
    )
    viewer = Viewer(board_words(), ["vi", "en"])
    surface = pygame.Surface((screen.width, screen.height))
    situation = Situation(board=board, center=a_center(), now=board.at, is_linked=True)
    Painter(screen, headings(viewer)).paint(surface, viewer.view(situation), is_lit=False)
    return surface


def tallest_run(surface: pygame.Surface, box: Box, ink: Color) -> int:
    """The rows, one below the other, in which that ink stands somewhere."""
    longest = run = 0
    for y in range(box.y, box.bottom):
        has_ink = any(surface.get_at((x, y))[:3] == ink for x in range(box.x, box.right))
        run = run + 1 if has_ink else 0
        longest = max(longest, run)
    return longest


@pytest.mark.parametrize("screen", [HD, TALL])
@pytest.mark.parametrize("number", ["A025", "W888"])
def test_the_latest_call_s_digits_are_painted_as_high_as_the_distance_asks(
    screen: Screen, number: str
) -> None:
    layout = lay_out(screen, Contents(14, 1, has_message=False))
    surface = paint(screen, number)
    assert tallest_run(surface, layout.hero, palette.HERO.ink) >= screen.least_digit


@pytest.mark.parametrize("screen", [HD, TALL])
def test_the_grid_s_digits_are_painted_as_high_as_the_distance_asks(screen: Screen) -> None:
    tile = lay_out(screen, Contents(14, 1, has_message=False)).tiles[0]
    surface = paint(screen, "A025")
    assert tallest_run(surface, tile, palette.CARD.ink) >= screen.least_digit - 1
    assert tallest_run(surface, tile, palette.BADGE.ink) >= screen.least_digit - 1


@pytest.mark.parametrize("screen", [HD, TALL])
def test_a_longer_number_and_a_counter_of_three_figures_are_shown_whole(screen: Screen) -> None:
    layout = lay_out(screen, Contents(14, 1, has_message=False))
    surface = paint(screen, "WM1000", counter=105)
    for box, ground in ((layout.hero, palette.HERO.ground), (layout.tiles[0], palette.CARD.ground)):
        right_edge = Box(box.right - 4, box.y + box.height // 3, 2, box.height // 3)
        assert tallest_run(surface, right_edge, ground) == right_edge.height


def widths_of_label(box: Box) -> tuple[int, int]:
    """How far the two languages of a heading reach in such a box, first to last column of their ink; 0: not there."""
    surface = pygame.Surface((box.width, box.height))
    surface.fill(palette.PAGE.ground)
    brush = Brush(10)
    brush.onto(surface)
    brush.label(Label("ĐANG PHỤC VỤ", "NOW SERVING"), box, 24, palette.PAGE.ink, palette.PAGE.quiet)
    return reach_of(surface, palette.PAGE.ink), reach_of(surface, palette.PAGE.quiet)


def reach_of(surface: pygame.Surface, ink: Color) -> int:
    rows = range(surface.get_height())
    inked = [x for x in range(surface.get_width()) if any(surface.get_at((x, y))[:3] == ink for y in rows)]
    return inked[-1] - inked[0] + 1 if inked else 0


def test_a_heading_s_second_language_is_whole_or_not_there() -> None:
    main, second = widths_of_label(Box(0, 0, 400, 40))
    smaller, beside = widths_of_label(Box(0, 0, 250, 40))
    assert 0 < beside < second
    assert beside / smaller == pytest.approx(second / main, rel=0.12)
    assert widths_of_label(Box(0, 0, 190, 40))[1] == 0
