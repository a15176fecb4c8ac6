"""From a file's text and what it is to mean to a text that means it, changed as little as can be.

Comments, order and spacing of what stays are kept: an operator finds the own file again. What comes out is read once
more, so that a text which does not mean exactly what was wanted is never handed on.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, InlineTable, Item, Table, Whitespace

Wanted = Mapping[str, Any]
_WITH_HEADINGS: Final = frozenset({"hours", "domains", "procedures", "counters"})
"""Lists whose entries each stand under a heading of their own, `[[domains]]`; others stand on one line."""
_KEY: Final = "id"
Tail = list[Item]


class CannotRewrite(ValueError):
    """The text is written in a way that this module cannot change; by hand it can be."""


def rewrite(text: str, wanted: Wanted) -> str:
    """The text changed so that it means `wanted`, as `tomllib` would read it. Raises `CannotRewrite`."""
    try:
        document = tomlkit.parse(text)
        _merge(document, wanted)
        written = tomlkit.dumps(document)
        means: Wanted = tomllib.loads(written)
    except (TOMLKitError, ValueError, TypeError) as error:
        raise CannotRewrite(str(error)) from error
    if means != wanted:
        raise CannotRewrite("the changed text would not mean what was wanted")
    return written


def _merge(table: Any, wanted: Wanted) -> None:  # noqa: ANN401 a document, a table or an inline table
    tail = _cut_tail(table)
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        old = table.get(key)
        if old is None:
            _add(table, key, value)
        elif _plain(old) != value:
            _change(table, key, old, value)
    _put_tail(table, tail)


def _add(table: Any, key: str, value: Any) -> None:  # noqa: ANN401 see above
    if isinstance(table, TOMLDocument) and isinstance(value, Mapping):
        if table.body:
            _put_tail(table, [Whitespace("\n")])
        table[key] = _made_table(value)
    else:
        table[key] = _made(key, value)


def _change(table: Any, key: str, old: Any, value: Any) -> None:  # noqa: ANN401 see above
    is_shorter = isinstance(old, InlineTable) and any(part not in value for part in old)
    if isinstance(value, Mapping) and isinstance(old, Mapping) and not is_shorter:
        _merge(old, value)
    elif isinstance(old, AoT) and value:
        _arrange(old, value)
    else:
        table[key] = _made(key, value)


def _arrange(tables: AoT, wanted: Sequence[Wanted]) -> None:
    """Each entry takes along the comments that stand before it; those behind the last one stay behind the last one."""
    entries = list(tables)
    leads = dict(zip(map(id, entries[1:]), map(_cut_tail, entries), strict=False))
    tail = _cut_tail(entries[-1])
    kept = _matched(entries, wanted)
    while tables:
        tables.pop()
    for place, (own, one) in enumerate(zip(kept, wanted, strict=True)):
        if own is None:
            entry = _made_table(one)
        else:
            entry = own
            _merge(entry, one)
        if place:
            _put_tail(tables[-1], leads.get(id(entry)) or [Whitespace("\n")])
        tables.append(entry)
    _put_tail(tables[-1], tail)


def _matched(entries: Sequence[Table], wanted: Sequence[Wanted]) -> list[Table | None]:
    """The entry that each wanted one was: by its id, else by its place."""
    if not all(_KEY in one for one in wanted):
        return [entries[place] if place < len(entries) else None for place in range(len(wanted))]
    by_id = {_plain(entry.get(_KEY)): entry for entry in entries}
    return [by_id.pop(one[_KEY], None) for one in wanted]


def _cut_tail(table: Any) -> Tail:  # noqa: ANN401 see above
    """Take away what is of the next table: the comments behind the last value, from the first blank line on."""
    body = _last_body(table)
    start = len(body)
    while start and body[start - 1][0] is None:
        start -= 1
    while start < len(body) and not isinstance(body[start][1], Whitespace):
        start += 1
    tail = [item for _, item in body[start:]]
    del body[start:]
    return tail


def _put_tail(table: Any, tail: Iterable[Item]) -> None:  # noqa: ANN401 see above
    _last_body(table).extend((None, item) for item in tail)


def _last_body(table: Any) -> list[tuple[Any, Item]]:  # noqa: ANN401 see above
    """The innermost list that a table's text ends with; none of a table on one line."""
    if isinstance(table, InlineTable):
        return []
    body: list[tuple[Any, Item]] = table.body if isinstance(table, Container) else table.value.body
    last = body[-1][1] if body else None
    if isinstance(last, AoT) and last:
        return _last_body(last[-1])
    if isinstance(last, Table):
        return _last_body(last)
    return body


def _made(key: str, value: Any) -> Any:  # noqa: ANN401 see above
    if isinstance(value, Mapping):
        return _made_inline(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _made_list(key, value)
    return value


def _made_list(key: str, values: Sequence[Any]) -> Item:
    if key in _WITH_HEADINGS and values and isinstance(values[0], Mapping):
        tables = tomlkit.aot()
        for value in values:
            tables.append(_made_table(value))
        return tables
    array = tomlkit.array()
    array.extend(_made(key, value) for value in values)
    if values and isinstance(values[0], Mapping):
        array.multiline(True)
    return array


def _made_table(value: Wanted) -> Table:
    table = tomlkit.table()
    for key, part in value.items():
        table[key] = _made(key, part)
    return table


def _made_inline(value: Wanted) -> Item:
    """With the blanks that the examples have, which an inline table that is built lacks."""
    parts = [
        f"{tomlkit.key(key).as_string()} = {tomlkit.item(part).as_string()}" for key, part in value.items()
    ]
    return tomlkit.value(f"{{ {', '.join(parts)} }}" if parts else "{}")


def _plain(value: Any) -> Any:  # noqa: ANN401 see above
    return value.unwrap() if isinstance(value, Item | Container) else value
