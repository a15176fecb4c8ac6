"""The clock's part of the check. A Pi has none of its own: after a power cut it may stand in the past."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config import Settings
from motcua.check.database import sqlite_path
from motcua.check.finding import Finding, fault, note
from runtime.clock import Clock

_TOLERATED_SECONDS: Final = 120


def check_clock(settings: Settings, clock: Clock, data: Path | None) -> Iterator[Finding]:
    """A clock that stands before this program was installed, or before the database was last written, is wrong.

    One that nothing steers may be right: whether a person has set it nothing here can know, so it is a note for good.
    """
    database = sqlite_path(settings, data)
    written = [Path(__file__)]
    if database is not None:
        written += [database, database.with_name(f"{database.name}-wal")]
    zone = ZoneInfo(settings.center.timezone)
    now = clock.now().astimezone(zone)
    then, path = max((_changed(path, zone), path) for path in written if path.exists())
    if (then - now).total_seconds() > _TOLERATED_SECONDS:
        yield fault("clock.past", now=f"{now:%d/%m/%Y %H:%M}", then=f"{then:%d/%m/%Y %H:%M}", path=path)
    elif not clock.is_synchronised():
        yield note("clock.free", now=f"{now:%d/%m/%Y %H:%M}")


def _changed(path: Path, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, zone)
