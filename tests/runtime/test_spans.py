"""Spans of the day: from their start until before their end, over midnight too."""

from datetime import time

import pytest

from runtime.spans import is_within


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("17:29", False), ("17:30", True), ("23:59", True), ("00:00", True), ("05:44", True), ("05:45", False)],
)
def test_a_span_may_span_midnight(clock: str, inside: bool) -> None:
    assert is_within(time.fromisoformat(clock), "17:30", "05:45") == inside
    assert is_within(time.fromisoformat(clock), "05:45", "17:30") != inside
