"""Screens to lay out in tests: any size from 10 to 24 inches, any number of domains, every state."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

import kiosk
from config import Settings, load
from kiosk.layout.metrics import Metrics
from kiosk.pages.phrases import Equipment
from kiosk.sample import sample_screens, sample_state
from kiosk.state import State
from kiosk.terms import Terms
from screen.geometry import Scale
from words import load_words

MM_PER_INCH: Final = 25.4
ROOT: Final = Path(__file__).parents[2]
SETTINGS: Final = load(ROOT / "config" / "hai-chau.toml")
WORDS: Final = load_words(Path(kiosk.__file__).parent / "locale")
LANGUAGES: Final = ("vi", "en")

LONG_NAMES: Final = (
    ("Bảo trợ xã hội – Người có công", "Social protection and persons of merit"),
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "Permits for building single houses"),
    ("Chuyển mục đích sử dụng đất – Nông nghiệp", "Change of land use and agriculture"),
    ("Hộ tịch", "Civil status"),
    ("Đăng ký hộ kinh doanh", "Household business registration"),
)


@dataclass(frozen=True)
class Glass:
    """A screen as one buys it: its diagonal, its sides' ratio, and how it hangs."""

    inches: float
    ratio: float
    height_dots: int
    is_portrait: bool

    def metrics(self, bottom_mm: float = 800.0) -> Metrics:
        long_mm = self.inches * MM_PER_INCH * self.ratio / math.hypot(1, self.ratio)
        long_dots = round(self.height_dots * self.ratio)
        sides = (long_dots, self.height_dots)
        width, height = reversed(sides) if self.is_portrait else sides
        return Metrics(Scale(width, height, long_dots / long_mm), bottom_mm)


def equipment(printer: str | None = "kiosk-1") -> Equipment:
    return Equipment(WORDS, Terms(printer, LANGUAGES), {}, "0.1.0")


def settings_with(count: int) -> Settings:
    """A centre of so many domains with names of all lengths; each third one has procedures."""
    first = SETTINGS.domains[0]
    domains = [
        msgspec.structs.replace(
            first,
            id=f"domain-{i}",
            prefix=chr(ord("A") + i),
            name=dict(zip(LANGUAGES, LONG_NAMES[i % len(LONG_NAMES)], strict=True)),
            procedures=first.procedures if i % 3 == 0 else [],
        )
        for i in range(count)
    ]
    counters = [msgspec.structs.replace(SETTINGS.counters[0], domains=[domain.id for domain in domains])]
    return msgspec.structs.replace(SETTINGS, domains=domains, counters=counters)


def states(settings: Settings = SETTINGS) -> Iterator[tuple[str, State]]:
    """Every screen in every language, by name."""
    for language in LANGUAGES:
        for name, state in sample_screens(replace(sample_state(settings), language=language)):
            yield f"{language}-{name}", state
