"""What was chosen, and the one large button that confirms it."""

from dataclasses import replace
from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid
from kiosk.palette import BADGE, CARD, PAGE
from kiosk.pieces import Card, Icon, Placed, Text
from kiosk.view import Question
from screen.box import Box
from screen.text import Face, block_height

_BUTTON_MM: Final = 22.0
_PAD_MM: Final = 5.0
_TALLEST_MM: Final = 110.0
_SYMBOL_MM: Final = 26.0
_TITLE_MM: Final = 10.5
_FACT_MM: Final = 7.4
_STEP: Final = 0.94


def lay_question(question: Question, room: Box, keys: KeyMaker) -> Laid:
    metrics = keys.metrics
    tallest = metrics.grown(_TALLEST_MM)
    if room.height > tallest:
        top = room.bottom - tallest if metrics.is_tall else room.y + (room.height - tallest) // 2
        room = Box(room.x, top, room.width, tallest)
    height = max(metrics.target, metrics.grown(_BUTTON_MM))
    card, button = room.cut_bottom(height, metrics.gap)
    size = max(metrics.label, min(metrics.largest_label * 5 // 4, round(0.4 * height)))
    piece, target = keys.place(button, question.yes, size)
    return Laid([*_lay_card(question, card, keys), piece], [target], room.y)


def _lay_card(question: Question, card: Box, keys: KeyMaker) -> list[Placed]:
    """Symbol and words, both in the middle of the card's height."""
    metrics = keys.metrics
    pad = metrics.mm(3.0) if metrics.is_compact else metrics.grown(_PAD_MM)
    inner = card.inset(pad)
    side = min(metrics.grown(_SYMBOL_MM), inner.height, round(0.2 * inner.width))
    column, words = inner.cut_left(side, pad)
    symbol = Box(column.x, column.y + (column.height - side) // 2, side, side)
    return [
        Placed(card, Card(CARD.ground, PAGE.ground, metrics.grown(3.0))),
        Placed(symbol, Card(BADGE.ground, CARD.ground, metrics.grown(2.6))),
        Placed(symbol.inset(round(0.18 * side)), Icon(question.icon, BADGE.accent)),
        *_lay_words(question, words, keys),
    ]


def _lay_words(question: Question, words: Box, keys: KeyMaker) -> list[Placed]:
    """The title, then the facts, as large as the height allows; the last ones left out where even that is too much."""
    metrics = keys.metrics
    gap = metrics.mm(1.0) if metrics.is_compact else metrics.grown(2.0)
    texts = [Text(question.title, CARD.ink, metrics.grown(_TITLE_MM), metrics.label, "bold", lines=3)]
    largest = metrics.grown(_FACT_MM)
    texts += [Text(fact, CARD.quiet, largest, metrics.note, "medium", lines=3) for fact in question.facts]
    heights = _heights(texts, words, keys)
    while _together(heights, gap) > words.height and len(texts) > 1:
        texts = [_smaller(text) for text in texts] if _can_shrink(texts) else texts[:-1]
        heights = _heights(texts, words, keys)
    top = words.y + max(0, words.height - _together(heights, gap)) // 2
    placed = []
    for text, height in zip(texts, heights, strict=True):
        placed.append(Placed(Box(words.x, top, words.width, height), text))
        top += height + gap
    return placed


def _together(heights: list[int], gap: int) -> int:
    return sum(heights) + gap * (len(heights) - 1)


def _heights(texts: list[Text], words: Box, keys: KeyMaker) -> list[int]:
    """What each takes at its largest size, on as many lines as that needs."""
    faces = [Face(text.weight, text.largest, text.smallest, text.lines) for text in texts]
    most = [block_height(face.max_lines, face.largest) for face in faces]
    return [
        keys.typeface.fit(text.text, (words.width, height), face).height
        for text, face, height in zip(texts, faces, most, strict=True)
    ]


def _can_shrink(texts: list[Text]) -> bool:
    return any(text.largest > text.smallest for text in texts)


def _smaller(text: Text) -> Text:
    return replace(text, largest=max(text.smallest, min(text.largest - 1, int(text.largest * _STEP))))
