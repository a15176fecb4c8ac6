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
_COMPACT_PAD_MM: Final = 1.6
_RADIUS_MM: Final = 2.6
_LEAST_SIZE: Final = 8
_ROOMY_FROM: Final = 1.2
"""Growth from which there is room for more than letters."""


@dataclass(frozen=True)
class KeyMaker:
    """Makes keys of one screen; `typeface` measures."""

    metrics: Metrics
    typeface: Typeface
    pressed: object = None

    @property
    def pad(self) -> int:
        return self.metrics.grown(_COMPACT_PAD_MM if self.metrics.is_compact else _PAD_MM)

    @property
    def vertical_pad(self) -> int:
        return self.metrics.mm(0.5) if self.metrics.growth < _ROOMY_FROM else self.metrics.grown(1.2)

    def least_icon(self, size: int) -> int:
        """About as high as the label."""
        return max(self.metrics.mm(_ICON_MM), round(1.15 * size))

    def roomy_icon(self, height: int, size: int) -> int:
        """Larger where the key is tall."""
        if self.metrics.growth < _ROOMY_FROM:
            return self.least_icon(size)
        return max(self.least_icon(size), min(self.metrics.grown(_LARGE_ICON_MM), round(0.46 * height)))

    def text_width(self, width: int, icon: int) -> int:
        """What a key of this width leaves for its label."""
        return max(1, width - 3 * self.pad - icon)

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

    def place(
        self, box: Box, button: Button, size: int, note_size: int = 0, icon: int = 0
    ) -> tuple[Placed, Target]:
        """A key in its box, with its target; `icon` 0: about as high as the label."""
        note_size = note_size if button.note else 0
        is_pressed = self.pressed is not None and button.action == self.pressed
        key = Key(
            button=button,
            shade=PRESSED if is_pressed else KEYS[button.tone],
            size=size,
            note_size=note_size,
            inner=self._cut(box, button, size, note_size, icon or self.least_icon(size)),
            around=PAGE.ground,
            radius=self.metrics.grown(_RADIUS_MM),
            is_pressed=is_pressed,
        )
        return Placed(box, key), Target(box, button.action)

    def _cut(self, box: Box, button: Button, size: int, note_size: int, side: int) -> KeyParts:
        if not button.label or not button.icon:
            return self._cut_alone(box, button, side, size)
        width = self.text_width(box.width, side)
        note_height = self.note_height(note_size)
        fitted = self.fit(
            button.label, width, max(1, box.height - note_height), size, max(_LEAST_SIZE, size // 2)
        )
        left = box.x + self.pad
        if button.tone in ("main", "quiet", "chosen") and not button.note:
            # Icon and label stand together in the middle.
            left += max(0, (width - fitted.width) // 2)
        top = box.y + (box.height - fitted.height - note_height) // 2
        label_left = left + side + self.pad
        icon = Box(left, box.y + (box.height - side) // 2, side, side)
        label = Box(label_left, top, width, fitted.height)
        return KeyParts(icon, label, Box(label_left, label.bottom, width, note_height))

    def _cut_alone(self, box: Box, button: Button, side: int, size: int) -> KeyParts:
        """Only a label, or only an icon, in the middle."""
        middle = Box(box.x + (box.width - side) // 2, box.y + (box.height - side) // 2, side, side)
        if not button.label:
            return KeyParts(middle, Box(box.x, box.y, 0, 0), Box(box.x, box.y, 0, 0))
        fitted = self.fit(button.label, box.width, box.height, size, max(_LEAST_SIZE, size // 2))
        left, top = box.x + (box.width - fitted.width) // 2, box.y + (box.height - fitted.height) // 2
        label = Box(left, top, fitted.width, fitted.height)
        return KeyParts(Box(box.x, box.y, 0, 0), label, Box(box.x, box.y, 0, 0))
