"""How numbers are written, on paper and board alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.numbers import number_label


@pytest.mark.parametrize(
    ("number", "label"), [(1, "A001"), (25, "A025"), (999, "A999"), (1000, "A1000"), (12345, "A12345")]
)
def test_three_digits_and_more_where_a_day_needs_them(number: int, label: str) -> None:
    assert number_label("A", number) == label


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_two_numbers_look_alike(one: int, other: int) -> None:
    assert (number_label("A", one) == number_label("A", other)) is (one == other)
