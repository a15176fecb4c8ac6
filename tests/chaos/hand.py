"""Fingers on the real devices: a citizen who takes number after number at the kiosk, a clerk who presses the buttons.

What they do is counted before the device can act on it, so that no device may ever have done more than that.
"""

import random
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from rehearsal import finger
from rehearsal.place import Place
from runtime.stop import Stop
from tests.chaos.reader import newest_note

ANSWER_SECONDS: Final = 6.0
"""So long a citizen looks whether the touch did anything, before the next one; longer than a kiosk stands still."""
GUARD_SECONDS: Final = (0.3, 0.6)
"""A screen must have stood so long before it is touched: longer than the kiosk passes over touches."""
PAUSE_SECONDS: Final = (0.2, 0.8)
"""Between two gestures on the buttons: longer than the lock-out."""
PRESS_SECONDS: Final = (0.06, 0.12)
_WAY: Final = ("Start(", "ChooseDomain(", "ChooseProcedure(", "TakeNumber(", "Done(")
_TAKES: Final = "TakeNumber("
_GIVES_UP: Final = 0.1
"""How often a citizen who is told that no answer comes goes away, at each look."""
_GESTURES: Final = {"press": 6, "double": 2, "hold": 1}


class Citizen:
    """`takes` counts the touches by which the kiosk may have been asked for a number."""

    def __init__(self, place: Place, seed: int, stop: Stop) -> None:
        self.takes = 0
        self._screen = place.screen("kiosk")
        self._chance = random.Random(f"{seed}/citizen")
        self._stop = stop
        self._is_unanswered = False

    def run(self) -> None:
        note = newest_note(self._screen)
        while not self._stop.wait(self._chance.uniform(*GUARD_SECONDS)):
            before, note = note, newest_note(self._screen)
            if note and _is_same(before, note) and (action := self._choose(note)):
                self._touch(note, action)

    def is_at_rest(self) -> bool:
        """Whether no wish of this citizen is on its way."""
        return newest_note(self._screen).get("screen") not in ("Issuing", "Unreachable")

    def _choose(self, note: dict[str, Any]) -> str:
        targets = sorted(action for action in note["targets"] if action.startswith(_WAY))
        if note["screen"] == "Unreachable":
            return "Back()" if self._chance.random() < _GIVES_UP else ""
        return self._chance.choice(targets) if targets else ""

    def _touch(self, note: dict[str, Any], action: str) -> None:
        """A touch that comes after one whose effect was not seen may meet any screen: it may take a number too."""
        left, top, width, height = note["targets"].get(action, (0, 0, 0, 0))
        may_take = action.startswith(_TAKES) or self._is_unanswered
        self.takes += may_take
        try:
            finger.touch(self._screen, left + width // 2, top + height // 2)
        except OSError:
            self.takes -= may_take
            self._stop.wait(GUARD_SECONDS[0])
            return
        deadline = time.monotonic() + ANSWER_SECONDS
        while (is_same := _is_same(note, newest_note(self._screen))) and time.monotonic() < deadline:
            if self._stop.wait(0.02):
                break
        self._is_unanswered = is_same


class Clerk:
    """`closed` counts how often each counter's contact was closed: none of them may do more than one thing."""

    def __init__(self, place: Place, counters: list[int], hold_seconds: float, seed: int, stop: Stop) -> None:
        self.closed: Counter[int] = Counter()
        self._pins = place.pins
        self._counters = counters
        self._hold_seconds = hold_seconds
        self._chance = random.Random(f"{seed}/clerk")
        self._stop = stop

    def run(self) -> None:
        while not self._stop.wait(self._chance.uniform(*PAUSE_SECONDS)):
            counter = self._chance.choice(self._counters)
            gesture = self._chance.choices(list(_GESTURES), list(_GESTURES.values()))[0]
            is_hold = gesture == "hold"
            for _ in range(2 if gesture == "double" else 1):
                self._press(counter, self._hold_seconds + 0.2 if is_hold else self._press_seconds())
                time.sleep(self._press_seconds())

    def _press_seconds(self) -> float:
        return self._chance.uniform(*PRESS_SECONDS)

    def _press(self, counter: int, seconds: float) -> None:
        self.closed[counter] += 1
        try:
            finger.press(self._pins, counter, down=True)
        except OSError:
            self.closed[counter] -= 1
            return
        time.sleep(seconds)
        # The counter process may have been killed under the finger: its next life finds the button up.
        with suppress(OSError):
            finger.press(self._pins, counter, down=False)


@dataclass
class Hands:
    """Those of both, each on a thread of its own, where their device runs."""

    citizen: Citizen | None
    clerk: Clerk | None
    stop_asked: Stop

    def __post_init__(self) -> None:
        people = [person for person in (self.citizen, self.clerk) if person is not None]
        self._threads = [threading.Thread(target=person.run, daemon=True) for person in people]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No touch and no press from now on; safe to do twice, and before `start`."""
        self.stop_asked.ask()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def moves(self, device: str) -> int:
        """How much was asked of a device so far."""
        if device == "kiosk" and self.citizen is not None:
            return self.citizen.takes
        return self.clerk.closed.total() if device == "counter" and self.clerk is not None else 0


def make_hands(
    place: Place, devices: tuple[str, ...], counters: list[int], hold_seconds: float, seed: int
) -> Hands:
    stop = Stop()
    return Hands(
        Citizen(place, seed, stop) if "kiosk" in devices else None,
        Clerk(place, counters, hold_seconds, seed, stop) if "counter" in devices else None,
        stop,
    )


def _is_same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return all(before.get(what) == now.get(what) for what in ("screen", "targets"))
