"""On any screen from 10 to 24 inches, whatever it shows, everything can be hit, read and reached."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pygame
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kiosk.actions import ChooseDomain, ShowMore, TakeNumber
from kiosk.layout.metrics import GAP_MM, HIGHEST_REACH_MM, LABEL_MM, TARGET_MM, Metrics
from kiosk.layout.page import Motion, lay_out
from kiosk.pieces import Key, Page, Target, Text
from kiosk.sample import sample_state
from kiosk.state import Choose, Procedures, State, Wish
from kiosk.timing import Times
from kiosk.viewer import Viewer
from screen.box import Box
from screen.text import CAPITAL, Face, Fitted, Typeface
from tests.kiosk.screens import LANGUAGES, Glass, equipment, settings_with, states

RATIOS = (16 / 9, 16 / 10, 5 / 3, 4 / 3)
glasses = st.builds(
    Glass,
    inches=st.floats(10.0, 24.0),
    ratio=st.sampled_from(RATIOS),
    height_dots=st.sampled_from((480, 600, 720, 800, 1080, 1440, 2160)),
    is_portrait=st.booleans(),
)
heights = st.floats(600.0, 1100.0)
counts = st.integers(1, 16)
several = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a screen is as good an example as a smaller one
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
few = settings(several, max_examples=3)
NOW_WITH_COUNTDOWN = Times().asking - 5


@pytest.fixture(scope="module")
def typeface() -> Iterator[Typeface]:
    pygame.font.init()
    yield Typeface()
    pygame.font.quit()


def page_of(state: State, metrics: Metrics, typeface: Typeface, now: float = 0.0) -> Page:
    return lay_out(Viewer(equipment()).view(state, now), metrics, typeface, Motion())


def buttons(page: Page, metrics: Metrics) -> list[Target]:
    """Without a screen that is a button as a whole."""
    whole = (0, 0, metrics.scale.width, metrics.scale.height)
    return [target for target in page.targets if target.box != whole]


def distance_mm(one: Box, other: Box, metrics: Metrics) -> float:
    """Between the edges of two boxes, along the axis on which they are farther apart."""
    across = max(other.x - one.right, one.x - other.right)
    along = max(other.y - one.bottom, one.y - other.bottom)
    return max(across, along) / metrics.scale.dots_per_mm


def label_of(key: Key, typeface: Typeface) -> Fitted:
    box = key.inner.label
    return typeface.fit(key.button.label, (box.width, box.height), Face("semibold", key.size, key.size // 2))


def check_page(page: Page, metrics: Metrics, typeface: Typeface) -> None:
    scale, targets = metrics.scale, buttons(page, metrics)
    screen = Box(0, 0, scale.width, scale.height)
    for box, _ in [*targets, *page.pieces]:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= screen.right
        assert box.bottom <= screen.bottom
    for target in targets:
        assert target.box.width / scale.dots_per_mm >= TARGET_MM, target
        assert target.box.height / scale.dots_per_mm >= TARGET_MM, target
        highest = metrics.bottom_mm + (scale.height - target.box.y) / scale.dots_per_mm
        assert highest <= max(HIGHEST_REACH_MM + 1, metrics.bottom_mm + scale.height_mm - 90), target
    for one, other in combinations(targets, 2):
        assert distance_mm(one.box, other.box, metrics) >= GAP_MM, (one, other)
    for _, piece in page.pieces:
        if isinstance(piece, Key) and piece.button.label:
            fitted = label_of(piece, typeface)
            assert fitted.size * CAPITAL / scale.dots_per_mm >= LABEL_MM, (piece.button.label, fitted)
            assert " ".join(fitted.lines).split() == piece.button.label.split()


@several
@given(glass=glasses, bottom_mm=heights)
def test_every_button_is_large_apart_labelled_and_within_reach(
    typeface: Typeface, glass: Glass, bottom_mm: float
) -> None:
    metrics = glass.metrics(bottom_mm)
    for name, state in states():
        try:
            check_page(page_of(state, metrics, typeface), metrics, typeface)
        except AssertionError as error:
            raise AssertionError(f"{name} on {metrics}: {error}") from error


@several
@given(glass=glasses, count=counts)
def test_every_domain_of_1_to_16_stands_on_one_of_the_pages(
    typeface: Typeface, glass: Glass, count: int
) -> None:
    metrics, known = glass.metrics(), {f"domain-{i}" for i in range(count)}
    state = sample_state(settings_with(count))
    offered: set[str] = set()
    for page_number in range(count):
        page = page_of(replace(state, screen=Choose(page=page_number)), metrics, typeface)
        check_page(page, metrics, typeface)
        actions = [target.action for target in page.targets]
        now_offered = {action.domain for action in actions if isinstance(action, ChooseDomain)}
        assert now_offered, page_number
        offered |= now_offered
        assert ShowMore() in actions or now_offered == known
    assert offered == known


@few
@given(glass=glasses)
def test_no_text_is_cut_off_on_the_screens_of_the_example_centre(typeface: Typeface, glass: Glass) -> None:
    metrics = glass.metrics()
    for name, state in states():
        for box, piece in page_of(state, metrics, typeface).pieces:
            if isinstance(piece, Text) and piece.text:
                face = Face(piece.weight, piece.largest, piece.smallest, piece.lines)
                fitted = typeface.fit(piece.text, (box.width, box.height), face)
                assert " ".join(fitted.lines).split() == piece.text.split(), (name, metrics.scale, fitted)


@few
@given(glass=glasses)
def test_the_countdown_moves_no_button(typeface: Typeface, glass: Glass) -> None:
    metrics = glass.metrics()
    for _, state in states():
        calm = page_of(state, metrics, typeface)
        counting = page_of(state, metrics, typeface, NOW_WITH_COUNTDOWN)
        assert calm.targets == counting.targets


def test_a_domain_whose_procedures_are_gone_still_lets_a_number_be_taken(typeface: Typeface) -> None:
    state = sample_state(settings_with(2))
    without = replace(state, screen=Procedures(Wish("domain-1")))
    metrics = Glass(15.6, 16 / 9, 1080, is_portrait=False).metrics()
    page = page_of(without, metrics, typeface)
    assert TakeNumber() in [target.action for target in page.targets]


def test_languages_are_all_those_that_are_shipped() -> None:
    assert set(LANGUAGES) == set(equipment().words.languages())
