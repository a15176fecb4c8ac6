"""Fingers on the real devices: a citizen who takes number after number at the kiosk, a clerk who presses the buttons.

What they do is counted before the device can act on it, so that no device may ever have done more than that.
"""

import random
import threading
import time
from contextlib import suppress
from typing import Any, Final

from counter.sender import ANSWER_SECONDS as PRESS_ANSWER_SECONDS
from counter.sender import GIVE_UP_SECONDS
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
PRESS_LASTS_SECONDS: Final = GIVE_UP_SECONDS + PRESS_ANSWER_SECONDS + 0.5
"""Later nothing of a press is on its way."""
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
    """One at a counter. `closed` counts how often its contact was closed: none of them may do more than one thing."""

    def __init__(self, place: Place, counter: int, hold_seconds: float, seed: int, stop: Stop) -> None:
        self.counter = counter
        self.closed = 0
        self._pins = place.pins
        self._hold_seconds = hold_seconds
        self._chance = random.Random(f"{seed}/clerk {counter}")
        self._stop = stop

    def run(self) -> None:
        while not self._stop.wait(self._chance.uniform(*PAUSE_SECONDS)):
            gesture = self._chance.choices(list(_GESTURES), list(_GESTURES.values()))[0]
            is_hold = gesture == "hold"
            for _ in range(2 if gesture == "double" else 1):
                self._press(self._hold_seconds + 0.2 if is_hold else self._press_seconds())
                time.sleep(self._press_seconds())

    def _press_seconds(self) -> float:
        return self._chance.uniform(*PRESS_SECONDS)

    def _press(self, seconds: float) -> None:
        self.closed += 1
        try:
            finger.press(self._pins, self.counter, down=True)
        except OSError:
            self.closed -= 1
            return
        time.sleep(seconds)
        # The counter process may have been killed under the finger: its next life finds the button up.
        with suppress(OSError):
            finger.press(self._pins, self.counter, down=False)


class Hands:
    """Those of a citizen at the kiosk and of a clerk at each counter, where their device runs."""

    def __init__(self, citizen: Citizen | None, clerks: list[Clerk], stop: Stop) -> None:
        self.citizen = citizen
        self.clerks = clerks
        self._stop = stop
        self._stopped_at = 0.0
        work = [*([citizen.run] if citizen else []), *(clerk.run for clerk in clerks)]
        self._threads = [threading.Thread(target=run, daemon=True) for run in work]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No touch and no press from now on; safe to do twice, and before `start`."""
        self.let_go()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        self._stopped_at = time.monotonic()

    def let_go(self) -> None:
        """The same without waiting: a finger may be held up by a process that stands still."""
        self._stop.ask()

    def is_at_rest(self) -> bool:
        """Whether nothing of what they asked for can be on its way any more, once they were stopped."""
        is_pressed = bool(self.clerks) and time.monotonic() - self._stopped_at < PRESS_LASTS_SECONDS
        return not is_pressed and (self.citizen is None or self.citizen.is_at_rest())

    def moves(self, device: str) -> int:
        """How much was asked of a device so far."""
        if device == "kiosk" and self.citizen is not None:
            return self.citizen.takes
        return sum(clerk.closed for clerk in self.clerks) if device == "counter" else 0


def make_hands(
    place: Place, devices: tuple[str, ...], counters: list[int], hold_seconds: float, seed: int
) -> Hands:
    stop = Stop()
    citizen = Citizen(place, seed, stop) if "kiosk" in devices else None
    pressed = counters if "counter" in devices else []
    return Hands(citizen, [Clerk(place, counter, hold_seconds, seed, stop) for counter in pressed], stop)


def _is_same(before: dict[str, Any], now: dict[str, Any]) -> bool:
    return all(before.get(what) == now.get(what) for what in ("screen", "targets"))
