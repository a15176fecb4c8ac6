"""From the settings to buttons and lamps: pins, keys, or both at one counter."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from config.settings import Button, CounterAgentTable
from counter.button import OnEdge
from counter.gpio import open_pins
from counter.keyboard import KeyboardReader
from counter.wiring import needs_pins, wire
from tests.fakes.keypad import Keypad
from tests.fakes.waiting import wait_for

PAD = "/dev/input/by-id/pad"


def note_presses(counter: int, pressed: list[int]) -> OnEdge:
    def on_edge(_at: float, down: bool) -> None:
        if down:
            pressed.append(counter)

    return on_edge


@pytest.fixture
def cleanup() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_machine_with_keypads_alone_needs_no_pins(cleanup: ExitStack) -> None:
    table = CounterAgentTable(
        buttons=[
            Button(counter=1, keyboard=PAD, key="kp1"),
            Button(counter=2, keyboard=PAD, key="kp2"),
        ]
    )
    assert not needs_pins(table)
    keypad = Keypad()
    present: list[tuple[int, bool]] = []
    wiring = wire(table, None, cleanup, lambda i, there: present.append((i, there)), keypad.open)
    pressed: list[int] = []
    for wired in wiring.buttons:
        wired.button.listen(note_presses(wired.counter, pressed))
    reader = KeyboardReader(wiring.keyboards)
    cleanup.callback(reader.close)
    reader.start()
    wait_for(lambda: present == [(0, True), (1, True)], "each button of the keypad is told of it")
    keypad.press(80)
    keypad.press(79)
    wait_for(lambda: pressed == [2, 1], "each key is its own counter's button")
    assert len(keypad.opened) == 1


def test_a_lamp_alone_needs_pins() -> None:
    assert needs_pins(CounterAgentTable(buttons=[Button(counter=1, keyboard=PAD, lamp=27)]))


def test_a_counter_may_have_a_wired_button_a_key_and_two_lamps(cleanup: ExitStack) -> None:
    table = CounterAgentTable(
        pins="mock:unused",
        buttons=[Button(counter=1, gpio=17, lamp=27), Button(counter=1, keyboard=PAD, lamp=22)],
    )
    assert needs_pins(table)
    factory = open_pins(table.pins)
    cleanup.callback(factory.close)
    wiring = wire(table, factory, cleanup, lambda _i, _there: None, Keypad().open)
    assert [wired.counter for wired in wiring.buttons] == [1, 1]
    assert [counter for counter, _lamp in wiring.lamps] == [1, 1]
    assert [wired.timing.settle_seconds for wired in wiring.buttons] == [pytest.approx(0.02), 0.0]
