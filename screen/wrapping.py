"""Text broken into lines that fit a width. Pure: the widths of words are measured by the caller."""

from collections.abc import Callable
from typing import Final

Measure = Callable[[str], float]

_NEVER_FIRST: Final = ("–", "—", "-", "·", "/", "&")


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width`, broken between words and as even as can be.

    A dash stays with the word before it. A single word that is wider than `width` makes a line of its own,
    wider than asked: the caller takes a smaller size or breaks it with `split_word`.
    """
    lines = [line for part in text.split("\n") for line in _fill(_words(part), width, measure)]
    return _even(text, lines, width, measure) if "\n" not in text else lines


def split_word(word: str, width: float, measure: Measure) -> list[str]:
    """A word in pieces no wider than `width`, at least one letter each; the last resort."""
    pieces, piece = [], ""
    for letter in word:
        if piece and measure(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece] if piece else pieces


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in text.split():
        if words and word in _NEVER_FIRST:
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _fill(words: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _even(text: str, lines: list[str], width: float, measure: Measure) -> list[str]:
    """The narrowest filling that needs no more lines, so that no word is left alone on the last one."""
    words, low, high = _words(text), 0.0, width
    best = lines
    for _ in range(8):
        middle = (low + high) / 2
        tried = _fill(words, middle, measure)
        if len(tried) > len(lines) or any(measure(line) > width for line in tried):
            low = middle
        else:
            best, high = tried, middle
    return best
