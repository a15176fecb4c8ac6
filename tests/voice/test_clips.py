"""Clips are the centre's own where it recorded them, made once where not; a lacking one is never skipped."""

from pathlib import Path

import pytest

import display
from display.speech import Manner, all_clips, speak
from tests.fakes.boards import a_call
from tests.fakes.sound import ToneSynthesizer, tone
from voice.clips import Clips, MissingClip
from voice.samples import read_wave, write_wave
from words import Catalogue, Words, load_words

WORDS = load_words(Path(display.__file__).parent / "locale")
LISTED = all_clips(Manner())


def test_missing_clips_are_made_once_and_kept(tmp_path: Path) -> None:
    synthesizer = ToneSynthesizer()
    assert Clips(tmp_path, synthesizer, WORDS).prepare(LISTED) == []
    assert len(synthesizer.said) == len(LISTED)
    assert Clips(tmp_path, synthesizer, WORDS).prepare(LISTED) == []
    assert len(synthesizer.said) == len(LISTED)
    assert len(list((tmp_path / "made" / "vi").iterdir())) == len(LISTED)


def test_what_was_made_for_another_text_is_made_anew(tmp_path: Path) -> None:
    Clips(tmp_path, ToneSynthesizer(), WORDS).prepare(["vi/5"])
    synthesizer = ToneSynthesizer()
    other_words = Words({"vi": Catalogue("vi", {"clip.5": "năm năm"})})
    Clips(tmp_path, synthesizer, other_words).prepare(["vi/5"])
    assert synthesizer.said == ["năm năm"]


def test_a_kept_clip_that_a_power_cut_spoilt_is_made_anew(tmp_path: Path) -> None:
    Clips(tmp_path, ToneSynthesizer(), WORDS).prepare(["vi/5"])
    (kept,) = (tmp_path / "made" / "vi").iterdir()
    kept.write_bytes(kept.read_bytes()[:20])
    synthesizer = ToneSynthesizer()
    assert Clips(tmp_path, synthesizer, WORDS).prepare(["vi/5"]) == []
    assert synthesizer.said == ["năm"]


def test_a_clip_is_recorded_made_or_missing(tmp_path: Path) -> None:
    clips = Clips(tmp_path, ToneSynthesizer(), WORDS)
    clips.prepare(["vi/5"])
    (tmp_path / "vi").mkdir()
    write_wave(tmp_path / "vi" / "6.wav", tone(0.5))
    origins = [clips.origin(name) for name in ("vi/5", "vi/6", "vi/7", "chime")]
    assert origins == ["made", "recorded", "missing", "made"]


def test_what_is_made_says_the_catalogue_s_words(tmp_path: Path) -> None:
    synthesizer = ToneSynthesizer()
    Clips(tmp_path, synthesizer, WORDS).prepare(["vi/invite", "vi/five-after-ten", "en/5"])
    assert synthesizer.said == ["Mời công dân có số thứ tự", "lăm", "five"]


def test_a_recorded_clip_is_used_and_stays_untouched(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    write_wave(tmp_path / "vi" / "invite.wav", tone(1.5))
    synthesizer = ToneSynthesizer()
    clips = Clips(tmp_path, synthesizer, WORDS)
    clips.prepare(["vi/invite"])
    assert synthesizer.said == []
    assert clips.duration(["vi/invite"]) == pytest.approx(1.5, abs=0.05)
    assert read_wave(tmp_path / "vi" / "invite.wav") == tone(1.5)


def test_a_centre_s_own_chime_is_used(tmp_path: Path) -> None:
    write_wave(tmp_path / "chime.wav", tone(0.25))
    clips = Clips(tmp_path, ToneSynthesizer(), WORDS)
    clips.prepare([])
    assert clips.duration(["chime"]) == pytest.approx(0.25, abs=0.05)


def test_a_broken_recording_is_told_replaced_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "5.wav").write_bytes(b"broken")
    clips = Clips(tmp_path, ToneSynthesizer(), WORDS)
    (fault,) = clips.prepare(["vi/5"])
    assert "5.wav" in fault
    assert clips.duration(["vi/5"]) > 0
    assert (tmp_path / "vi" / "5.wav").read_bytes() == b"broken"


def test_without_a_synthesizer_one_sentence_says_the_mend_and_no_half_sentence_is_given(
    tmp_path: Path,
) -> None:
    clips = Clips(tmp_path, ToneSynthesizer(is_installed=False), WORDS)
    assert clips.prepare(LISTED) == ["espeak-ng is missing: apt install espeak-ng"]
    with pytest.raises(MissingClip):
        clips.sentence(speak(a_call(1), Manner()))
    assert clips.sentence(["chime"])


def test_a_folder_that_cannot_be_written_does_not_silence_the_voice(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    clips = Clips(tmp_path / "taken", ToneSynthesizer(), WORDS)
    assert clips.prepare(LISTED) == []
    assert clips.sentence(speak(a_call(1), Manner()))


def test_a_sentence_is_as_long_as_its_clips(tmp_path: Path) -> None:
    clips = Clips(tmp_path, ToneSynthesizer(), WORDS)
    clips.prepare(LISTED)
    words = speak(a_call(1), Manner())
    assert len(clips.sentence(words)) / 22_050 == pytest.approx(clips.duration(words))


def test_kept_clips_may_be_written_by_whoever_may_write_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    folder.chmod(0o2775)
    Clips(folder, ToneSynthesizer(), WORDS).prepare(["vi/5"])
    assert (folder / "made" / "vi").stat().st_mode & 0o7777 == 0o2775
    assert [path.suffix for path in (folder / "made" / "vi").iterdir()] == [".wav"]
