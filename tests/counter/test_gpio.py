"""Buttons and lamps on gpiozero's pins, driven electrically."""

import sys
from collections.abc import Iterator
from typing import Literal

import pytest
from gpiozero.pins import Factory

from config.settings import Button
from counter.gpio import PinsError, open_button, open_lamp, open_pins


@pytest.fixture
def factory() -> Iterator[Factory]:
    pins = open_pins("mock:unused")
    yield pins
    pins.close()


def test_a_button_to_ground_is_pressed_when_its_pin_is_low(factory: Factory) -> None:
    call = open_button(factory, Button(counter=3), 17)
    edges: list[tuple[float, bool]] = []
    call.listen(lambda at, pressed: edges.append((at, pressed)))
    assert not call.is_pressed()
    factory.pin("GPIO17").drive_low()
    assert call.is_pressed()
    factory.pin("GPIO17").drive_high()
    assert [pressed for _, pressed in edges] == [True, False]
    assert edges[0][0] <= edges[1][0]


def test_a_button_to_the_supply_is_pressed_when_its_pin_is_high(factory: Factory) -> None:
    call = open_button(factory, Button(counter=3, active_low=False), 17)
    edges: list[bool] = []
    call.listen(lambda _at, pressed: edges.append(pressed))
    assert not call.is_pressed()
    factory.pin("GPIO17").drive_high()
    factory.pin("GPIO17").drive_low()
    assert edges == [True, False]


@pytest.mark.parametrize("active_high", [True, False])
def test_a_lamp_is_dark_at_first_lit_when_told_and_dark_when_closed(
    factory: Factory, active_high: bool
) -> None:
    lamp = open_lamp(factory, Button(counter=3, lamp_active_high=active_high), 27)
    pin = factory.pin("GPIO27")
    levels = [bool(pin.state)]
    for lit in (True, False, True):
        lamp.light(lit=lit)
        levels.append(bool(pin.state))
    assert levels == [not active_high, active_high, not active_high, active_high]
    pin.clear_states()
    lamp.close()
    assert [bool(state.state) for state in pin.states][-1] != active_high


def test_a_blinking_lamp_is_not_remembered_for_ever(factory: Factory) -> None:
    lamp = open_lamp(factory, Button(counter=3), 27)
    for i in range(1000):
        lamp.light(lit=i % 2 == 0)
    assert len(factory.pin("GPIO27").states) < 100


def test_a_pin_that_cannot_be_had_is_named(factory: Factory) -> None:
    with pytest.raises(PinsError, match=r"counter 3 \(gpio 55, lamp None\)"):
        open_button(factory, Button(counter=3, gpio=55), 55)
    with pytest.raises(PinsError, match="counter 4"):
        # GPIO2 has a pull-up soldered on, so a button to the supply cannot work there.
        open_button(factory, Button(counter=4, gpio=2, active_low=False), 2)


def test_missing_lgpio_is_an_error_with_its_mend_and_never_mock_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "mock")
    with pytest.raises(PinsError, match="apt install python3-lgpio"):
        open_pins("gpio")


@pytest.mark.parametrize(
    ("pull", "active_low", "expected"),
    [
        ("auto", True, "up"),
        ("auto", False, "down"),
        ("up", False, "up"),
        ("down", True, "down"),
        ("none", True, "floating"),
    ],
)
def test_the_resistor_at_the_pin_is_as_asked(
    factory: Factory, pull: Literal["auto", "up", "down", "none"], active_low: bool, expected: str
) -> None:
    open_button(factory, Button(counter=3, pull=pull, active_low=active_low), 17)
    assert factory.pin("GPIO17").pull == expected
