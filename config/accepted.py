"""What a key takes, in words that an operator understands, told from its type alone.

The same declaration, in `config.settings` and `config.values`, validates, documents and explains, so the three never
disagree.
"""

import datetime as dt
import re
from typing import Any, Final

from msgspec import inspect

_PLAIN: Final[dict[type[inspect.Type], str]] = {
    inspect.BoolType: "true or false",
    inspect.StrType: "a text in quotes",
    inspect.DictType: '{ vi = "…", en = "…" }: a text by language',
}

_LONGEST_BITS: Final = 64
_LONGEST_SIGNS: Final = 80
_PASSWORD: Final = re.compile(r"(://[^:@/\s]*:)[^@\s]*@")


def describe(kind: Any) -> str:  # noqa: ANN401 a type expression has no type of its own
    """What a value of this type may be: `a whole number, 1 to 999`."""
    return _words(inspect.type_info(kind))


def show(raw: object) -> str:
    """A value as it stands in the file, short enough for one line, without a password that a URL may hold."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, dict):
        return "a table"
    if isinstance(raw, list):
        return "a list"
    if isinstance(raw, dt.time | dt.date):
        return f"{raw} without quotes"
    if isinstance(raw, int) and raw.bit_length() > _LONGEST_BITS:
        # Python refuses to write out thousands of digits, and nobody would read them.
        return "so large a number"
    text = _PASSWORD.sub(r"\1…@", repr(raw))
    return text if len(text) <= _LONGEST_SIGNS else f"{text[:_LONGEST_SIGNS]}…"


def _words(kind: inspect.Type) -> str:
    match kind:
        case inspect.Metadata(type=inner, extra_json_schema=schema):
            words = str((schema or {}).get("description") or _words(inner))
        case inspect.UnionType(types=kinds):
            words = " or ".join(_words(one) for one in kinds if not isinstance(one, inspect.NoneType))
        case inspect.LiteralType(values=values):
            words = " or ".join(repr(value) for value in values)
        case inspect.ListType(item_type=item):
            words = f"a list, each {_words(item)}"
        case inspect.StructType(cls=table):
            words = f"a table with {', '.join(table.__struct_fields__)}"
        case inspect.IntType() | inspect.FloatType():
            words = _number(kind)
        case _:
            words = _PLAIN[type(kind)]
    return words


def _number(kind: inspect.IntType | inspect.FloatType) -> str:
    name = "a whole number" if isinstance(kind, inspect.IntType) else "a number"
    return f"{name}{_bounds(kind)}"


def _bounds(kind: inspect.IntType | inspect.FloatType) -> str:
    if kind.ge is not None and kind.le is not None:
        return f", {kind.ge} to {kind.le}"
    if kind.ge is not None:
        return f", {kind.ge} or more"
    above = f" above {kind.gt}" if kind.gt is not None else ""
    return f"{above}, up to {kind.le}" if kind.le is not None else above
