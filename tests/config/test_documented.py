"""`docs/configuration.md` names every table and key, and each with the default that it has."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from config.accepted import describe
from tests.fakes.settings_tables import TABLES

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "configuration.md"
NO_DEFAULT: Final = "–"
ABSENT: Final = "none"
ITS_TABLE: Final = "below"


def documented() -> dict[str, dict[str, str]]:
    """By heading, by key: the default as the document says it."""
    parts = re.split(r"^## (\[.*\])$", DOCUMENT.read_text(), flags=re.MULTILINE)
    row = re.compile(r"^\| `(\w+)` \| .+ \| (.*) \| .+ \|$", re.MULTILINE)
    return {heading: dict(row.findall(text)) for heading, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_table_has_its_chapter_and_every_chapter_its_table() -> None:
    assert list(documented()) == list(TABLES)


@pytest.mark.parametrize("heading", TABLES)
def test_every_key_has_its_row_and_every_row_its_key(heading: str) -> None:
    assert sorted(documented()[heading]) == sorted(TABLES[heading].__struct_fields__)


@pytest.mark.parametrize("heading", TABLES)
def test_the_defaults_are_the_true_ones(heading: str) -> None:
    said = {key: meant(text) for key, text in documented()[heading].items()}
    assert said == {field.name: default(field) for field in msgspec.structs.fields(TABLES[heading])}


def meant(text: str) -> Any:
    """The value of a default as the document writes it, in TOML."""
    return tomllib.loads(f"it = {text.strip('`')}")["it"] if text.startswith("`") else text


def default(field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        return NO_DEFAULT
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    if isinstance(field.default, msgspec.Struct):
        return ITS_TABLE
    return ABSENT if field.default is None else field.default


@pytest.mark.parametrize("heading", TABLES)
def test_every_key_can_say_what_it_accepts(heading: str) -> None:
    assert all(describe(field.type) for field in msgspec.structs.fields(TABLES[heading]))
