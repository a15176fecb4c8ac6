"""Whatever stands in the file, it is settings or a `SettingsError`: never another exception, never a wrong value."""

from datetime import date, datetime, time
from typing import Any

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from config import Settings, SettingsError, load_text
from tests.fakes.center_file import SMALLEST
from tests.fakes.fuzz import fuzz
from tests.fakes.settings_tables import KEYS, TABLES

plain = (
    st.text(max_size=20)
    | st.sampled_from(["vi", "ho-tich", "A", "04:00", "usb", "fullscreen", "http://x:1", "tcp:x:99999999999"])
    | st.integers()
    | st.sampled_from([0, 1, 2, 384, 10**400])
    | st.floats()
    | st.booleans()
    | st.just(date(2026, 1, 2))
    | st.just(time(4))
    | st.just(datetime(2026, 1, 2, 3, 4))  # noqa: DTZ001 TOML has local times
)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def load_or_refuse(text: str) -> None:
    try:
        settings = load_text(text, "center.toml")
    except SettingsError as error:
        problems = error.problems
    else:
        assert isinstance(settings, Settings)
        return
    assert problems
    assert all(problem.isprintable() for problem in problems)


@fuzz(100)
@given(st.text())
def test_any_text(text: str) -> None:
    load_or_refuse(text)


@fuzz(100)
@given(st.text(alphabet="[]{}=\"'#.,\n id1aé\\"))
def test_any_text_that_looks_like_toml(text: str) -> None:
    load_or_refuse(text)


@fuzz(100)
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), values, max_size=6))
def test_any_table(table: dict[str, Any]) -> None:
    load_or_refuse(written(table))


@fuzz(100)
@given(st.sampled_from(["", *TABLES]), st.sampled_from(KEYS), values)
def test_any_value_at_any_key_of_a_right_file(table: str, key: str, value: Any) -> None:
    line = written({key: value})
    load_or_refuse(f"{SMALLEST}\n{table}\n{line}" if table else f"{line}\n{SMALLEST}")


def written(table: dict[str, Any]) -> str:
    try:
        return tomli_w.dumps(table)
    except ValueError:  # a number of more digits than Python writes out
        return "a = " + "1" * 5000
