"""From a TOML file to `Settings`, with every mistake named at once: file, key and what is accepted."""

import difflib
import math
import tomllib
import typing
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from config.accepted import describe, show
from config.consistency import find_contradictions
from config.mistakes import Mistake
from config.settings import Settings


class SettingsError(ValueError):
    """The configuration is wrong; `problems` holds one sentence for each mistake, ready to print.

    `mistakes` are those that were found in a file, with their kinds and places.
    """

    def __init__(self, source: str, problems: Sequence[str], mistakes: Sequence[Mistake] = ()) -> None:
        self.source = source
        self.problems = [_one_line(problem) for problem in problems]
        self.mistakes = list(mistakes)
        super().__init__("\n".join(f"{source}: {problem}" for problem in self.problems))


def load(path: Path) -> Settings:
    """Read and validate a `center.toml`; `SettingsError` if it can't be read or anything in it is wrong."""
    return load_text(read_file(path), str(path))


def load_text(text: str, source: str) -> Settings:
    """As `load`, from the text itself; `source` is what messages call it."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Not TOMLDecodeError alone: a number of thousands of digits or a list in a list in a list … is neither.
        raise SettingsError(source, [f"is not TOML: {error}"]) from error
    _raise_if_any(source, list(_table_mistakes(raw, Settings, "")))
    settings = msgspec.convert(raw, Settings)
    _raise_if_any(source, find_contradictions(settings))
    return settings


def _raise_if_any(source: str, mistakes: list[Mistake]) -> None:
    if mistakes:
        raise SettingsError(source, [mistake.text for mistake in mistakes], mistakes)


def _one_line(problem: str) -> str:
    """A key of the file may hold any sign; a terminal shall not obey it."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in problem)


def read_file(path: Path) -> str:
    try:
        # Windows editors put a byte order mark first; "utf-8-sig" passes over it.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} does not belong there"
        raise SettingsError(str(path), [f"is not UTF-8: {where} (accepted: text saved as UTF-8)"]) from error
    except OSError as error:
        hint = "name another file with --config FILE or $MOTCUA_CONFIG"
        raise SettingsError(str(path), [f"cannot be read: {error.strerror} ({hint})"]) from error


def _mistakes(raw: Any, kind: Any, key: str) -> Iterator[Mistake]:  # noqa: ANN401 a TOML value is anything
    """Walk value and type together, so that one mistake does not hide the next."""
    parts = typing.get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _table_mistakes(raw, kind, key)
    elif typing.get_origin(kind) is list and isinstance(raw, list):
        for i, value in enumerate(raw, 1):
            yield from _mistakes(value, parts[0], f"{key}[{i}]")
    elif typing.get_origin(kind) is dict and isinstance(raw, dict):
        for name, value in raw.items():
            yield from _mistakes(name, parts[0], f"{key}.{name}")
            yield from _mistakes(value, parts[1], f"{key}.{name}")
    elif not _is_accepted(raw, kind):
        yield _not_accepted(raw, kind, key)


def _not_accepted(raw: Any, kind: Any, key: str) -> Mistake:  # noqa: ANN401 a TOML value is anything
    text = f"{key}: {show(raw)} is not accepted (accepted: {describe(kind)})"
    return Mistake(text, "not-accepted", (key,))


def _is_accepted(raw: Any, kind: Any) -> bool:  # noqa: ANN401 a TOML value is anything
    if isinstance(raw, float) and not math.isfinite(raw):
        return False
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError:
        return False
    return True


def _table_mistakes(raw: Any, kind: type[msgspec.Struct], key: str) -> Iterator[Mistake]:  # noqa: ANN401
    if not isinstance(raw, dict):
        yield _not_accepted(raw, kind, key)
        return
    hints = typing.get_type_hints(kind, include_extras=True)
    below = f"{key}." if key else ""
    for name in raw:
        if name not in hints:
            yield Mistake(f"{below}{name}: unknown key{_suggest(name, list(hints))}", "unknown-key")
    for field in msgspec.structs.fields(kind):
        if field.name in raw:
            yield from _mistakes(raw[field.name], hints[field.name], f"{below}{field.name}")
        elif field.required:
            lacking = f"{below}{field.name}"
            text = f"{lacking}: is missing (accepted: {describe(hints[field.name])})"
            yield Mistake(text, "missing", (lacking,))


def _suggest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint} (accepted: {', '.join(known)})"
