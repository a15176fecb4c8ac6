"""What a page is made of: values that say how something looks, placed in a box; `kiosk.paint` draws them."""

from dataclasses import dataclass
from typing import NamedTuple

from kiosk.actions import Action
from kiosk.palette import Shade
from kiosk.view import Button
from screen.box import Box
from screen.text import Align, VAlign, Weight
from screen.theme import Color


@dataclass(frozen=True)
class Ground:
    """A filled rectangle."""

    color: Color


@dataclass(frozen=True)
class Card:
    """A filled rectangle with round corners of `radius` pixels."""

    color: Color
    around: Color
    radius: int


@dataclass(frozen=True)
class Text:
    """Words, as large as fits, between two sizes (em, pixels)."""

    text: str
    ink: Color
    largest: int
    smallest: int
    weight: Weight = "semibold"
    align: Align = "left"
    valign: VAlign = "middle"
    lines: int = 99


@dataclass(frozen=True)
class Figures:
    """A ticket's number, as large as fits."""

    text: str
    ink: Color


@dataclass(frozen=True)
class Icon:
    """A symbol as large as its box's shorter side."""

    name: str
    ink: Color


@dataclass(frozen=True)
class Code:
    """A link as a QR code, with its quiet zone."""

    link: str


@dataclass(frozen=True)
class Key:
    """A button. `size` (em, pixels) is its label's; `inner` says where icon and label stand in it."""

    button: Button
    shade: Shade
    size: int
    note_size: int
    inner: "KeyParts"
    around: Color
    radius: int
    is_pressed: bool = False


@dataclass(frozen=True)
class Dots:
    """Three dots that light up in turn: something is on its way."""

    step: int
    ink: Color
    pale: Color
    ground: Color


@dataclass(frozen=True)
class Pointer:
    """An arrow down to the paper, bobbing."""

    step: int
    ink: Color
    ground: Color


@dataclass(frozen=True)
class Note:
    """A line that comes and goes on its own ground, such as the countdown; `radius` 0: without round corners."""

    text: str
    ink: Color
    ground: Color
    size: int
    align: Align = "left"
    radius: int = 0


class KeyParts(NamedTuple):
    """Boxes within a key; `note` has no height where there is none."""

    icon: Box
    label: Box
    note: Box


Piece = Ground | Card | Text | Figures | Icon | Code | Key | Dots | Pointer | Note

OPAQUE = (Ground, Key, Dots, Pointer, Note)
"""Those that fill their whole box whatever was there, so that they can be drawn alone."""


class Placed(NamedTuple):
    box: Box
    piece: Piece


class Target(NamedTuple):
    """What a touch inside `box` means."""

    box: Box
    action: Action


@dataclass(frozen=True)
class Page:
    """Pieces in the order of drawing, and what can be touched, the uppermost first."""

    pieces: tuple[Placed, ...]
    targets: tuple[Target, ...]
