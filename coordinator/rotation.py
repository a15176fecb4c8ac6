"""Copies kept by the day: one a day in a folder, and the oldest taken away once there are more than are wanted.

How many, not how old: a clock that stands in the wrong year must not make every copy too old at once.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

KEEP: Final = 14
# A copy that a power cut broke off lies about under the name that it was made under.
_BROKEN_OFF: Final = "*.part*"
_STILL_BEING_MADE: Final = timedelta(hours=1)
_NAME: Final = re.compile(r"motcua-[0-9]{4}-[0-9]{2}-[0-9]{2}\.db")


def name_of(day: date) -> str:
    return f"motcua-{day:%Y-%m-%d}.db"


def surplus(names: Iterable[str], keep: int) -> list[str]:
    """The names of copies beyond the newest `keep`; files of other names are nobody's to take away."""
    ours = sorted(name for name in names if _NAME.fullmatch(name))
    return ours[: max(0, len(ours) - keep)]


def clear_away(folder: Path, keep: int, now: float) -> list[Path]:
    """Remove what is not wanted any more; gives it. `now` is in seconds since the epoch."""
    gone = [folder / name for name in surplus((path.name for path in folder.iterdir()), keep)]
    old = _STILL_BEING_MADE.total_seconds()
    gone += [part for part in folder.glob(_BROKEN_OFF) if abs(now - part.stat().st_mtime) > old]
    for path in gone:
        path.unlink()
    return gone
