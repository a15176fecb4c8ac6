"""Keys of a keypad are buttons, as long as it is plugged in and again when it comes back."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import counter.keyboard
from counter.button import OnEdge
from counter.evdev import EventDevice
from counter.keyboard import Keyboard, KeyboardReader
from tests.fakes.keypad import Keypad
from tests.fakes.waiting import wait_for

ONE, TWO = 79, 80


class Bench:
    """A keypad whose key one is the first button; the second button is any key."""

    def __init__(self, keypad: Keypad) -> None:
        self.keypad = keypad
        self.there: list[bool] = []
        self.edges: list[list[bool]] = [[], []]
        self.stamps: list[float] = []
        self.keyboard = Keyboard("/dev/input/pad", self.there.append, keypad.open)
        self.buttons = [self.keyboard.add_button(code) for code in (ONE, None)]
        for button, edges in zip(self.buttons, self.edges, strict=True):
            button.listen(self._note(edges))
        self.reader = KeyboardReader([self.keyboard])

    def _note(self, edges: list[bool]) -> OnEdge:
        def on_edge(at: float, pressed: bool) -> None:
            self.stamps.append(at)
            edges.append(pressed)

        return on_edge


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(counter.keyboard, "REOPEN_SECONDS", 0.01)
    bench = Bench(Keypad())
    bench.reader.start()
    wait_for(lambda: bench.there == [True], "the keypad is opened")
    yield bench
    bench.reader.close()
    bench.reader.close()
    assert all(device.is_closed for device in bench.keypad.opened)


def test_a_key_is_pressed_and_released_with_the_kernels_time(bench: Bench) -> None:
    before = time.monotonic()
    bench.keypad.press(ONE)
    bench.keypad.release(ONE)
    wait_for(lambda: bench.edges[0] == [True, False], "both edges")
    assert before - 1e-3 <= bench.stamps[0] <= time.monotonic()


def test_another_key_is_another_button_and_any_key_is_any(bench: Bench) -> None:
    bench.keypad.press(TWO)
    bench.keypad.press(ONE)
    bench.keypad.release(TWO)
    bench.keypad.release(ONE)
    wait_for(lambda: bench.edges == [[True, False], [True, False]], "one press of each")


def test_a_key_that_is_held_down_does_not_press_again(bench: Bench) -> None:
    bench.keypad.press(ONE)
    for _ in range(100):
        bench.keypad.repeat(ONE)
    bench.keypad.release(ONE)
    wait_for(lambda: bench.edges[0] == [True, False], "one press")


def test_a_key_whose_release_was_lost_by_the_kernel_comes_up_all_the_same(bench: Bench) -> None:
    bench.keypad.press(ONE)
    wait_for(lambda: bench.edges[0] == [True], "the press")
    bench.keypad.down.clear()
    bench.keypad.lose_events()
    wait_for(lambda: bench.edges[0] == [True, False], "the release")


def test_an_unplugged_keypad_lets_its_keys_go_and_works_again_when_it_is_back(bench: Bench) -> None:
    bench.keypad.press(ONE)
    wait_for(lambda: bench.edges[0] == [True], "the press")
    bench.keypad.unplug()
    bench.keypad.down.clear()
    wait_for(lambda: bench.there == [True, False], "the loss is said, once")
    wait_for(lambda: bench.edges[0] == [True, False], "the key is up")
    bench.keypad.plug_in()
    wait_for(lambda: bench.there == [True, False, True], "the return is said")
    bench.keypad.press(ONE)
    wait_for(lambda: bench.edges[0] == [True, False, True], "the press after it")


def test_a_keypad_that_is_not_there_at_the_start_is_said_and_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counter.keyboard, "REOPEN_SECONDS", 0.01)
    bench = Bench(Keypad(is_plugged=False))
    bench.reader.start()
    wait_for(lambda: bench.there == [False], "the absence is said")
    bench.keypad.plug_in()
    wait_for(lambda: bench.there == [False, True], "it is opened")
    bench.reader.close()


def test_a_key_that_is_down_already_is_seen_as_down() -> None:
    bench = Bench(Keypad(down={ONE}))
    bench.keyboard.open()
    assert bench.buttons[0].is_pressed()
    bench.keyboard.close()


def test_a_file_that_is_no_input_device_is_refused_with_what_is_accepted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "text"
    path.write_text("no events")
    keyboard = Keyboard(str(path), lambda _there: None, EventDevice)
    keyboard.open()
    assert keyboard.device is None
    assert "no input device (accepted: a file of /dev/input)" in caplog.text
