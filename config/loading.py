"""From a TOML file to `Settings`, with every mistake named at once: file, key and what is accepted."""

import difflib
import tomllib
import typing
from pathlib import Path
from typing import Any

import msgspec

from config.consistency import find_contradictions
from config.settings import Settings


class SettingsError(ValueError):
    """The configuration is wrong; `problems` holds one sentence for each mistake, ready to print."""

    def __init__(self, source: str, problems: list[str]) -> None:
        self.source = source
        self.problems = problems
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))


def load(path: Path) -> Settings:
    """Read and validate a `center.toml`; `SettingsError` if it can't be read or anything in it is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), [f"cannot be read: {error}"]) from error
    return load_text(text, str(path))


def load_text(text: str, source: str) -> Settings:
    """As `load`, from the text itself; `source` is what messages call it."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(source, [f"is not TOML: {error}"]) from error
    problems = _mistakes(raw, Settings, "")
    if problems:
        raise SettingsError(source, problems)
    settings = msgspec.convert(raw, Settings)
    problems = find_contradictions(settings)
    if problems:
        raise SettingsError(source, problems)
    return settings


def _mistakes(raw: Any, kind: Any, key: str) -> list[str]:  # noqa: ANN401 a TOML value is anything
    """Walk value and type together, so that one mistake does not hide the next."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _table_mistakes(raw, kind, key)
    if typing.get_origin(kind) is list and isinstance(raw, list):
        (item,) = typing.get_args(kind)
        return [m for i, value in enumerate(raw) for m in _mistakes(value, item, f"{key}[{i + 1}]")]
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        return [f"{key}: {error}"]
    return []


def _table_mistakes(raw: Any, kind: type[msgspec.Struct], key: str) -> list[str]:  # noqa: ANN401
    if not isinstance(raw, dict):
        return [f"{key}: expected a table, got {raw!r}"]
    hints = typing.get_type_hints(kind, include_extras=True)
    below = f"{key}." if key else ""
    problems = [
        f"{below}{name}: unknown key{_suggest(name, list(hints))}" for name in raw if name not in hints
    ]
    for field in msgspec.structs.fields(kind):
        if field.name in raw:
            problems += _mistakes(raw[field.name], hints[field.name], f"{below}{field.name}")
        elif field.required:
            problems.append(f"{below}{field.name}: is missing")
    return problems


def _suggest(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"{hint} (accepted: {', '.join(known)})"
