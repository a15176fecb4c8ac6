"""The traces that a day leaves in files: printed papers and painted frames."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from PIL import Image


class BadPaper(ValueError):
    """A printed picture cannot be read, or shows nothing."""


def read_papers(folder: Path) -> list[str]:
    """A digest of each printed picture's dots; raises `BadPaper`.

    Every ticket carries its number and a link of its own, so that no two pictures may be alike.
    """
    if orphans := {path.stem for path in folder.glob("*.bin")} ^ {path.stem for path in folder.glob("*.png")}:
        raise BadPaper(f"bytes without picture or picture without bytes: {', '.join(sorted(orphans))}")
    return [_digest(path) for path in sorted(folder.glob("*.png"))]


def read_painted_calls(frame_log: Path) -> frozenset[int]:
    """The `seq` of every call that any frame of the board showed."""
    return calls_in_frames(frame_log.read_text(encoding="utf-8").splitlines())


def calls_in_frames(lines: Iterable[str]) -> frozenset[int]:
    """The same for some lines of the log."""
    return frozenset(seq for line in lines for seq in json.loads(line)["note"]["calls"])


def _digest(path: Path) -> str:
    try:
        with Image.open(path) as image:
            dots = image.convert("1")
    except OSError as error:
        raise BadPaper(f"{path}: {error}") from error
    if dots.getextrema() == (255, 255):
        raise BadPaper(f"{path} is blank")
    return hashlib.sha256(repr(dots.size).encode() + dots.tobytes()).hexdigest()
