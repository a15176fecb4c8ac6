"""Keys 1 to 9 of a window as the counters' buttons: the windows send digits, these fingers press."""

import json
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from runtime.datagrams import Datagrams

PRESS_SECONDS: Final = 0.12
"""Long enough for a contact to settle, far shorter than a hold."""

log = logging.getLogger(__name__)


class KeySocket(Datagrams):
    """Takes `{"key": "3"}` datagrams; the third counter's button goes down and up by `press(counter, down)`."""

    def __init__(self, path: Path, press: Callable[[int, bool], None], counters: Sequence[int]) -> None:
        super().__init__(path, "keys", self._take)
        self._press = press
        self._counters = counters

    def _take(self, data: bytes, _sender: str | None) -> None:
        try:
            self._push(int(json.loads(data)["key"]))
        except (ValueError, KeyError, TypeError) as error:
            log.warning("a key that is not understood: %r: %s", data, error)
        except OSError as error:
            log.warning("nobody reads the buttons: %s", error)

    def _push(self, key: int) -> None:
        if not 1 <= key <= len(self._counters):
            return
        counter = self._counters[key - 1]
        self._press(counter, True)
        time.sleep(PRESS_SECONDS)
        self._press(counter, False)
