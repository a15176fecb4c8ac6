"""Changed files: they mean what was wanted, and everything else in them stays as its owner wrote it."""

import tomllib
from collections.abc import Callable
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.rewriting import CannotRewrite, rewrite
from tests.fakes.center_file import SMALLEST

EXAMPLE = (Path(__file__).parents[2] / "config" / "hai-chau.toml").read_text(encoding="utf-8")
Raw = dict[str, Any]


def changed(text: str, edit: Callable[[Raw], None]) -> tuple[list[str], list[str]]:
    """The lines that an edit takes away, and those that it adds."""
    wanted = tomllib.loads(text)
    edit(wanted)
    after = rewrite(text, wanted)
    assert tomllib.loads(after) == wanted
    lines = list(ndiff(text.splitlines(), after.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def domain(raw: Raw, name: str) -> Raw:
    found: Raw = next(one for one in raw["domains"] if one["id"] == name)
    return found


def test_what_is_wanted_already_changes_nothing() -> None:
    assert rewrite(EXAMPLE, tomllib.loads(EXAMPLE)) == EXAMPLE


def test_a_value_changes_in_its_place_and_its_note_stays() -> None:
    gone, come = changed(EXAMPLE, lambda raw: domain(raw, "dat-dai").update(service_minutes=17.5))
    assert gone == ["service_minutes = 15              # [U]"]
    assert come == ["service_minutes = 17.5              # [U]"]


def test_one_language_of_a_text_changes_alone() -> None:
    gone, come = changed(EXAMPLE, lambda raw: domain(raw, "ho-tich")["name"].update(en="Civil affairs"))
    assert gone == ['name = { vi = "Hộ tịch", en = "Civil status" }']
    assert come == ['name = { vi = "Hộ tịch", en = "Civil affairs" }']


def test_a_new_entry_stands_behind_the_others_and_before_the_notes_of_the_next_part() -> None:
    new = {
        "id": "moi",
        "prefix": "V",
        "name": {"vi": "Mới"},
        "procedures": [{"id": "a", "name": {"vi": "A"}}],
    }
    gone, come = changed(EXAMPLE, lambda raw: raw["domains"].append(new))
    assert gone == []
    assert [line for line in come if line] == [
        "[[domains]]", 'id = "moi"', 'prefix = "V"', 'name = { vi = "Mới" }',
        "[[domains.procedures]]", 'id = "a"', 'name = { vi = "A" }',
    ]  # fmt: skip
    after = rewrite(EXAMPLE, {**tomllib.loads(EXAMPLE), "domains": [*tomllib.loads(EXAMPLE)["domains"], new]})
    assert after.index('id = "moi"') < after.index("# ─── Quầy") < after.index("[[counters]]")


def test_the_last_entry_goes_without_the_notes_of_the_next_part() -> None:
    gone, come = changed(EXAMPLE, lambda raw: raw["domains"].pop())
    assert come == []
    assert next(line for line in gone if line) == "[[domains]]"
    assert not any(line.startswith("#") for line in gone)


def test_entries_change_places_with_all_that_is_theirs() -> None:
    def last_comes_first(raw: Raw) -> None:
        raw["domains"].insert(0, raw["domains"].pop())

    gone, come = changed(EXAMPLE, last_comes_first)
    assert sorted(filter(None, gone)) == sorted(filter(None, come))
    assert "service_minutes = 3               # [U]" in come


def test_what_is_not_there_yet_becomes_a_table_of_its_own() -> None:
    gone, come = changed(EXAMPLE, lambda raw: raw.update(ticket={"footer": {"vi": "Chân phiếu"}}))
    assert gone == []
    assert [line for line in come if line] == ["[ticket]", 'footer = { vi = "Chân phiếu" }']


def test_lists_of_papers_grow_and_shrink() -> None:
    def edit(raw: Raw) -> None:
        first = domain(raw, "chung-thuc")["procedures"][0]
        first["papers"] = [*first["papers"][1:], {"vi": "Thêm một loại"}]

    _, come = changed(EXAMPLE, edit)
    assert '    { vi = "Thêm một loại" },' in come


def test_hours_come_and_go() -> None:
    def none(raw: Raw) -> None:
        del raw["center"]["hours"]

    gone, come = changed(EXAMPLE, none)
    assert (gone[0], come) == ("[[center.hours]]", [])
    two = [
        {"days": ["mon"], "start": "07:00", "end": "11:00"},
        {"days": ["sat"], "start": "08:00", "end": "10:00"},
    ]
    changed(EXAMPLE, lambda raw: raw["center"].update(hours=two))
    changed(SMALLEST, lambda raw: raw["center"].update(hours=two))


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.replace('name = { vi = "Thử" }', 'name.vi = "Thử"'),
        (
            'domains = [{ id = "a", prefix = "A", name.vi = "A" }]\ncounters = [{ id = 1, domains = ["a"] }]\n'
            '[center]\nid = "thu"\nname = { vi = "Thử" }\n'
        ),
        SMALLEST.rstrip("\n"),
        SMALLEST.replace("\n", "\r\n"),
        SMALLEST + "[target]\nshare = 0.5 # cuối tệp",
    ],
    ids=["dotted", "inline", "no-end-of-line", "windows", "ends-with-a-note"],
)
def test_a_file_may_be_written_in_other_ways(text: str) -> None:
    def edit(raw: Raw) -> None:
        raw["center"]["name"]["vi"] = "Tên khác"
        raw["domains"][0]["icon"] = "home"
        raw["domains"].append({"id": "b", "prefix": "C", "name": {"vi": "B"}})
        raw["counters"][0]["domains"] = ["b"]
        raw["queue"] = {"priority_run": 3}

    changed(text, edit)


def test_what_cannot_be_written_is_said_and_never_half_done() -> None:
    with pytest.raises(CannotRewrite):
        rewrite(SMALLEST, {**tomllib.loads(SMALLEST), "x": object()})
    with pytest.raises(CannotRewrite):
        rewrite("no toml", {})


ids = st.lists(
    st.sampled_from(["chung-thuc", "ho-tich", "dat-dai", "xay-dung", "moi", "khac"]), min_size=1, unique=True
)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@settings(max_examples=25)
@given(ids, words, st.integers(1, 600))
def test_whatever_is_wanted_of_the_domains_is_meant(wanted: list[str], name: str, minutes: int) -> None:
    def edit(raw: Raw) -> None:
        known = {one["id"]: one for one in raw["domains"]}
        new = {"prefix": "V", "name": {"vi": name}, "procedures": [{"id": "p", "name": {"vi": name}}]}
        raw["domains"] = [known.get(one, {"id": one, **new}) for one in wanted]
        raw["domains"][-1]["service_minutes"] = minutes
        raw["domains"][0]["name"] = {"vi": name, "en": name}

    changed(EXAMPLE, edit)
