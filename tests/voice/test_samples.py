"""Clips from anywhere become one sentence: trimmed, levelled, never clipped."""

import itertools
import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.sound import tone
from voice.chime import chime
from voice.samples import (
    CEILING,
    FULL_SCALE,
    RATE,
    BrokenClip,
    join,
    polish,
    read_wave,
    seconds,
    silence,
    trim,
    write_wave,
)


def write_foreign(path: Path, frames: bytes, *, channels: int = 1, width: int = 2, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(frames)
    return path


def test_silence_is_cut_from_both_ends_and_nothing_else() -> None:
    spoken = tone(0.5)
    trimmed = trim(join([silence(0.8), spoken, silence(1.2)]))
    assert seconds(spoken) <= seconds(trimmed) <= seconds(spoken) + 0.06


def test_a_pause_within_a_word_stays() -> None:
    word = join([tone(0.2), silence(0.3), tone(0.2)])
    assert seconds(trim(word)) == pytest.approx(seconds(word), abs=0.06)


@pytest.mark.parametrize("level", [0.01, 0.1, 1.0])
def test_loud_and_quiet_recordings_become_equally_loud_without_clipping(level: float) -> None:
    peaks = max(polish(tone(0.5, level=level)))
    assert peaks == pytest.approx(max(polish(tone(0.5, level=0.5))), rel=0.05)
    assert peaks <= CEILING * FULL_SCALE


@given(st.lists(st.integers(-32768, 32767), min_size=300, max_size=600).filter(lambda x: max(x) > min(x)))
def test_no_sound_whatever_is_polished_beyond_the_ceiling(raw: list[int]) -> None:
    assert max(map(abs, polish(array("h", raw)))) <= CEILING * FULL_SCALE


def test_a_polished_clip_begins_and_ends_at_rest() -> None:
    clip = polish(tone(0.5))
    assert (clip[0], clip[-1]) == (0, 0)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_wave(tmp_path / "a.wav", tone(0.3))
    assert read_wave(tmp_path / "a.wav") == tone(0.3)


def test_a_stereo_recording_at_another_rate_keeps_its_length_and_pitch(tmp_path: Path) -> None:
    at_44k = array("h", [x for x in tone(2.0, hertz=440) for _channel in "LR"])
    path = write_foreign(tmp_path / "a.wav", at_44k.tobytes(), channels=2, rate=2 * RATE)
    samples = read_wave(path)
    crossings = sum(1 for a, b in itertools.pairwise(samples) if a < 0 <= b)
    assert seconds(samples) == pytest.approx(1.0, abs=0.01)
    assert crossings == pytest.approx(880, abs=2)


@pytest.mark.parametrize("frames", [b"", bytes(4000)])
def test_a_clip_without_sound_is_refused(tmp_path: Path, frames: bytes) -> None:
    with pytest.raises(BrokenClip, match="holds no sound"):
        read_wave(write_foreign(tmp_path / "a.wav", frames))


def test_a_file_that_is_no_wave_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "5.wav").write_bytes(b"not a wave")
    with pytest.raises(BrokenClip, match=r"5\.wav"):
        read_wave(tmp_path / "5.wav")


def test_another_depth_is_refused_with_what_is_accepted(tmp_path: Path) -> None:
    with pytest.raises(BrokenClip, match=r"24 bits.*accepted: PCM wave of 16 bits"):
        read_wave(write_foreign(tmp_path / "a.wav", bytes(300), width=3))


def test_the_chime_begins_at_once_and_dies_away_without_clipping() -> None:
    sound = chime()
    first_tenth, last_tenth = sound[: len(sound) // 10], sound[-len(sound) // 10 :]
    assert 0.8 <= seconds(sound) <= 2
    assert max(map(abs, sound[: RATE // 50])) > 0.2 * FULL_SCALE
    assert max(map(abs, first_tenth)) > 10 * max(map(abs, last_tenth))
    assert 0.3 * FULL_SCALE < max(map(abs, sound)) <= CEILING * FULL_SCALE
