"""What a press does is what the settings say, the button's own before the table's."""

import pytest

from config.settings import Button, CounterAgentTable
from config.values import Gesture
from counter.gestures import Deed, Gestures, gestures_of, timing_of
from counter.press import Press

TABLE = CounterAgentTable()


def test_by_default_a_press_calls_the_next_a_hold_recalls_and_a_double_press_notes_an_absence() -> None:
    gestures = gestures_of(Button(counter=1, gpio=17), TABLE)
    assert gestures.deed(Press.SHORT) == Deed("next")
    assert gestures.deed(Press.HOLD) == Deed("recall")
    assert gestures.deed(Press.DOUBLE) == Deed("no-show-next", completes=True)


def test_what_a_button_has_of_its_own_comes_before_the_table() -> None:
    button = Button(counter=1, gpio=17, hold="undo")
    assert gestures_of(button, TABLE) == Gestures(press="next", hold="undo", double="no-show-next")


def test_a_gesture_that_is_off_asks_for_nothing_and_conditions_never_do() -> None:
    gestures = Gestures(press="off", hold="off", double="off")
    assert [gestures.deed(press) for press in Press] == [None] * len(Press)


@pytest.mark.parametrize(
    ("press", "double", "is_prompt"),
    [
        ("next", "no-show-next", True),
        ("next", "undo", True),
        ("next", "recall", False),
        ("recall", "next", False),
        ("no-show-next", "next", False),
        ("finish", "no-show", False),
    ],
)
def test_a_press_acts_at_once_only_where_a_double_one_goes_on_from_there(
    press: Gesture, double: Gesture, is_prompt: bool
) -> None:
    button = Button(counter=1, gpio=17, press=press, double=double)
    timing = timing_of(button, TABLE)
    assert timing.is_prompt is is_prompt
    deed = gestures_of(button, TABLE).deed(Press.DOUBLE)
    assert deed == Deed(double, completes=is_prompt)


def test_without_a_double_gesture_no_press_waits_for_a_second() -> None:
    assert timing_of(Button(counter=1, gpio=17, double="off"), TABLE).double_seconds == 0


def test_a_pin_has_to_settle_and_a_keyboard_has_not() -> None:
    assert timing_of(Button(counter=1, gpio=17), TABLE).settle_seconds == pytest.approx(0.02)
    assert timing_of(Button(counter=1, keyboard="/dev/input/event3"), TABLE).settle_seconds == 0
