"""Sound as numbers: clips read, trimmed, levelled and joined, so that words from anywhere make one sentence.

Everything inside is mono, 16 bits, `RATE` samples a second; what a centre recorded otherwise is converted.
The standard library only: on a Pi a numpy would weigh more than the rest of the board.
"""

import math
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeAlias

RATE: Final = 22_050
FULL_SCALE: Final = 32_767

LOUDNESS: Final = 0.14
"""Root mean square that each clip is brought to, of full scale, so that no word stands out."""
CEILING: Final = 0.89
"""No sample goes above this, whatever the loudness asks: one decibel below clipping."""

_WINDOW: Final = RATE // 100
_QUIET: Final = 0.03
_LEAD: Final = RATE // 100
_TAIL: Final = RATE // 40
_FADE: Final = RATE // 200

Samples: TypeAlias = "array[int]"


class BrokenClip(ValueError):
    """A sound file that cannot be used; the message names the file and what is wanted."""


def seconds(samples: Samples) -> float:
    return len(samples) / RATE


def silence(duration_seconds: float) -> Samples:
    return array("h", bytes(2 * round(duration_seconds * RATE)))


def join(parts: Iterable[Samples]) -> Samples:
    whole = array("h")
    for part in parts:
        whole.extend(part)
    return whole


def read_wave(path: Path) -> Samples:
    """A 16-bit PCM wave file of any rate, its channels mixed. Raises `BrokenClip`."""
    try:
        with wave.open(str(path), "rb") as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise BrokenClip(f"{path}: cannot be read: {error}") from error
    if width != 2:  # noqa: PLR2004 bytes
        raise BrokenClip(f"{path}: has {8 * width} bits a sample (accepted: PCM wave of 16 bits)")
    samples = _resample(_mix(array("h", frames[: len(frames) - len(frames) % 2]), channels), rate)
    if not samples or max(samples) == min(samples):
        raise BrokenClip(f"{path}: holds no sound")
    return samples


def write_wave(path: Path, samples: Samples) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def polish(samples: Samples) -> Samples:
    """A clip ready to be joined: silence cut from both ends, the common loudness, soft edges."""
    return _soften(_level(trim(samples)))


def trim(samples: Samples) -> Samples:
    """Without the silence at both ends; a breath of it stays, for words need some air between them."""
    levels = [_mean_level(samples, at) for at in range(0, len(samples), _WINDOW)]
    quiet = _QUIET * max(levels)
    loud = [i for i, level in enumerate(levels) if level > quiet]
    start = loud[0] * _WINDOW - _LEAD
    end = (loud[-1] + 1) * _WINDOW + _TAIL
    return samples[max(start, 0) : end]


def _mean_level(samples: Samples, at: int) -> float:
    window = samples[at : at + _WINDOW]
    return sum(map(abs, window)) / len(window)


def _level(samples: Samples) -> Samples:
    loudness = math.sqrt(sum(x * x for x in samples) / len(samples))
    peak = max(map(abs, samples))
    gain = min(LOUDNESS * FULL_SCALE / loudness, CEILING * FULL_SCALE / peak)
    return array("h", [int(x * gain) for x in samples])


def _soften(samples: Samples) -> Samples:
    """A cut in the middle of a wave clicks; a few milliseconds of fading do not."""
    softened = samples[:]
    length = min(_FADE, len(samples) // 2)
    for i in range(length):
        softened[i] = samples[i] * i // length
        softened[-1 - i] = samples[-1 - i] * i // length
    return softened


def _mix(samples: Samples, channels: int) -> Samples:
    if channels == 1:
        return samples
    tracks = [samples[channel::channels] for channel in range(channels)]
    return array("h", [sum(frame) // channels for frame in zip(*tracks, strict=False)])


def _resample(samples: Samples, rate: int) -> Samples:
    """Linear interpolation: enough for speech in a lobby."""
    if rate == RATE or not samples:
        return samples
    step, last = rate / RATE, len(samples) - 1
    resampled = array("h")
    for i in range(int(len(samples) / step)):
        at = i * step
        left = min(int(at), last)
        right = min(left + 1, last)
        resampled.append(int(samples[left] + (samples[right] - samples[left]) * (at - left)))
    return resampled
