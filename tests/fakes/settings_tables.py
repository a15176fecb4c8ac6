"""Every table that `center.toml` may have, found in the settings' types: new ones are covered by themselves."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import inspect

from config.settings import Settings


def _tables(kind: type[msgspec.Struct], key: str = "") -> Iterator[tuple[str, type[msgspec.Struct]]]:
    for field in inspect.type_info(kind).fields:  # type: ignore[attr-defined] # it is a struct's
        inner, name = field.type, f"{key}.{field.name}".lstrip(".")
        is_list = isinstance(inner, inspect.ListType)
        inner = inner.item_type if is_list else inner
        if isinstance(inner, inspect.StructType):
            yield f"[[{name}]]" if is_list else f"[{name}]", inner.cls
            yield from _tables(inner.cls, name)


TABLES: Final[dict[str, type[msgspec.Struct]]] = dict(_tables(Settings))
"""By heading, such as `[printer]` or `[[counters]]`."""

_ALL: Final[list[type[msgspec.Struct]]] = [Settings, *TABLES.values()]
KEYS: Final = sorted({key for table in _ALL for key in table.__struct_fields__})
