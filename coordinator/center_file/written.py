"""`center.toml` on the disk: read whole, and replaced whole, so that a power cut leaves the old file or the new one."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.loading import read_file
from coordinator.store.copies import sync

Stamp = tuple[int, int, int] | None
_NEW: Final = ".new"


@dataclass(frozen=True)
class Written:
    """What a file says at one moment."""

    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class CenterFile:
    """`path` may be a link: what it leads to is replaced, the link stays."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def place(self) -> Path:
        """Where the file itself lies."""
        return self.path.resolve()

    def read(self) -> Written:
        """Raises `SettingsError` where it cannot be read."""
        return Written(read_file(self.path))

    def stamp(self) -> Stamp:
        """Another one after each change; costs no reading."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def is_writable(self) -> bool:
        return os.access(self.place.parent, os.W_OK | os.X_OK)

    def replace(self, text: str) -> None:
        """On the disk when it comes back; owner and mode stay. Raises `OSError`, and then nothing is changed."""
        write_whole(self.place, text, self.place.stat())


def write_whole(path: Path, text: str, like: os.stat_result) -> None:
    """Give the file this text, all at once, with the owner and the mode of another."""
    new = path.with_name(f".{path.name}{_NEW}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(new, flags, 0o600), "w", encoding="utf-8", newline="") as file:
            _make_like(file.fileno(), like)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    sync(path.parent)


def _make_like(descriptor: int, like: os.stat_result) -> None:
    """Only root may give a file away; its group anyone may give who is in it."""
    owner = like.st_uid if os.geteuid() == 0 else -1
    with suppress(PermissionError):
        os.fchown(descriptor, owner, like.st_gid)
    os.fchmod(descriptor, like.st_mode & 0o777)
