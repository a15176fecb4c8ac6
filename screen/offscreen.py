"""A screen without a screen: its frames as a picture file, its touches from a Unix socket.

What the demonstration's page and the tests look at and touch.
"""

import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pygame

from runtime.datagrams import Datagrams
from screen.png import encode_png

FRAME: Final = "frame.png"
FRAME_LOG: Final = "frames.jsonl"
TOUCH_SOCKET: Final = "touch.sock"
LOG_SWITCH: Final = "MOTCUA_FRAME_LOG"

log = logging.getLogger(__name__)


class FrameWriter(threading.Thread):
    """Writes the newest frame to DIR/frame.png, each by an atomic rename, skipping what comes faster."""

    def __init__(self, folder: Path) -> None:
        super().__init__(name="frame-writer", daemon=True)
        self._folder = folder
        self._news = threading.Condition()
        self._frame: pygame.Surface | None = None
        self._closing = False
        self._log = (folder / FRAME_LOG).open("a") if os.environ.get(LOG_SWITCH) == "1" else None

    def offer(self, surface: pygame.Surface, painted_at: float, note: object) -> None:
        """Take a copy of what was just shown at `painted_at` (monotonic seconds)."""
        if self._log is not None:
            self._log.write(json.dumps({"painted_at": painted_at, "note": note}) + "\n")
            self._log.flush()
        frame = surface.copy()
        with self._news:
            self._frame = frame
            self._news.notify()

    def close(self) -> None:
        """Write what is still to be written and end."""
        with self._news:
            self._closing = True
            self._news.notify()
        self.join()
        if self._log is not None:
            self._log.close()

    def run(self) -> None:
        while (frame := self._next()) is not None:
            draft = self._folder / f".{FRAME}.{os.getpid()}"
            draft.write_bytes(encode_png(frame))
            draft.replace(self._folder / FRAME)

    def _next(self) -> pygame.Surface | None:
        with self._news:
            self._news.wait_for(lambda: self._frame is not None or self._closing)
            frame, self._frame = self._frame, None
            return frame


class TouchSocket(Datagrams):
    """Takes datagrams on DIR/touch.sock: `{"x": …, "y": …}`, pixels, is a tap.

    With `"held": true` the finger stays down until `{"released": true}`.
    """

    def __init__(
        self, folder: Path, on_touch: Callable[[int, int], None], on_release: Callable[[], None]
    ) -> None:
        super().__init__(folder / TOUCH_SOCKET, "touch-socket", self._take)
        self._on_touch = on_touch
        self._on_release = on_release

    def _take(self, data: bytes, _sender: str | None) -> None:
        try:
            self._touch(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("a touch that is not understood: %r: %s", data, error)

    def _touch(self, touch: dict[str, object]) -> None:
        if not touch.get("released"):
            self._on_touch(int(str(touch["x"])), int(str(touch["y"])))
        if not touch.get("held"):
            self._on_release()
