"""What was chosen, and the one large button that confirms it."""

from typing import Final

from kiosk.layout.keys import KeyMaker
from kiosk.layout.parts import Laid
from kiosk.palette import BADGE, CARD, PAGE
from kiosk.pieces import Card, Icon, Placed, Text
from kiosk.view import Question
from screen.box import Box
from screen.text import Face, block_height

_BUTTON_MM: Final = 26.0
_PAD_MM: Final = 5.0
_TALLEST_MM: Final = 110.0


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
    metrics = keys.metrics
    pad = metrics.mm(3.0) if metrics.is_compact else metrics.grown(_PAD_MM)
    inner = card.inset(pad)
    side = min(metrics.grown(24.0), round(0.5 * inner.height), round(0.2 * inner.width))
    symbol, words = inner.cut_left(side, pad)
    symbol = symbol._replace(height=side)
    pieces = [
        Placed(card, Card(CARD.ground, PAGE.ground, metrics.grown(3.0))),
        Placed(symbol, Card(BADGE.ground, CARD.ground, metrics.grown(2.6))),
        Placed(symbol.inset(round(0.18 * side)), Icon(question.icon, BADGE.ink)),
    ]
    return pieces + _lay_words(question, words, keys)


def _lay_words(question: Question, words: Box, keys: KeyMaker) -> list[Placed]:
    """The title first, then the facts, each as large as its share of the height allows."""
    metrics, gap = keys.metrics, keys.metrics.grown(1.6)
    title = Face("bold", max(metrics.label, metrics.grown(10.5)), metrics.label, 3)
    share = words.height if not question.facts else round(0.55 * words.height)
    fitted = keys.typeface.fit(question.title, (words.width, share), title)
    box, rest = words.cut_top(fitted.height, gap)
    pieces = [Placed(box, Text(question.title, CARD.ink, title.largest, title.smallest, "bold", lines=3))]
    size = max(metrics.note, metrics.grown(6.0))
    for i, fact in enumerate(question.facts):
        left = len(question.facts) - i
        share = (rest.height - gap * (left - 1)) // left
        face = Face("medium", size, metrics.note, 3)
        if share < block_height(1, metrics.note):
            break
        taken = keys.typeface.fit(fact, (rest.width, share), face).height
        box, rest = rest.cut_top(taken, gap)
        pieces.append(Placed(box, Text(fact, CARD.quiet, size, metrics.note, "medium", lines=3)))
    return pieces
