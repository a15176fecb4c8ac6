"""From the settings to buttons and lamps: pins through gpiozero, keys through the kernel's input devices."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from gpiozero.pins import Factory

from config.keys import KEYS
from config.settings import Button, CounterAgentTable
from counter.button import CallButton, Lamp, WiredButton
from counter.evdev import EventDevice, InputDevice
from counter.gestures import timing_of
from counter.gpio import open_button, open_lamp
from counter.keyboard import Keyboard


@dataclass(frozen=True)
class Wiring:
    """What is on this machine. `lamps` of each counter, one or more; `keyboards` have yet to be read."""

    buttons: list[WiredButton] = field(default_factory=list)
    lamps: list[tuple[int, Lamp]] = field(default_factory=list)
    keyboards: list[Keyboard] = field(default_factory=list)


def needs_pins(table: CounterAgentTable) -> bool:
    """Whether anything is wired to a pin; where all buttons are keys and no lamp is there, no Pi is needed."""
    return any(button.gpio is not None or button.lamp is not None for button in table.buttons)


def wire(
    table: CounterAgentTable,
    factory: Factory | None,
    cleanup: ExitStack,
    on_presence: Callable[[int, bool], None],
    open_device: Callable[[str], InputDevice] = EventDevice,
) -> Wiring:
    """Open everything, to be closed by `cleanup`; raises `PinsError` naming the pin that cannot be had.

    `factory` may be null only where no pin is needed.
    `on_presence(i, there)` hears, on another thread, whether the keyboard of the button at position i is plugged in.
    """
    wiring = Wiring()
    keyboards = _keyboards(table.buttons, on_presence, open_device)
    wiring.keyboards.extend(keyboards.values())
    for button in table.buttons:
        call = _open(button, factory, keyboards)
        cleanup.callback(call.close)
        wiring.buttons.append(WiredButton(button.counter, call, timing_of(button, table)))
        if button.lamp is not None and factory is not None:
            lamp = open_lamp(factory, button, button.lamp)
            cleanup.callback(lamp.close)
            wiring.lamps.append((button.counter, lamp))
    return wiring


def _keyboards(
    buttons: list[Button],
    on_presence: Callable[[int, bool], None],
    open_device: Callable[[str], InputDevice],
) -> dict[str, Keyboard]:
    positions: dict[str, list[int]] = {}
    for i, button in enumerate(buttons):
        if button.keyboard:
            positions.setdefault(button.keyboard, []).append(i)
    return {
        path: Keyboard(path, _teller(on_presence, its_buttons), open_device)
        for path, its_buttons in positions.items()
    }


def _teller(on_presence: Callable[[int, bool], None], positions: list[int]) -> Callable[[bool], None]:
    def tell(there: bool) -> None:  # noqa: FBT001 one argument, as the keyboard calls it
        for i in positions:
            on_presence(i, there)

    return tell


def _open(button: Button, factory: Factory | None, keyboards: dict[str, Keyboard]) -> CallButton:
    if button.gpio is not None and factory is not None:
        return open_button(factory, button, button.gpio)
    return keyboards[button.keyboard].add_button(KEYS[button.key] if button.key else None)
