"""A counter's button and its lamp as the agent sees them, whatever they are wired to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from counter.press import Timing

OnEdge = Callable[[float, bool], None]
"""Called with monotonic seconds and whether the button is down from then on."""


class CallButton(Protocol):
    """A button. Its edges go to the listener as they come; bounce and noise are in them."""

    def is_pressed(self) -> bool: ...

    def listen(self, on_edge: OnEdge) -> None:
        """From now on; called on a thread of the device's, so it must hand over and return."""

    def close(self) -> None: ...


class Lamp(Protocol):
    def light(self, *, lit: bool) -> None: ...

    def close(self) -> None:
        """Leave it dark."""


@dataclass(frozen=True)
class WiredButton:
    """A button at its counter, and how its edges are to be read."""

    counter: int
    button: CallButton
    timing: Timing
