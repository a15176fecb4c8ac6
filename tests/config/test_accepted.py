"""What a key takes is told from its type, in an operator's words."""

import datetime as dt
from typing import Annotated, Any, Literal

import pytest
from msgspec import Meta

from config.accepted import describe, show
from config.settings import Button
from config.values import Gpio


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (bool, "true or false"),
        (str, "a text in quotes"),
        (int, "a whole number"),
        (float, "a number"),
        (Annotated[int, Meta(ge=1)], "a whole number, 1 or more"),
        (Annotated[int, Meta(ge=1, le=3)], "a whole number, 1 to 3"),
        (Annotated[float, Meta(gt=0)], "a number above 0"),
        (Annotated[float, Meta(gt=0, le=2)], "a number above 0, up to 2"),
        (Annotated[float, Meta(le=2)], "a number, up to 2"),
        (Annotated[str, Meta(pattern="x", description="an x")], "an x"),
        (Literal["a", "b"], "'a' or 'b'"),
        (Gpio | None, "a whole number, 0 to 63"),
        (list[int], "a list, each a whole number"),
        (dict[str, str], '{ vi = "…", en = "…" }: a text by language'),
        (list[Button], f"a list, each a table with {', '.join(Button.__struct_fields__)}"),
    ],
    ids=str,
)
def test_a_type_is_told_in_words(kind: Any, words: str) -> None:
    assert describe(kind) == words


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        ("x", "'x'"),
        ({"a": 1}, "a table"),
        ([1], "a list"),
        (dt.time(4), "04:00:00 without quotes"),
        (dt.date(2026, 1, 2), "2026-01-02 without quotes"),
        pytest.param(10**5000, "so large a number", id="large"),
        ("x" * 200, "'" + "x" * 79 + "…"),
    ],
)
def test_a_value_is_shown_as_it_stands_in_the_file(raw: object, shown: str) -> None:
    assert show(raw) == shown
