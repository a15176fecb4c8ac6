"""One button: its smallest size, and where icon, label and note stand in it."""

from dataclasses import dataclass
from typing import Final

from kiosk.layout.metrics import Metrics
from kiosk.palette import KEYS, PAGE, PRESSED
from kiosk.pieces import Key, KeyParts, Placed, Target
from kiosk.view import Button
from screen.box import Box
from screen.text import Face, Fitted, Typeface, block_height

WEIGHT: Final = "semibold"
_ICON_MM: Final = 9.0
_LARGE_ICON_MM: Final = 15.0
_PAD_MM: Final = 2.2
_RADIUS_MM: Final = 2.6


@dataclass(frozen=True)
class KeyMaker:
    """Makes keys of one screen; `typeface` measures."""

    metrics: Metrics
    typeface: Typeface
    pressed: object = None

    @property
    def pad(self) -> int:
        return self.metrics.grown(_PAD_MM)

    @property
    def vertical_pad(self) -> int:
        return self.metrics.mm(0.6)

    def icon_side(self, height: int, size: int) -> int:
        """A tall key has a large icon; a low one an icon about as high as its label."""
        largest = max(self.metrics.mm(_ICON_MM), round(1.15 * size))
        roomy = min(self.metrics.grown(_LARGE_ICON_MM), round(0.46 * height))
        return max(largest, roomy)

    def text_width(self, box: Box, size: int) -> int:
        return max(1, box.width - 3 * self.pad - self.icon_side(box.height, size))

    def width_of(self, text: str, size: int) -> int:
        return self.typeface.lettering.width(text, WEIGHT, size)

    def fit(self, text: str, width: int, height: int, size: int, smallest: int = 0) -> Fitted:
        return self.typeface.fit(text, (width, height), Face(WEIGHT, size, smallest or size))

    def note_height(self, note_size: int) -> int:
        return block_height(1, note_size) if note_size else 0

    def least_height(self, lines: int, size: int, note_size: int) -> int:
        """What a key with so many lines of label takes at the least."""
        text = block_height(lines, size) + self.note_height(note_size)
        return max(self.metrics.target, text + 2 * self.vertical_pad)

    def place(self, box: Box, button: Button, size: int, note_size: int = 0) -> tuple[Placed, Target]:
        """A key in its box, with its target."""
        note_size = note_size if button.note else 0
        parts = self._cut(box, button, size, note_size)
        is_pressed = self.pressed is not None and button.action == self.pressed
        key = Key(
            button=button,
            shade=PRESSED if is_pressed else KEYS[button.tone],
            size=size,
            note_size=note_size,
            inner=parts,
            around=PAGE.ground,
            radius=self.metrics.grown(_RADIUS_MM),
            is_pressed=is_pressed,
        )
        return Placed(box, key), Target(box, button.action)

    def _cut(self, box: Box, button: Button, size: int, note_size: int) -> KeyParts:
        side = self.icon_side(box.height, size)
        width = self.text_width(box, size)
        note_height = self.note_height(note_size)
        room = max(1, box.height - note_height)
        fitted = self.fit(button.label, width, room, size, max(8, size // 2))
        left = box.x + self.pad
        if button.tone in ("main", "quiet", "chosen") and not button.note:
            # Icon and label stand together in the middle.
            left += max(0, (width - fitted.width) // 2)
        height = fitted.height + note_height
        top = box.y + (box.height - height) // 2
        label_left = left + side + self.pad
        icon = Box(left, box.y + (box.height - side) // 2, side, side)
        label = Box(label_left, top, width, fitted.height)
        return KeyParts(icon, label, Box(label_left, top + fitted.height, width, note_height))
