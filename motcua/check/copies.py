"""The copies' part of the check: is there a young one, on something else than this machine's card?

A centre whose card dies has what was copied, and nothing else; so what keeps a night from being copied is a fault of
today, not of the day on which the copy is wanted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from config import Settings
from coordinator.copies_watch import copies_watch
from coordinator.copy_health import CopyHealth
from motcua.check.finding import Finding, fault, note
from runtime.clock import Clock

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def check_copies(settings: Settings, clock: Clock, config: Path, data: Path | None) -> Iterator[Finding]:
    found = copies_watch(settings, config, data, clock).look()
    if not found:
        yield note("copies.none")
    yield from map(finding_of, found)


def finding_of(one: CopyHealth) -> Finding:
    seconds = one.seconds or 0
    days, hours = seconds // _DAY, seconds // _HOUR
    match one.condition:
        case "well" if one.is_on_stick:
            return note("copies.well-on-stick", hours=hours)
        case "well":
            return note("copies.well", hours=hours)
        case "due":
            return note("copies.due")
        case "never":
            return fault("copies.never")
        case "old":
            return fault("copies.old", days=days)
        case "failed":
            return fault("copies.failed", folder=one.folder, problem=one.problem)
        case "full":
            return fault("copies.full", folder=one.folder)
    return _of_the_stick(one, days)


def _of_the_stick(one: CopyHealth, days: int) -> Finding:
    match one.condition:
        case "stick-full":
            return fault("copies.stick-full")
        case "stick-failed":
            return fault("copies.stick-failed", problem=one.problem)
        case "stick-missing":
            return fault("copies.stick-missing", days=days)
        case "stick-never":
            return fault("copies.stick-never")
    return fault("copies.unreadable", folder=one.folder, problem=one.problem)
