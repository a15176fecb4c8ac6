"""What is wrong with the buttons, by counter: said in the log, to systemd, and to whoever reports it further."""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from counter.press import STUCK_SECONDS
from runtime.notify import notify
from wire.messages import ButtonCondition

log = logging.getLogger(__name__)

_WORDS: Final[dict[ButtonCondition, str]] = {
    "stuck": f"the button has been down for {STUCK_SECONDS:.0f} s: it is stuck, or something lies on it",
    "missing": "the keypad or the receiver of the button is not plugged in",
    "ok": "the button works again",
}


class ButtonHealth:
    """Belongs to the agent's thread. `counters` are those of the buttons, by position.

    `on_change(counter, condition)` hears of each change, and of every counter once by `tell_all`.
    """

    def __init__(self, counters: Sequence[int], on_change: Callable[[int, ButtonCondition], None]) -> None:
        self._counters = counters
        self._on_change = on_change
        self._stuck: set[int] = set()
        self._missing: set[int] = set()
        self._told: dict[int, ButtonCondition] = {}

    def tell_all(self) -> None:
        """What an earlier run of the agent reported is put right."""
        for counter in dict.fromkeys(self._counters):
            self._told[counter] = self._condition(counter)
            self._on_change(counter, self._told[counter])

    def set_stuck(self, button: int, *, is_stuck: bool) -> None:
        self._set(self._stuck, button, is_in=is_stuck)

    def set_missing(self, button: int, *, is_missing: bool) -> None:
        self._set(self._missing, button, is_in=is_missing)

    def _set(self, which: set[int], button: int, *, is_in: bool) -> None:
        if is_in:
            which.add(button)
        else:
            which.discard(button)
        counter = self._counters[button]
        condition = self._condition(counter)
        if condition != self._told.get(counter, "ok"):
            self._told[counter] = condition
            log.log(
                logging.INFO if condition == "ok" else logging.ERROR,
                "counter %d: %s",
                counter,
                _WORDS[condition],
            )
            notify(f"STATUS={self._status()}")
            self._on_change(counter, condition)

    def _condition(self, counter: int) -> ButtonCondition:
        buttons = {i for i, its_counter in enumerate(self._counters) if its_counter == counter}
        if buttons & self._stuck:
            return "stuck"
        return "missing" if buttons & self._missing else "ok"

    def _status(self) -> str:
        faults = [f"counter {counter}: {told}" for counter, told in self._told.items() if told != "ok"]
        return "; ".join(faults) or "all buttons work"
