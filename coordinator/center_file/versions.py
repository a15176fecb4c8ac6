"""The versions of the centre's file, kept beside it: whole files that say in their first line who made them and when.

An operator without any page finds them there, and a copy of one over `center.toml` is a way back too.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from config.loading import read_file
from coordinator.center_file.written import write_whole

KEEP: Final = 50
_HEAD: Final = re.compile(r"# motcua: (?P<at>\S+) (?P<who>.*)\r?\n")
_NAME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?")


@dataclass(frozen=True)
class Version:
    """`who` as the audit names actors; `text` as the centre's file had it."""

    name: str
    at: datetime
    who: str
    text: str


class Versions:
    """The last `keep` versions of the file at `place`, in the folder of its name and `.d`."""

    def __init__(self, place: Path, keep: int = KEEP) -> None:
        self._place = place
        self.folder = place.with_name(f"{place.name}.d")
        self._keep = keep

    def all(self) -> list[Version]:
        """The newest first; files of other names, and what cannot be read, are passed over."""
        found = [version for name in self._names() if (version := self.one(name)) is not None]
        return sorted(found, key=lambda version: (version.at, version.name), reverse=True)

    def one(self, name: str) -> Version | None:
        if not _NAME.fullmatch(name):
            return None
        try:
            text = read_file(self._path(name))
        except ValueError:
            return None
        head = _HEAD.match(text)
        if head is None:
            return None
        return Version(name, datetime.fromisoformat(head["at"]), head["who"], text[head.end() :])

    def author_of(self, text: str) -> str:
        """Who made the newest version with this text; empty where none has it."""
        return next((version.who for version in self.all() if version.text == text), "")

    def new_name(self, at: datetime) -> str:
        """One that no version has yet."""
        name, n = f"{at:%Y-%m-%dT%H-%M-%S}", 1
        while self._path(name).exists():
            n += 1
            name = f"{at:%Y-%m-%dT%H-%M-%S}-{n}"
        return name

    def keep(self, name: str, text: str, who: str, at: datetime) -> None:
        """On the disk when it comes back; then the oldest go that are too many. Raises `OSError`."""
        like = self._place.stat()
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o750, exist_ok=True)
        head = f"# motcua: {at.isoformat(timespec='seconds')} {' '.join(who.split())}\n"
        write_whole(self._path(name), head + text, like)
        others = sorted(other for other in self._names() if other != name)
        for old in others[: max(0, len(others) + 1 - self._keep)]:
            self.drop(old)

    def drop(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def is_writable(self) -> bool:
        return not self.folder.exists() or os.access(self.folder, os.W_OK | os.X_OK)

    def _names(self) -> Iterator[str]:
        if self.folder.is_dir():
            yield from (path.stem for path in self.folder.glob("*.toml") if _NAME.fullmatch(path.stem))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.toml"
