"""The chime before an announcement: two struck tones, the second lower, made and not recorded."""

import math
from array import array
from collections.abc import Callable
from typing import Final

from voice.samples import CEILING, FULL_SCALE, RATE, Samples

_TONES: Final = ((0.0, 659.26), (0.38, 523.25))
"""Seconds and hertz: a falling major third, E5 to C5, heard everywhere as "please listen"."""
_PARTIALS: Final = ((1.0, 1.0), (2.0, 0.35), (3.0, 0.12))
_LENGTH_SECONDS: Final = 1.15
_DECAY_PER_SECOND: Final = 5.0
_STRIKE_SECONDS: Final = 0.004
_LOUDNESS: Final = 0.6


def chime() -> Samples:
    """Something over a second of sound that begins at once and dies away."""
    waves = [_tone(start, hertz) for start, hertz in _TONES]
    sound = [sum(tone(i / RATE) for tone in waves) for i in range(int(_LENGTH_SECONDS * RATE))]
    gain = _LOUDNESS * CEILING * FULL_SCALE / max(map(abs, sound))
    fade = len(sound) // 10
    return array("h", [int(x * gain * min(1.0, (len(sound) - i) / fade)) for i, x in enumerate(sound)])


def _tone(start: float, hertz: float) -> Callable[[float], float]:
    def at(second: float) -> float:
        age = second - start
        if age < 0:
            return 0.0
        strike = min(1.0, age / _STRIKE_SECONDS)
        partials = sum(share * math.sin(math.tau * hertz * n * age) for n, share in _PARTIALS)
        return strike * partials * math.exp(-_DECAY_PER_SECOND * age)

    return at
