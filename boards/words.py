"""The board's words, in every language that there is."""

from pathlib import Path

from words import Words, load_words


def board_words() -> Words:
    return load_words(Path(__file__).parent / "locale")
