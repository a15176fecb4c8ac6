"""The part between header and bar, for each kind of screen."""

from kiosk.layout.choice import lay_choice
from kiosk.layout.keys import KeyMaker
from kiosk.layout.message import lay_message
from kiosk.layout.number import lay_number
from kiosk.layout.pad import lay_pad
from kiosk.layout.parts import Laid
from kiosk.layout.question import lay_question
from kiosk.view import Body, Choice, Message, Number, PinPad, Question
from screen.box import Box


def lay_body(body: Body, room: Box, keys: KeyMaker, step: int) -> Laid:
    """`step` counts on while something moves."""
    match body:
        case Message():
            return lay_message(body, room, keys, step)
        case Choice():
            return lay_choice(body, room, keys)
        case Question():
            return lay_question(body, room, keys)
        case Number():
            return lay_number(body, room, keys, step)
        case PinPad():
            return lay_pad(body, room, keys)
