"""Buttons and lamps on gpiozero's pins, driven electrically."""

import sys
from collections.abc import Iterator

import pytest
from gpiozero.pins import Factory

from config.settings import Button
from counter.gpio import PinsError, open_devices, open_pins


@pytest.fixture
def factory() -> Iterator[Factory]:
    pins = open_pins("mock:unused")
    yield pins
    pins.close()


def test_a_button_to_ground_is_pressed_when_its_pin_is_low(factory: Factory) -> None:
    calls, _ = open_devices(factory, [Button(counter=3, gpio=17)])
    edges: list[tuple[float, bool]] = []
    calls[3].listen(lambda at, pressed: edges.append((at, pressed)))
    assert not calls[3].is_pressed()
    factory.pin("GPIO17").drive_low()
    assert calls[3].is_pressed()
    factory.pin("GPIO17").drive_high()
    assert [pressed for _, pressed in edges] == [True, False]
    assert edges[0][0] <= edges[1][0]


def test_a_button_to_the_supply_is_pressed_when_its_pin_is_high(factory: Factory) -> None:
    calls, _ = open_devices(factory, [Button(counter=3, gpio=17, active_low=False)])
    edges: list[bool] = []
    calls[3].listen(lambda _at, pressed: edges.append(pressed))
    assert not calls[3].is_pressed()
    factory.pin("GPIO17").drive_high()
    factory.pin("GPIO17").drive_low()
    assert edges == [True, False]


@pytest.mark.parametrize("active_high", [True, False])
def test_a_lamp_is_dark_at_first_lit_when_told_and_dark_when_closed(
    factory: Factory, active_high: bool
) -> None:
    button = Button(counter=3, gpio=17, lamp=27, lamp_active_high=active_high)
    _, lamps = open_devices(factory, [button])
    pin = factory.pin("GPIO27")
    levels = [bool(pin.state)]
    for lit in (True, False, True):
        lamps[3].light(lit=lit)
        levels.append(bool(pin.state))
    assert levels == [not active_high, active_high, not active_high, active_high]
    pin.clear_states()
    lamps[3].close()
    assert [bool(state.state) for state in pin.states][-1] != active_high


def test_a_blinking_lamp_is_not_remembered_for_ever(factory: Factory) -> None:
    _, lamps = open_devices(factory, [Button(counter=3, gpio=17, lamp=27)])
    for i in range(1000):
        lamps[3].light(lit=i % 2 == 0)
    assert len(factory.pin("GPIO27").states) < 100


def test_a_pin_that_cannot_be_had_is_named(factory: Factory) -> None:
    with pytest.raises(PinsError, match=r"counter 3 \(gpio 55, lamp None\)"):
        open_devices(factory, [Button(counter=3, gpio=55)])
    with pytest.raises(PinsError, match="counter 4"):
        # GPIO2 has a pull-up soldered on, so a button to the supply cannot work there.
        open_devices(factory, [Button(counter=4, gpio=2, active_low=False)])


def test_missing_lgpio_is_an_error_with_its_mend_and_never_mock_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "mock")
    with pytest.raises(PinsError, match="apt install python3-lgpio"):
        open_pins("gpio")
