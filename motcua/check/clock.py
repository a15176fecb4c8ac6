"""The clock's part of the check. A Pi has none of its own: after a power cut it may stand in the past."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from config import Settings
from motcua.check.database import sqlite_path
from motcua.check.finding import Finding, fault
from runtime.clock import Clock

_TOLERATED_SECONDS: Final = 120


def check_clock(settings: Settings, clock: Clock, data: Path | None) -> Iterator[Finding]:
    """A clock that stands before this program was installed, or before the database was last written, is wrong."""
    database = sqlite_path(settings, data)
    written = [Path(__file__)]
    if database is not None:
        written += [database, database.with_name(f"{database.name}-wal")]
    now = clock.now()
    newest = max((_changed(path), path) for path in written if path.exists())
    if (newest[0] - now).total_seconds() > _TOLERATED_SECONDS:
        yield fault(
            "clock.past", now=f"{now:%d/%m/%Y %H:%M}", then=f"{newest[0]:%d/%m/%Y %H:%M}", path=newest[1]
        )


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
