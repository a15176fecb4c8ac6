"""Everything has its place on any screen, and the latest call is read from the farthest seat."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boards.layout import (
    Contents,
    Layout,
    Screen,
    called_digit,
    hero_digit,
    lay_out,
    tile_digit,
)
from boards.rooms import cut_called, cut_hero, cut_tile
from screen.box import Box

TV_MM = {32: 708, 42: 930, 43: 952, 55: 1218, 65: 1439}
"""Width of a TV's picture by its inches (16:9)."""
SIZES = [(1280, 720), (1366, 768), (1920, 1080), (2560, 1440), (3840, 2160)]

contents = st.builds(
    Contents,
    counters=st.integers(0, 24),
    queues=st.integers(0, 16),
    has_message=st.booleans(),
    has_notice=st.booleans(),
)


@st.composite
def screens(draw: st.DrawFn) -> Screen:
    width, height = draw(st.sampled_from(SIZES))
    long_mm = draw(st.sampled_from(sorted(TV_MM.values())))
    dots_per_mm = width / long_mm
    is_tall = draw(st.booleans())
    distance = draw(st.floats(2, 12))
    return Screen(*((height, width) if is_tall else (width, height)), dots_per_mm, distance)


def boxes_of(layout: Layout) -> list[Box]:
    single = [layout.title, layout.clock, layout.hero, layout.called_heading, layout.marks]
    optional = [box for box in (layout.notice, layout.message) if box is not None]
    return [*single, *optional, *layout.called, *layout.grid_headings, *layout.tiles, *layout.queues]


def overlaps(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@settings(deadline=None, max_examples=60)
@given(screens(), contents)
def test_no_two_pieces_cover_each_other_and_none_leaves_the_screen(screen: Screen, held: Contents) -> None:
    boxes = boxes_of(lay_out(screen, held))
    assert all(box.width > 0 and box.height > 0 for box in boxes)
    assert all(box.x >= 0 and box.y >= 0 for box in boxes)
    assert all(box.right <= screen.width and box.bottom <= screen.height for box in boxes)
    pairs = [(one, other) for i, one in enumerate(boxes) for other in boxes[i + 1 :]]
    assert not [pair for pair in pairs if overlaps(*pair)]


@settings(deadline=None, max_examples=60)
@given(screens(), contents)
def test_each_counter_and_each_domain_has_its_place(screen: Screen, held: Contents) -> None:
    layout = lay_out(screen, held)
    assert len(layout.tiles) == held.counters
    assert len(layout.queues) == held.queues
    assert (layout.message is not None, layout.notice is not None) == (held.has_message, held.has_notice)


@settings(deadline=None, max_examples=60)
@given(screens(), contents)
def test_the_latest_call_is_one_centimetre_high_for_every_three_metres(
    screen: Screen, held: Contents
) -> None:
    assume(held.queues <= 8)
    millimetres = hero_digit(lay_out(screen, held), screen.unit) / screen.dots_per_mm
    assert millimetres >= screen.distance_m * 10 / 3


@settings(deadline=None, max_examples=60)
@given(screens(), contents)
def test_the_latest_call_is_larger_than_any_other_number(screen: Screen, held: Contents) -> None:
    assume(held.counters >= 4 and held.queues <= 8)
    layout = lay_out(screen, held)
    assert hero_digit(layout, screen.unit) > 1.1 * max(tile_digit(layout), called_digit(layout))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("counters", [1, 4, 8, 14])
@pytest.mark.parametrize("is_tall", [False, True])
def test_up_to_14_counters_are_all_read_at_ten_metres_from_a_tv_of_42_inches(
    size: tuple[int, int], counters: int, is_tall: bool
) -> None:
    width, height = reversed(size) if is_tall else size
    screen = Screen(width, height, size[0] / TV_MM[42], 10)
    layout = lay_out(screen, Contents(counters, 7, has_message=False))
    assert tile_digit(layout) >= screen.least_digit - 1
    assert called_digit(layout) >= screen.least_digit - 1
    assert hero_digit(layout, screen.unit) >= 1.7 * screen.least_digit


@settings(deadline=None, max_examples=40)
@given(screens(), contents)
def test_what_stands_in_a_card_stays_within_it(screen: Screen, held: Contents) -> None:
    layout = lay_out(screen, held)
    rooms = cut_hero(layout.hero, screen.unit)
    inside = [(layout.hero, box) for box in (rooms.heading, rooms.number, rooms.counter)]
    inside += [(tile, box) for tile in layout.tiles for box in cut_tile(tile)]
    inside += [(card, box) for card in layout.called for box in cut_called(card)]
    for card, box in inside:
        assert card.x <= box.x
        assert card.y <= box.y
        assert box.right <= card.right
        assert box.bottom <= card.bottom
