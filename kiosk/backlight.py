"""The screen's back light by the hour, through the kernel's files (Documentation/ABI/stable/sysfs-class-backlight).

A machine without a clock of its own shows the usual level until it knows the time.
"""

import logging
import threading
from datetime import time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config.settings import BrightnessTable
from runtime.clock import Clock
from runtime.spans import is_within
from runtime.stop import Stop

LOOK_SECONDS: Final = 20.0

log = logging.getLogger(__name__)


class NoBacklight(OSError):
    """The folder holds no back light that can be set; the message says what is missing."""


class Backlight:
    """One back light. Raises `NoBacklight`."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "brightness"
        self._set: int | None = None
        try:
            self._most = int((folder / "max_brightness").read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise NoBacklight(f"{folder}: no back light: {error}") from error

    def set(self, level: float) -> None:
        """Set a share of the greatest brightness; written only when it changes."""
        value = round(level * self._most)
        if value == self._set:
            return
        try:
            self._file.write_text(f"{value}\n", encoding="ascii")
        except OSError as error:
            raise NoBacklight(f"{self._file}: cannot be set: {error}") from error
        self._set = value
        log.info("brightness %d of %d", value, self._most)


def level_at(table: BrightnessTable, clock: time) -> float:
    """The first span that holds `clock` (local time) decides."""
    spans = (span.level for span in table.schedule if is_within(clock, span.start, span.end))
    return next(spans, table.level)


class Dimmer(threading.Thread):
    """Keeps the back light as the schedule says; tells a fault once and goes on trying."""

    def __init__(
        self, backlight: Backlight, table: BrightnessTable, zone: ZoneInfo, clock: Clock, stop: Stop
    ) -> None:
        super().__init__(name="dimmer", daemon=True)
        self._backlight = backlight
        self._table = table
        self._zone = zone
        self._clock = clock
        self._stop_asked = stop
        self._fault = ""

    def run(self) -> None:
        while not self._stop_asked.is_asked():
            self.adjust()
            self._stop_asked.wait(LOOK_SECONDS)

    def adjust(self) -> None:
        """Set the level of this moment."""
        is_known = self._clock.is_synchronised()
        local = self._clock.now().astimezone(self._zone).time()
        fault = ""
        try:
            self._backlight.set(level_at(self._table, local) if is_known else self._table.level)
        except NoBacklight as error:
            fault = str(error)
        if fault and fault != self._fault:
            log.warning("%s", fault)
        self._fault = fault
