"""Every room's catalogues: the same keys in each language, the same placeholders, nothing missing, nothing unused.

Which keys the code uses is read from the code: texts that are a key, and texts with a hole in them
(`f"notice.{name}"`, `"state." ~ state` in a template), which use every key that they could become.
"""

import ast
import re
import string
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = sorted([*ROOT.glob("[a-z]*/locale"), *ROOT.glob("[a-z]*/[a-z]*/locale")])
LANGUAGES: Final = ("vi", "en")
HOLE: Final = "\0"
SHARED: Final = ("voice", "screen")
"""Rooms that speak with the words of the room that they serve."""

per_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.parent.relative_to(ROOT)))
per_file = pytest.mark.parametrize(
    "path",
    [path for folder in FOLDERS for path in sorted(folder.glob("*.po"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=None, abort_invalid=True)


def texts(path: Path) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in read(path) if message.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def without_forms(keys: set[str]) -> set[str]:
    """Keys without the `.one` that a language with a singular adds to a key that it has anyway."""
    return {key for key in keys if not (key.endswith(".one") and key.removesuffix(".one") in keys)}


def test_the_rooms_that_speak_to_people_are_found() -> None:
    rooms = {str(folder.parent.relative_to(ROOT)) for folder in FOLDERS}
    assert rooms >= {"coordinator/web", "display", "kiosk", "motcua", "printer"}


@per_folder
def test_the_languages_have_the_same_keys(folder: Path) -> None:
    vietnamese, english = (without_forms(set(texts(folder / f"{language}.po"))) for language in LANGUAGES)
    # A clip is a word of one language's numbers: "mười lăm" has no part that "fifteen" translates.
    assert {key for key in vietnamese ^ english if not key.startswith("clip.")} == set()


@per_folder
def test_no_translation_has_a_placeholder_that_the_vietnamese_lacks(folder: Path) -> None:
    vietnamese = texts(folder / "vi.po")
    for language in LANGUAGES[1:]:
        for key, text in texts(folder / f"{language}.po").items():
            first = vietnamese.get(key, vietnamese.get(key.removesuffix(".one"), text))
            has, may = placeholders(text), placeholders(first)
            assert has <= may if key.endswith(".one") else has == may, f"{language}: {key}"


@per_file
def test_a_catalogue_is_finished(path: Path) -> None:
    catalogue = read(path)
    entries = [message for message in catalogue if message.id]
    assert [message.id for message in entries if message.fuzzy or not str(message.string).strip()] == []
    assert list(catalogue.obsolete) == []
    ids = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(ids) == sorted({str(message.id) for message in entries}), "a key stands there twice"


@per_file
def test_a_catalogue_says_which_language_it_is(path: Path) -> None:
    assert f'"Language: {path.stem}\\n"' in path.read_text(encoding="utf-8")


@per_file
def test_the_texts_are_composed_trimmed_and_polite(path: Path) -> None:
    for key, text in texts(path).items():
        assert unicodedata.is_normalized("NFC", text), key
        assert text == text.strip(), key
        assert "khách hàng" not in text.lower(), f"{key}: one says công dân"


@per_file
def test_the_placeholders_are_names(path: Path) -> None:
    for key, text in texts(path).items():
        assert all(name.isidentifier() for name in placeholders(text)), key


# --- what the code uses --------------------------------------------------------------------------------------


def code_of(folder: Path) -> Iterator[Path]:
    rooms = [folder.parent, *(ROOT / name for name in SHARED)]
    for room in rooms:
        for pattern in ("*.py", "*.html", "*.js", "*.css"):
            yield from room.rglob(pattern)


def said_in(path: Path) -> set[str]:
    """The texts of a source file; a hole stands for what is put in when it runs."""
    text = path.read_text(encoding="utf-8")
    return set(python_texts(ast.parse(text)) if path.suffix == ".py" else template_texts(text))


def python_texts(tree: ast.AST) -> Iterator[str]:
    if isinstance(tree, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else HOLE for part in tree.values)
        yield "".join(str(part) for part in parts)
    elif isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    for below in ast.iter_child_nodes(tree):
        if not isinstance(tree, ast.JoinedStr) or isinstance(below, ast.FormattedValue):
            yield from python_texts(below)


def template_texts(text: str) -> Iterator[str]:
    for quote in "\"'":
        yield from re.findall(rf"{quote}([\w.-]+){quote}(?!\s*~)", text)
        yield from (f"{prefix}{HOLE}" for prefix in re.findall(rf"{quote}([\w.-]+){quote}\s*~", text))
        yield from re.findall(r'data-\w+="([\w.-]+)"', text)


def user(said: str) -> Callable[[str], object]:
    """Whether a key is one that this text is, or can become."""
    if HOLE not in said:
        return lambda key: key == said
    if not re.search(r"[a-z]", said) or not re.search(r"[._-]", said):
        return lambda _key: False  # a hole alone could become anything
    return re.compile(re.escape(said).replace(re.escape(HOLE), r"[\w.-]+")).fullmatch


@per_folder
def test_every_key_is_used(folder: Path) -> None:
    users = [user(said) for path in code_of(folder) for said in said_in(path)]
    keys = {key for language in LANGUAGES for key in without_forms(set(texts(folder / f"{language}.po")))}
    assert sorted(key for key in keys if not any(uses(key) for uses in users)) == []


@per_folder
def test_every_key_that_is_used_exists(folder: Path) -> None:
    """A text whose first part begins keys of the room is a key of the room, and so is what a catalogue is asked for."""
    keys = set(texts(folder / "vi.po")) | set(texts(folder / "en.po"))
    first_parts = {key.partition(".")[0] for key in keys if "." in key}
    dotted = re.compile(rf"(?:{'|'.join(sorted(first_parts))})\.[a-z][\w-]*(?:\.[\w-]+)*")
    for path in folder.parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {*asked_of_catalogues(tree), *(said for said in python_texts(tree) if dotted.fullmatch(said))}
        assert {key for key in asked if key not in keys and not is_file(key)} == set(), path.relative_to(ROOT)


def asked_of_catalogues(tree: ast.Module) -> Iterator[str]:
    """The keys in calls of something named `words` or `texts`, or of `….of(language)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = ast.unparse(node.func)
            if re.search(r"(?:\b|_)(?:words|texts|catalogue)(?:\[\d\])?$|\.of\(.*\)$", name):
                yield str(node.args[0].value)


def is_file(said: str) -> bool:
    """A file's or a module's name may begin like a key."""
    endings = (".png", ".sock", ".toml", ".po", ".json", ".css", ".html", ".js", ".wav")
    return said.endswith(endings) or (ROOT / said.replace(".", "/")).with_suffix(".py").is_file()
