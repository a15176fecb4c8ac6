"""What a press does at its counter, by the settings. Pure.

Where a double press begins with what a single one does anyway, the first press acts at once and the second only
completes it: `next` becomes `no-show-next` by saying of the ticket just finished that nobody had come, and `undo`
takes back the call just made. Any other pair waits until it is certain that no second press comes.
"""

from dataclasses import dataclass
from typing import Final

from config.settings import Button, CounterAgentTable
from config.values import Gesture
from counter.press import Press, Timing

COMPLETED_BY_DOUBLE: Final[frozenset[tuple[Gesture, Gesture]]] = frozenset(
    {("next", "no-show-next"), ("next", "undo")}
)


@dataclass(frozen=True)
class Deed:
    """`completes`: it belongs to the press just before and is nothing without it."""

    gesture: Gesture
    completes: bool = False


@dataclass(frozen=True)
class Gestures:
    press: Gesture
    hold: Gesture
    double: Gesture

    @property
    def is_prompt(self) -> bool:
        return (self.press, self.double) in COMPLETED_BY_DOUBLE

    def deed(self, press: Press) -> Deed | None:
        """What this press asks for; null where that is nothing."""
        gestures = {Press.SHORT: self.press, Press.HOLD: self.hold, Press.DOUBLE: self.double}
        gesture = gestures.get(press, "off")
        if gesture == "off":
            return None
        return Deed(gesture, completes=press is Press.DOUBLE and self.is_prompt)


def gestures_of(button: Button, table: CounterAgentTable) -> Gestures:
    """The button's own where it has them, else the table's."""
    return Gestures(
        press=button.press or table.press,
        hold=button.hold or table.hold,
        double=button.double or table.double,
    )


def timing_of(button: Button, table: CounterAgentTable) -> Timing:
    """A keyboard has debounced its keys itself, and some send press and release in the same millisecond."""
    gestures = gestures_of(button, table)
    return Timing(
        settle_seconds=table.settle_ms / 1000 if button.gpio is not None else 0.0,
        hold_seconds=table.hold_seconds,
        lockout_seconds=table.lockout_seconds,
        double_seconds=0.0 if gestures.double == "off" else table.double_seconds,
        is_prompt=gestures.is_prompt,
    )
