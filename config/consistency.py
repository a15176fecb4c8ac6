"""What no single key can show: ids used twice, counters of domains that do not exist, and their like."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.settings import Settings


def find_contradictions(settings: Settings) -> list[str]:
    """One sentence for each contradiction between keys; empty if the settings hold together."""
    return [
        *_repeated("domains: id", (domain.id for domain in settings.domains)),
        *_repeated("domains: prefix", (domain.prefix for domain in settings.domains)),
        *_repeated("counters: id", (counter.id for counter in settings.counters)),
        *_repeated("center.languages", settings.center.languages),
        *_repeated_within(settings),
        *_at_least_one(settings),
        *_unknown_domains(settings),
        *_texts_without_vietnamese(settings),
        *_bad_hours(settings),
        *_bad_certificate(settings),
        *_bad_timezone(settings),
        *_bad_buttons(settings),
        *_bad_board(settings),
    ]


def _repeated(what: str, values: Iterable[object]) -> list[str]:
    return [f"{what}: {value!r} is used {n} times" for value, n in Counter(values).items() if n > 1]


def _repeated_within(settings: Settings) -> Iterator[str]:
    for domain in settings.domains:
        ids = (procedure.id for procedure in domain.procedures)
        yield from _repeated(f"domains: {domain.id}: procedures: id", ids)
    for counter in settings.counters:
        served = [*counter.domains, *counter.overflow]
        yield from _repeated(f"counters: counter {counter.id}: domains and overflow", served)


def _at_least_one(settings: Settings) -> list[str]:
    return [
        f"{name}: at least one is needed"
        for name, entries in (("domains", settings.domains), ("counters", settings.counters))
        if not entries
    ]


def _unknown_domains(settings: Settings) -> Iterator[str]:
    for counter in settings.counters:
        for key in ("domains", "overflow"):
            yield from _unknown(f"counters: counter {counter.id}: {key}", getattr(counter, key), settings)


def _unknown(key: str, names: list[str], settings: Settings) -> Iterator[str]:
    known = [domain.id for domain in settings.domains]
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            yield f"{key}: no domain {name!r}{hint} (accepted: {', '.join(known)})"


def _texts_without_vietnamese(settings: Settings) -> list[str]:
    texts = {"center.name": settings.center.name}
    for domain in settings.domains:
        texts[f"domains: {domain.id}: name"] = domain.name
        for procedure in domain.procedures:
            texts[f"domains: {domain.id}: procedures: {procedure.id}: name"] = procedure.name
            for i, paper in enumerate(procedure.papers, 1):
                texts[f"domains: {domain.id}: procedures: {procedure.id}: papers[{i}]"] = paper
    problems = [
        f"{key}: the Vietnamese text ('vi') is missing" for key, text in texts.items() if not text.get("vi")
    ]
    if "vi" not in settings.center.languages:
        problems.append("center.languages: 'vi' must be among them")
    return problems


def _bad_timezone(settings: Settings) -> list[str]:
    try:
        ZoneInfo(settings.center.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: the name of a folder of zones, such as 'Asia'.
        return [
            f"center.timezone: no time zone {settings.center.timezone!r} (accepted: as 'Asia/Ho_Chi_Minh')"
        ]
    return []


def _bad_hours(settings: Settings) -> list[str]:
    return [
        f"center.hours[{i}]: start {hours.start} is not before end {hours.end}"
        for i, hours in enumerate(settings.center.hours, 1)
        if hours.start >= hours.end
    ]


def _bad_certificate(settings: Settings) -> list[str]:
    keys = ("certificate", "private_key")
    lacking = [key for key in keys if not getattr(settings.coordinator, key)]
    if len(lacking) != 1:
        return []
    return [f"coordinator.{lacking[0]}: is missing; certificate and private_key go together"]


def _bad_buttons(settings: Settings) -> list[str]:
    buttons = settings.counter.buttons
    known = [counter.id for counter in settings.counters]
    pins = [button.gpio for button in buttons] + [b.lamp for b in buttons if b.lamp is not None]
    return [
        *(
            f"counter.buttons: no counter {button.counter} (accepted: {', '.join(map(str, known))})"
            for button in buttons
            if button.counter not in known
        ),
        *_repeated("counter.buttons: gpio or lamp", pins),
    ]


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
