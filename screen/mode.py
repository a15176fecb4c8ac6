"""Where a screen draws, as `mode` in the settings says it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FULLSCREEN: Final = "fullscreen"
_WINDOW: Final = re.compile(r"window:(\d{2,5})x(\d{2,5})")
_OFFSCREEN: Final = re.compile(r"offscreen:(.+):(\d{2,5})x(\d{2,5})")

Size = tuple[int, int]


@dataclass(frozen=True)
class Mode:
    """`size` in pixels, null for the whole screen; `folder` is where an off-screen one writes its frames."""

    size: Size | None = None
    folder: Path | None = None


def parse_mode(text: str) -> Mode:
    """Read `fullscreen`, `window:WxH` or `offscreen:DIR:WxH`; `ValueError` names these forms."""
    if text == FULLSCREEN:
        return Mode()
    if match := _WINDOW.fullmatch(text):
        return Mode((int(match[1]), int(match[2])))
    if match := _OFFSCREEN.fullmatch(text):
        return Mode((int(match[2]), int(match[3])), Path(match[1]))
    raise ValueError(f"{text!r}: accepted are fullscreen, window:WxH and offscreen:DIR:WxH")
