"""What no single key can show: ids used twice, counters of domains that do not exist, and their like."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.settings import Settings

_DEVICE = re.compile(
    r"usb|usb:[0-9a-fA-F]{4}:[0-9a-fA-F]{4}|tcp:.+:\d{1,5}|file:.+|serial:.+|virtual:.+",
)
_SCREEN = re.compile(r"fullscreen|window:\d{2,5}x\d{2,5}|offscreen:.+:\d{2,5}x\d{2,5}")
_PINS = re.compile(r"gpio|mock:.+")
_DATABASE = re.compile(r"sqlite:///.+|postgresql(\+psycopg)?://.+")


def find_contradictions(settings: Settings) -> list[str]:
    """One sentence for each contradiction between keys; empty if the settings hold together."""
    return [
        *_repeated("domains: id", (domain.id for domain in settings.domains)),
        *_repeated("domains: prefix", (domain.prefix for domain in settings.domains)),
        *_repeated("counters: id", (counter.id for counter in settings.counters)),
        *_at_least_one(settings),
        *_unknown_domains(settings),
        *_texts_without_vietnamese(settings),
        *_bad_forms(settings),
        *_bad_timezone(settings),
        *_bad_buttons(settings),
        *_bad_board(settings),
    ]


def _repeated(what: str, values: Iterable[object]) -> list[str]:
    return [f"{what}: {value!r} is used {n} times" for value, n in Counter(values).items() if n > 1]


def _at_least_one(settings: Settings) -> list[str]:
    return [
        f"{name}: at least one is needed"
        for name, entries in (("domains", settings.domains), ("counters", settings.counters))
        if not entries
    ]


def _unknown_domains(settings: Settings) -> list[str]:
    known = [domain.id for domain in settings.domains]
    problems = []
    for counter in settings.counters:
        for key in ("domains", "overflow"):
            for name in getattr(counter, key):
                if name not in known:
                    close = difflib.get_close_matches(name, known, n=1)
                    hint = f"; did you mean {close[0]!r}?" if close else ""
                    problems.append(
                        f"counters: counter {counter.id}: {key}: no domain {name!r}{hint}"
                        f" (accepted: {', '.join(known)})",
                    )
    return problems


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


def _bad_forms(settings: Settings) -> list[str]:
    screen_forms = "fullscreen, window:WIDTHxHEIGHT, offscreen:DIR:WIDTHxHEIGHT"
    device_forms = "usb, usb:VVVV:PPPP, tcp:HOST:PORT, file:PATH, serial:DEV, virtual:DIR"
    checks = [
        ("printer.device", settings.printer.device, _DEVICE, device_forms),
        ("kiosk.mode", settings.kiosk.mode, _SCREEN, screen_forms),
        ("display.mode", settings.display.mode, _SCREEN, screen_forms),
        ("counter.pins", settings.counter.pins, _PINS, "gpio, mock:SOCKET"),
        (
            "coordinator.database",
            settings.coordinator.database,
            _DATABASE,
            "sqlite:///PATH, postgresql+psycopg://…",
        ),
    ]
    return [
        f"{key}: {value!r} is not understood (accepted: {forms})"
        for key, value, pattern, forms in checks
        if not pattern.fullmatch(value)
    ]


def _bad_timezone(settings: Settings) -> list[str]:
    try:
        ZoneInfo(settings.center.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return [
            f"center.timezone: no time zone {settings.center.timezone!r} (accepted: as 'Asia/Ho_Chi_Minh')"
        ]
    return []


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
