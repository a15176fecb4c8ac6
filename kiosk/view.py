"""What one screen says, as values: words chosen, buttons named, nothing placed and nothing coloured yet."""

from dataclasses import dataclass
from typing import Literal

from kiosk.actions import Action

Tone = Literal["plain", "main", "quiet", "closed", "chosen"]
"""How a button stands out: `main` is what most people want next, `closed` can be touched but says no."""
Mood = Literal["calm", "trouble", "good"]


@dataclass(frozen=True)
class Button:
    """`short` is the label where there is no room for `label`; label or icon may be empty, not both."""

    label: str
    action: Action
    icon: str
    tone: Tone = "plain"
    short: str = ""
    note: str = ""


@dataclass(frozen=True)
class Message:
    """One thing to know. `action` is what a touch anywhere does; `is_busy`: something is on its way. `more` says
    the same in other languages, `note` something to the staff.
    """

    icon: str
    title: str
    text: str = ""
    mood: Mood = "calm"
    action: Action | None = None
    is_busy: bool = False
    more: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One of several buttons; those that find no room stand on further pages, of which `page` is shown.

    `more` leads to the next page. `notice` is what just happened, `text` what else is to be known.
    """

    title: str
    buttons: tuple[Button, ...]
    more: Button
    page: int = 0
    notice: str = ""
    text: str = ""


@dataclass(frozen=True)
class Question:
    """What was chosen, to be confirmed by one large button."""

    title: str
    icon: str
    facts: tuple[str, ...]
    yes: Button


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class Number:
    """A number that was given, and for what. `link` is drawn as a code to scan, empty: none.

    `points_down`: an arrow shows the way to the paper.
    """

    title: str
    heading: str
    number: str
    subject: str
    facts: tuple[Fact, ...]
    mood: Mood
    link: str = ""
    hint: str = ""
    points_down: bool = False


@dataclass(frozen=True)
class PinPad:
    """Digits to be typed, shown as `typed`; `text` says how the machine is."""

    title: str
    typed: str
    digits: tuple[Button, ...]
    erase: Button
    enter: Button
    text: str


Body = Message | Choice | Question | Number | PinPad


@dataclass(frozen=True)
class Bar:
    """The buttons along the foot: the way back, the screen's own, and those that every screen has."""

    left: Button | None = None
    middle: Button | None = None
    right: tuple[Button, ...] = ()


@dataclass(frozen=True)
class View:
    """A whole screen. `center` is the centre's name; `countdown` empty while there is plenty of time.

    `brief_countdown` is the same for where there is little room.
    """

    center: str
    body: Body
    bar: Bar
    countdown: str = ""
    brief_countdown: str = ""
