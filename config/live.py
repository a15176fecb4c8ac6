"""The settings that hold as soon as they change, apart from those that hold from a process's next start.

Live is what changes in a centre's life: names, domains, counters, hours, targets. Where a database, a port or a device
is found is read once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from msgspec.structs import asdict, fields, replace

from config.settings import (
    CounterTable,
    Domain,
    Hours,
    QueueTable,
    Settings,
    Table,
    TargetTable,
)
from config.values import Language, Text

Path = tuple[str, ...]
_OF_CENTER: Final = ("name", "languages", "hours")
_LIVE_TABLES: Final = ("domains", "counters", "queue", "target")
_LIVE_KEYS: Final = {"center": _OF_CENTER, "ticket": ("footer",)}
_COMMA: Final = ", "


class Live(Table, frozen=True):
    """Each field is the key of its name in `[center]` or in the file; `footer` is that of `[ticket]`."""

    name: Text
    languages: list[Language]
    hours: list[Hours]
    domains: list[Domain]
    counters: list[CounterTable]
    queue: QueueTable
    target: TargetTable
    footer: dict[Language, str]


@dataclass(frozen=True)
class Change:
    """One value that differs; null: it is not there. In `path` what has an id goes by it, as `domains`, `ho-tich`."""

    path: Path
    before: str | None
    after: str | None


def live_part(settings: Settings) -> Live:
    return Live(
        **{name: getattr(settings.center, name) for name in _OF_CENTER},
        domains=settings.domains,
        counters=settings.counters,
        queue=settings.queue,
        target=settings.target,
        footer=settings.ticket.footer,
    )


def with_live(settings: Settings, live: Live) -> Settings:
    """`settings` of a process's start with what has changed since."""
    return replace(
        settings,
        center=replace(settings.center, **{name: getattr(live, name) for name in _OF_CENTER}),
        domains=live.domains,
        counters=live.counters,
        queue=live.queue,
        target=live.target,
        ticket=replace(settings.ticket, footer=live.footer),
    )


def with_live_keys(raw: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """A file's content as `tomllib` reads it, with what is live from another file's."""
    found = {**raw}
    for name in _LIVE_TABLES:
        _take(found, other, [name])
    for name, keys in _LIVE_KEYS.items():
        own = {**raw.get(name, {})}
        _take(own, other.get(name, {}), keys)
        if own:
            found[name] = own
        else:
            found.pop(name, None)
    return found


def _take(into: dict[str, Any], source: Mapping[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        into.pop(key, None)
        if key in source:
            into[key] = source[key]


def keys_for_the_next_start(running: Settings, written: Settings) -> list[str]:
    """The keys, such as `coordinator.port`, in which a file differs from what a process was started with."""
    other = with_live(written, live_part(running))
    found: list[str] = []
    for field in fields(Settings):
        before, after = getattr(running, field.name), getattr(other, field.name)
        if before != after:
            ours, theirs = asdict(before), asdict(after)
            found += [f"{field.name}.{key}" for key in ours if ours[key] != theirs[key]]
    return found


def encode_live(live: Live) -> str:
    """As a text that is the same for the same settings."""
    return msgspec.json.encode(live, order="sorted").decode()


def decode_live(text: str) -> Live | None:
    """Null where another version wrote what this one does not know."""
    try:
        return msgspec.json.decode(text, type=Live)
    except msgspec.ValidationError:
        return None


def changes(before: Live, after: Live) -> list[Change]:
    """What differs, in the order of the file; what came or went is one change, by its id."""
    old, new = dict(_values(before)), dict(_values(after))
    gone = [path for path in old if path not in new]
    paths = [path for path in [*new, *gone] if old.get(path) != new.get(path)]
    whole = {path for path in paths if path not in old or path not in new}
    return [
        Change(path, old.get(path), new.get(path))
        for path in paths
        # Of what came or went neither the parts are told nor that the list has it.
        if not any(path[:length] in whole for length in range(2, len(path)))
        and (not _is_order(path) or _in_common(old, new, path) != _in_common(new, old, path))
    ]


def _is_order(path: Path) -> bool:
    """Whether it is the order, seen on the kiosk, of what has values of its own."""
    return path[0] == "domains" and path[-1] in ("domains", "procedures")


def _in_common(these: Mapping[Path, str], those: Mapping[Path, str], path: Path) -> list[str]:
    """Of one side's list what the other side has too."""
    others = those.get(path, "").split(_COMMA)
    return [name for name in these.get(path, "").split(_COMMA) if name in others]


def _values(live: Live) -> Iterator[tuple[Path, str]]:
    yield from _texts(("name",), live.name)
    yield ("languages",), _list(live.languages)
    yield ("hours",), "; ".join(f"{' '.join(one.days)} {one.start}–{one.end}" for one in live.hours)
    yield ("domains",), _list(domain.id for domain in live.domains)
    for domain in live.domains:
        yield from _of_domain(("domains", domain.id), domain)
    for counter in live.counters:
        path = ("counters", str(counter.id))
        yield path, str(counter.id)
        yield (*path, "domains"), _list(counter.domains)
        yield (*path, "overflow"), _list(counter.overflow)
    yield ("queue", "priority_run"), str(live.queue.priority_run)
    for name, value in asdict(live.target).items():
        yield ("target", name), f"{value:g}"
    yield from _texts(("footer",), live.footer)


def _of_domain(path: Path, domain: Domain) -> Iterator[tuple[Path, str]]:
    yield path, domain.id
    yield (*path, "prefix"), domain.prefix
    yield from _texts((*path, "name"), domain.name)
    yield (*path, "icon"), domain.icon
    yield (*path, "service_minutes"), f"{domain.service_minutes:g}"
    yield (*path, "procedures"), _list(procedure.id for procedure in domain.procedures)
    for procedure in domain.procedures:
        own = (*path, "procedures", procedure.id)
        yield own, procedure.id
        yield from _texts((*own, "name"), procedure.name)
        yield (*own, "papers"), _papers(procedure.papers)


def _texts(path: Path, text: Text) -> Iterator[tuple[Path, str]]:
    for language, words in text.items():
        yield (*path, language), words


def _papers(papers: Sequence[Mapping[str, str]]) -> str:
    """Vietnamese first, in whatever order they were written."""
    return "; ".join(
        " / ".join(paper[language] for language in sorted(paper, key=lambda one: (one != "vi", one)))
        for paper in papers
    )


def _list(names: Iterable[str]) -> str:
    return _COMMA.join(names)
