"""What no single key can show: ids used twice, counters of domains that do not exist, and their like."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.keys import KEYS
from config.mistakes import Mistake
from config.settings import Button, Settings
from config.values import Text

_HIGHEST_PORT: Final = 65535
_PORTS: Final = f"a port of 1 to {_HIGHEST_PORT}"


def find_contradictions(settings: Settings) -> list[Mistake]:
    """Every contradiction between keys; empty if the settings hold together."""
    return [
        *_repeated("domains: id", [domain.id for domain in settings.domains], "domains[{}].id"),
        *_repeated("domains: prefix", [domain.prefix for domain in settings.domains], "domains[{}].prefix"),
        *_repeated("counters: id", [counter.id for counter in settings.counters], "counters[{}].id"),
        *_without_a_place(_bad_languages(settings)),
        *_repeated_within(settings),
        *_at_least_one(settings),
        *_unknown_domains(settings),
        *_texts_without_vietnamese(settings),
        *_bad_hours(settings),
        *_without_a_place(_bad_certificate(settings)),
        *_without_a_place(_bad_timezone(settings)),
        *_without_a_place(_bad_workers(settings)),
        *_without_a_place(_bad_addresses(settings)),
        *_without_a_place(_bad_buttons(settings)),
        *_without_a_place(_bad_board(settings)),
    ]


def _without_a_place(texts: Iterable[str]) -> list[Mistake]:
    """What stands in keys that no page offers."""
    return [Mistake(text) for text in texts]


def _repeated(what: str, values: Sequence[object], key: str = "") -> list[Mistake]:
    """`key` is the field of one value, with a place for its number."""
    return [
        Mistake(
            f"{what}: {value!r} is used {n} times",
            "repeated",
            tuple(key.format(i) for i, other in enumerate(values, 1) if other == value and key),
        )
        for value, n in Counter(values).items()
        if n > 1
    ]


def _repeated_within(settings: Settings) -> Iterator[Mistake]:
    for domain in settings.domains:
        ids = [procedure.id for procedure in domain.procedures]
        yield from _repeated(f"domains: {domain.id}: procedures: id", ids)
    for i, counter in enumerate(settings.counters, 1):
        served = [*counter.domains, *counter.overflow]
        what = f"counters: counter {counter.id}: domains and overflow"
        yield from _repeated(what, served, f"counters[{i}].domains")


def _at_least_one(settings: Settings) -> list[Mistake]:
    return [
        Mistake(f"{name}: at least one is needed", "at-least-one", (name,))
        for name, entries in (("domains", settings.domains), ("counters", settings.counters))
        if not entries
    ]


def _unknown_domains(settings: Settings) -> Iterator[Mistake]:
    for i, counter in enumerate(settings.counters, 1):
        for key in ("domains", "overflow"):
            what = f"counters: counter {counter.id}: {key}"
            for text in _unknown(what, getattr(counter, key), settings):
                yield Mistake(text, "unknown-domain", (f"counters[{i}].{key}",))


def _unknown(key: str, names: list[str], settings: Settings) -> Iterator[str]:
    known = [domain.id for domain in settings.domains]
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            yield f"{key}: no domain {name!r}{hint} (accepted: {', '.join(known)})"


def _texts_without_vietnamese(settings: Settings) -> list[Mistake]:
    return [
        Mistake(f"{what}: the Vietnamese text ('vi') is missing", "no-vietnamese", (key,))
        for what, key, text in _all_texts(settings)
        if not text.get("vi", "").strip()
    ]


def _all_texts(settings: Settings) -> Iterator[tuple[str, str, Text]]:
    """Each text that must be there, with its place in words and as a key."""
    yield "center.name", "center.name", settings.center.name
    for d, domain in enumerate(settings.domains, 1):
        what, key = f"domains: {domain.id}", f"domains[{d}]"
        yield f"{what}: name", f"{key}.name", domain.name
        for p, procedure in enumerate(domain.procedures, 1):
            own, below = f"{what}: procedures: {procedure.id}", f"{key}.procedures[{p}]"
            yield f"{own}: name", f"{below}.name", procedure.name
            for i, paper in enumerate(procedure.papers, 1):
                yield f"{own}: papers[{i}]", f"{below}.papers[{i}]", paper


def _bad_languages(settings: Settings) -> Iterator[str]:
    languages = {
        "center": settings.center.languages,
        "printer": settings.printer.languages,
        "kiosk": settings.kiosk.languages,
        "display": settings.display.languages,
    }
    for table, chosen in languages.items():
        yield from (mistake.text for mistake in _repeated(f"{table}.languages", chosen))
        if not chosen:
            yield f"{table}.languages: at least one is needed (accepted: as ['vi', 'en'])"
    if "vi" not in settings.center.languages:
        yield "center.languages: 'vi' must be among them"


def _bad_workers(settings: Settings) -> list[str]:
    table = settings.coordinator
    if table.workers == 1 or not table.database.startswith("sqlite:"):
        return []
    return [f"coordinator.workers: {table.workers} processes need PostgreSQL (accepted on SQLite: 1)"]


def _bad_timezone(settings: Settings) -> list[str]:
    try:
        ZoneInfo(settings.center.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: the name of a folder of zones, such as 'Asia'.
        return [
            f"center.timezone: no time zone {settings.center.timezone!r} (accepted: as 'Asia/Ho_Chi_Minh')"
        ]
    return []


def _bad_hours(settings: Settings) -> list[Mistake]:
    return [
        Mistake(
            f"center.hours[{i}]: start {hours.start} is not before end {hours.end}",
            "not-before-end",
            (f"center.hours[{i}].end",),
        )
        for i, hours in enumerate(settings.center.hours, 1)
        if hours.start >= hours.end
    ]


def _bad_certificate(settings: Settings) -> list[str]:
    keys = ("certificate", "private_key")
    lacking = [key for key in keys if not getattr(settings.coordinator, key)]
    if len(lacking) != 1:
        return []
    return [f"coordinator.{lacking[0]}: is missing; certificate and private_key go together"]


def _bad_addresses(settings: Settings) -> Iterator[str]:
    """An address that no network has would be tried for ever."""
    for key in ("url", "public_url"):
        url = getattr(settings.coordinator, key)
        if url and not _is_reachable(url):
            yield f"coordinator.{key}: {url!r} names no host and port (accepted: 'http://HOST:PORT', {_PORTS})"
    kind, _, address = settings.printer.device.partition(":")
    if kind == "tcp" and not _is_port(int(address.rpartition(":")[2])):
        yield f"printer.device: {address!r} names no port (accepted: 'tcp:HOST:PORT', {_PORTS})"


def _is_reachable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.port is None or _is_port(parts.port))
    except ValueError:
        return False


def _is_port(number: int) -> bool:
    return 1 <= number <= _HIGHEST_PORT


def _bad_buttons(settings: Settings) -> Iterator[str]:
    buttons = settings.counter.buttons
    known = [counter.id for counter in settings.counters]
    for button in buttons:
        if button.counter not in known:
            yield f"counter.buttons: no counter {button.counter} (accepted: {', '.join(map(str, known))})"
        yield from _bad_contact(button)
    pins = [pin for button in buttons for pin in (button.gpio, button.lamp) if pin is not None]
    for what, taken in (("gpio or lamp", pins), ("keyboard and key", list(_keys_taken(buttons)))):
        yield from (mistake.text for mistake in _repeated(f"counter.buttons: {what}", taken))


def _bad_contact(button: Button) -> Iterator[str]:
    """A button is a pin or a key, one of the two."""
    where = f"counter.buttons: counter {button.counter}"
    if (button.gpio is None) == (not button.keyboard):
        yield f"{where}: needs either gpio or keyboard (accepted: one of the two)"
    if button.key and not button.keyboard:
        yield f"{where}: key: is of no use without keyboard"
    if button.key and button.key not in KEYS:
        close = difflib.get_close_matches(button.key, KEYS, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        yield f"{where}: key: no key {button.key!r}{hint} (accepted: {', '.join(KEYS)})"


def _keys_taken(buttons: list[Button]) -> Iterator[tuple[str, str]]:
    """What each button takes of a keyboard; one that takes every key takes those of the others too."""
    whole = {button.keyboard for button in buttons if button.keyboard and not button.key}
    for button in buttons:
        if button.keyboard:
            yield (button.keyboard, "" if button.keyboard in whole else button.key)


def _bad_board(settings: Settings) -> list[str]:
    known: dict[str, list[str | int]] = {
        "domains": [domain.id for domain in settings.domains],
        "counters": [counter.id for counter in settings.counters],
    }
    return [
        f"display.{key}: there is no {value!r} (accepted: {', '.join(map(str, accepted))})"
        for key, accepted in known.items()
        for value in getattr(settings.display, key)
        if value not in accepted
    ]
