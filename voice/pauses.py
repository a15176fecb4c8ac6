"""The names in a sentence of clips that are no words: the chime and the pauses."""

from typing import Final

CHIME: Final = "chime"
COMMA: Final = "comma"
STOP: Final = "stop"
PAUSES: Final = {COMMA: 0.13, STOP: 0.45}
"""Seconds of silence that these stand for."""
