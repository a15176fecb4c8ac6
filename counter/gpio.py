"""Buttons and lamps on the Pi's pins, through gpiozero; the one module that knows it.

Pins are taken raw: edges with time stamps go up as they come, for gpiozero's `bounce_time` drops edges on
some back ends (gpiozero#1039) and its `when_held` needs a thread a button. Which back end runs is said by
the settings and never guessed.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from gpiozero import GPIOZeroError
from gpiozero.pins import Factory, Pin
from gpiozero.pins.mock import MockFactory, MockPin

from config.settings import Button
from counter.button import OnEdge

CLOSE_STAMP_SECONDS: Final = 1.0
_PULLS: Final = {"up": "up", "down": "down", "none": "floating"}


class PinsError(RuntimeError):
    """The pins cannot be had; the message says why and what mends it."""


class GpioCallButton:
    """`pull`: the Pi's resistor at the pin, `up`, `down` or `none`; `auto` holds an open contact at not pressed."""

    def __init__(self, factory: Factory, gpio: int, *, active_low: bool, pull: str = "auto") -> None:
        self._active_low = active_low
        self._on_edge: OnEdge | None = None
        self._pin = _pin(factory, gpio)
        self._pin.function = "input"
        self._pin.pull = _PULLS[pull] if pull != "auto" else ("up" if active_low else "down")
        self._pin.edges = "both"

    def is_pressed(self) -> bool:
        return bool(self._pin.state) != self._active_low

    def listen(self, on_edge: OnEdge) -> None:
        self._on_edge = on_edge
        self._pin.when_changed = self._changed

    def close(self) -> None:
        self._pin.when_changed = None
        self._pin.close()

    def _changed(self, stamp: float, level: int) -> None:
        if self._on_edge is not None:
            self._on_edge(_on_our_clock(stamp), bool(level) != self._active_low)


class GpioLamp:
    def __init__(self, factory: Factory, gpio: int, *, active_high: bool) -> None:
        self._active_high = active_high
        self._pin = _pin(factory, gpio)
        self._pin.output_with_state(not active_high)
        self._lit = False

    def light(self, *, lit: bool) -> None:
        if lit != self._lit:
            self._lit = lit
            self._pin.state = lit == self._active_high

    def close(self) -> None:
        self.light(lit=False)
        self._pin.close()


class SimulatedPin(MockPin):  # type: ignore[misc]  # gpiozero is untyped
    """gpiozero's mock remembers every state for ever; a lamp that blinks for a week must not."""

    def clear_states(self) -> None:
        super().clear_states()
        self.states: deque[object] = deque(self.states, maxlen=64)


def open_pins(pins: str) -> Factory:
    """The pin factory for `[counter] pins`: `gpio`, or `mock:…`; raises `PinsError`."""
    if pins.startswith("mock:"):
        return MockFactory(pin_class=SimulatedPin)
    try:
        from gpiozero.pins.lgpio import LGPIOFactory  # noqa: PLC0415 lgpio is there on Pis only
    except ImportError as error:
        raise PinsError(
            f"[counter] pins = {pins!r} needs lgpio, which cannot be loaded ({error});"
            " install it: apt install python3-lgpio, or pip install lgpio into this environment",
        ) from error
    except OSError as error:
        raise PinsError(f"lgpio needs a working directory that it may write to: {error}") from error
    return _open_chip(LGPIOFactory)


def _open_chip(factory: Callable[[], Factory]) -> Factory:
    try:
        return factory()
    except Exception as error:
        # lgpio's own exception has no base but Exception, and cannot be named where lgpio is missing.
        raise PinsError(
            f"the GPIO pins cannot be opened: {error};"
            " is this a Raspberry Pi, and may this user use /dev/gpiochip* (group gpio)?",
        ) from error


def open_button(factory: Factory, button: Button, gpio: int) -> GpioCallButton:
    """The button of these settings, on this pin; raises `PinsError` naming the pin that cannot be had."""
    with _naming_pin(button):
        return GpioCallButton(factory, gpio, active_low=button.active_low, pull=button.pull)


def open_lamp(factory: Factory, button: Button, gpio: int) -> GpioLamp:
    """As `open_button`, the lamp."""
    with _naming_pin(button):
        return GpioLamp(factory, gpio, active_high=button.lamp_active_high)


@contextmanager
def _naming_pin(button: Button) -> Iterator[None]:
    try:
        yield
    except GPIOZeroError as error:
        pins = f"gpio {button.gpio}, lamp {button.lamp}"
        raise PinsError(f"counter.buttons: counter {button.counter} ({pins}): {error}") from error


def _pin(factory: Factory, gpio: int) -> Pin:
    """The pin by its BCM number. That no two devices share one was checked with the settings."""
    return factory.pin(f"GPIO{gpio}")


def _on_our_clock(stamp: float) -> float:
    """An edge's time on the monotonic clock.

    Kernels since 5.7 stamp GPIO events with that clock, older ones with the wall clock; a stamp that is not
    near is of another clock, and the time of arrival stands in for it.
    """
    now = time.monotonic()
    return stamp if 0 <= now - stamp < CLOSE_STAMP_SECONDS else now
