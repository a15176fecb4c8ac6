"""One thing to know, in the middle of the screen; an invitation looks like the button that it is."""

from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid
from kiosk.palette import INVITATION, MOODS, PAGE, PRESSED, Shade
from kiosk.pieces import Card, Dots, Icon, Note, Piece, Placed, Text
from kiosk.view import Message
from screen import theme
from screen.box import Box
from screen.text import Face, Weight, block_height

_ICON_MM: Final = 30.0
_INVITATION_MM: Final = 13.0
_TITLE_MM: Final = 10.5
_TEXT_MM: Final = 7.5
_MORE_MM: Final = 5.5
_NOTE_MM: Final = 3.6
_DOTS_MM: Final = 5.0


def lay_message(message: Message, room: Box, keys: KeyMaker, step: int) -> Laid:
    """Icon, title, text and, where something is on its way, dots; at the foot what only the staff needs to know."""
    metrics, shade = keys.metrics, _shade(message, keys)
    inner = room.inset(round(0.06 * room.width), 0)
    title = _face(keys, _TITLE_MM if message.action is None else _INVITATION_MM, "bold", 3)
    text = _face(keys, _TEXT_MM, "medium", 4)
    pieces: list[tuple[Piece, int]] = [
        (Icon(message.icon, shade.accent), min(metrics.grown(_ICON_MM), room.height // 4))
    ]
    more = _face(keys, _MORE_MM, "medium", 3)
    said = [(message.title, title, shade.ink), (message.text, text, shade.quiet)]
    said += [(words, more, shade.quiet) for words in message.more]
    for words, face, ink in said:
        if words:
            height = keys.typeface.fit(words, (inner.width, max(1, room.height // 3)), face).height
            pieces.append((_text(words, face, ink), height))
    if message.is_busy:
        pieces.append((Dots(step % 3, theme.PRIMARY, theme.LINE, shade.ground), metrics.grown(_DOTS_MM)))
    height, gap = _note_height(message, keys), metrics.grown(4.0)
    inner = inner._replace(height=inner.height - height)
    if sum(size + gap for _, size in pieces) > inner.height:
        del pieces[0]  # the words matter more than the picture
    boxes = _stack(inner, [size for _, size in pieces], gap)
    placed = [Placed(box, piece) for box, (piece, _) in zip(boxes, pieces, strict=True)]
    if message.note:
        note = Note(message.note, shade.quiet, shade.ground, metrics.grown(_NOTE_MM), "center")
        placed.append(Placed(Box(inner.x, inner.bottom, inner.width, height - gap // 2), note))
    if shade.ground != PAGE.ground:
        placed.insert(0, Placed(room, Card(shade.ground, PAGE.ground, metrics.grown(4.0))))
    return Laid(placed, [], room.y)


def _note_height(message: Message, keys: KeyMaker) -> int:
    """With some air below it; 0 where there is none."""
    metrics = keys.metrics
    return block_height(1, metrics.grown(_NOTE_MM)) + metrics.grown(2.0) if message.note else 0


def _shade(message: Message, keys: KeyMaker) -> Shade:
    if message.action is None:
        return MOODS[message.mood]
    return PRESSED if keys.pressed == message.action else INVITATION


def _face(keys: KeyMaker, millimetres: float, weight: Weight, lines: int) -> Face:
    metrics = keys.metrics
    return Face(weight, max(metrics.label, metrics.grown(millimetres)), metrics.note, lines)


def _text(words: str, face: Face, ink: theme.Color) -> Text:
    return Text(words, ink, face.largest, face.smallest, face.weight, "center", lines=face.max_lines)


def _stack(room: Box, heights: list[int], gap: int) -> list[Box]:
    """Boxes one below the other, the whole in the middle of the room."""
    top = room.y + (room.height - sum(heights) - gap * (len(heights) - 1)) // 2
    boxes = []
    for height in heights:
        boxes.append(Box(room.x, top, room.width, height))
        top += height + gap
    return boxes
