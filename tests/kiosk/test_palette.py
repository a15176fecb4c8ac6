"""Every ink on every ground of the kiosk is read by weak eyes (WCAG 2.2 AA), the number by weaker ones."""

import itertools

import pytest

from kiosk import palette
from kiosk.palette import NUMBER, SHADES, Shade
from screen import theme
from screen.theme import NUMBER_RATIO, PAIRS, TEXT_RATIO, Pair, contrast_ratio

ICON_RATIO = 3.0
"""WCAG 2.2, 1.4.11: pictures that mean something; beside every icon there is a label too."""


@pytest.mark.parametrize("shade", SHADES)
def test_words_are_read_on_their_ground(shade: Shade) -> None:
    assert contrast_ratio(shade.ink, shade.ground) >= TEXT_RATIO
    assert contrast_ratio(shade.quiet, shade.ground) >= TEXT_RATIO
    assert contrast_ratio(shade.accent, shade.ground) >= ICON_RATIO


def test_the_number_is_read_from_farther() -> None:
    assert contrast_ratio(NUMBER.ink, NUMBER.ground) >= NUMBER_RATIO


def test_every_shade_is_measured() -> None:
    named = [value for value in vars(palette).values() if isinstance(value, Shade)]
    tables = [value for value in vars(palette).values() if isinstance(value, dict)]
    nested = [entry for table in tables for entry in table.values() if isinstance(entry, Shade)]
    assert {*named, *nested} == set(SHADES)


def test_the_code_to_scan_is_as_dark_and_light_as_paper() -> None:
    assert contrast_ratio(theme.INK, theme.WHITE) >= NUMBER_RATIO


@pytest.mark.parametrize("pair", PAIRS)
def test_both_screens_pairs_reach_what_their_use_asks(pair: Pair) -> None:
    assert contrast_ratio(pair.ink, pair.ground) >= pair.least


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast_ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    for one, other in itertools.pairwise(theme.PAIRS):
        assert contrast_ratio(one.ink, other.ground) == contrast_ratio(other.ground, one.ink)
