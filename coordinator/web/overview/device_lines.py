"""Devices as a person is told of them: which one, how it is, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from coordinator.web.overview.health import Grade, Health
from words import Catalogue

_SILENCES: Final = ("silent", "never")
_MINUTES_TOLD: Final = 120
"""A longer time is told in hours."""
_HOURS_TOLD: Final = 48
"""And a longer one than this in days."""
_OF_THE_STICK: Final = ("copies-stick-failed", "copies-stick-missing", "copies-stick-never")


@dataclass(frozen=True)
class DeviceLine:
    """`mend` is empty where there is nothing to do. The copies' line stands among the devices, and is none of them."""

    title: str
    state: str
    mend: str
    grade: Grade
    is_device: bool = True


def device_lines(
    found: Iterable[Health], version: str, texts: Catalogue, *, are_named: bool
) -> list[DeviceLine]:
    """In their order; `version` is the coordinator's own. Tokens' names are shown only where `are_named`."""
    return [
        DeviceLine(
            title=texts(f"device.kind.{one.kind}", name=one.name if are_named else one.place),
            state=_state(one, version, texts),
            mend=_mend(one, texts),
            grade=one.grade,
            is_device=one.kind != "copies",
        )
        for one in found
    ]


def _state(one: Health, version: str, texts: Catalogue) -> str:
    time, theirs = _duration(one.seconds, texts), one.version
    return texts(f"device.is.{one.condition}", time=time, version=theirs, own=version)


def _duration(seconds: int, texts: Catalogue) -> str:
    minutes = seconds // 60
    if minutes < _MINUTES_TOLD:
        return texts("overview.minutes", n=minutes)
    hours = minutes // 60
    return texts("overview.hours", n=hours) if hours < _HOURS_TOLD else texts("overview.days", n=hours // 24)


def _mend(one: Health, texts: Catalogue) -> str:
    """Who is silent is looked for where it stands, and why nothing is copied at the machine; all else has one remedy
    each.
    """
    if one.grade not in ("bad", "warn"):
        return ""
    if one.condition in _OF_THE_STICK:
        return texts("device.do.copies-stick")
    is_looked_for = one.condition in _SILENCES or (one.kind == "copies" and one.grade == "bad")
    return texts(f"device.do.{one.kind if is_looked_for else one.condition}")
