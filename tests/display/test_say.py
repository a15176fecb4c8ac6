"""`motcua display say` and `record-list` with the real synthesizer: what an operator hears and reads."""

import itertools
import logging
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from motcua.__main__ import main
from tests.fakes.center_file import SMALLEST
from tests.fakes.sound import tone
from voice.samples import CEILING, FULL_SCALE, RATE, Samples, read_wave, seconds, write_wave


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command sends the logs to its own standard error, which ends with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by the first test that needs them, kept for the others."""
    return tmp_path_factory.mktemp("clips")


@pytest.fixture
def center(tmp_path: Path, clips: Path) -> Path:
    return write_center(tmp_path, clips)


def write_center(folder: Path, clips: Path, **voice: object) -> Path:
    settings = folder / "center.toml"
    lines = [f"{key} = {str(value).lower()}" for key, value in voice.items()]
    table = "\n".join([f'[display.voice]\nclips = "{clips}"', *lines])
    settings.write_text(f"{SMALLEST}\n{table}\n")
    return settings


def say(center: Path, out: Path, *more: str) -> Samples:
    assert main(["display", "--config", str(center), "say", "A025", "4", str(out), *more]) == 0
    return read_wave(out)


def loudness(samples: Samples) -> float:
    return math.sqrt(sum(x * x for x in samples) / len(samples)) / FULL_SCALE


def longest_silence(samples: Samples) -> float:
    """Seconds within the sentence in which nothing is heard."""
    window = RATE // 100
    quiet = [
        max(map(abs, samples[at : at + window])) < 0.01 * FULL_SCALE for at in range(0, len(samples), window)
    ]
    runs = [len(list(run)) for is_quiet, run in itertools.groupby(quiet) if is_quiet]
    return max(runs, default=0) / 100


def test_an_announcement_is_as_long_as_two_sentences_after_a_chime(center: Path, tmp_path: Path) -> None:
    assert 9 <= seconds(say(center, tmp_path / "out.wav")) <= 15


def test_an_announcement_is_loud_and_does_not_clip(center: Path, tmp_path: Path) -> None:
    samples = say(center, tmp_path / "out.wav")
    assert loudness(samples) >= 0.08
    assert 0.4 * FULL_SCALE <= max(map(abs, samples)) <= CEILING * FULL_SCALE


def test_an_announcement_sounds_like_one_sentence(center: Path, tmp_path: Path) -> None:
    assert longest_silence(say(center, tmp_path / "out.wav")) <= 0.6


def test_a_recall_and_english_make_it_longer(clips: Path, tmp_path: Path) -> None:
    plain = write_center(tmp_path, clips, repeats=1)
    once = seconds(say(plain, tmp_path / "1.wav"))
    assert seconds(say(plain, tmp_path / "2.wav", "--times", "2")) > once
    assert seconds(say(write_center(tmp_path, clips, repeats=1, english=True), tmp_path / "3.wav")) > once + 2


def test_a_recorded_word_is_heard_in_the_announcement(tmp_path: Path) -> None:
    own = tmp_path / "clips"
    (own / "vi").mkdir(parents=True)
    write_wave(own / "vi" / "invite.wav", tone(4.0))
    center = write_center(tmp_path, own, repeats=1)
    assert seconds(say(center, tmp_path / "out.wav")) > 4 + 3


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["A025"], "NUMBER COUNTER OUT.wav"),
        (["Đ025", "4", "out.wav"], "accepted: A to Z, 0 to 9"),
        (["A025", "four", "out.wav"], "say A025 4 out.wav"),
        (["A025", "1000", "out.wav"], "accepted: 1 to 999"),
    ],
)
def test_what_cannot_be_said_is_refused_with_what_is_accepted(
    center: Path, arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["display", "--config", str(center), "say", *arguments]) == 2
    assert named in capsys.readouterr().err


def test_without_a_synthesizer_nothing_is_written_and_the_mend_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    center, out = write_center(tmp_path, tmp_path / "clips"), tmp_path / "out.wav"
    assert main(["display", "--config", str(center), "say", "A025", "4", str(out)]) == 1
    assert "apt install espeak-ng" in capsys.readouterr().err
    assert not out.exists()


def test_the_list_to_record_names_each_file_its_words_and_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "clips"
    (own / "vi").mkdir(parents=True)
    write_wave(own / "vi" / "5.wav", tone(0.3))
    assert main(["display", "--config", str(write_center(tmp_path, own)), "record-list"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["vi/5.wav", "năm", "đã thu"] in rows
    assert ["vi/invite.wav", "Mời công dân có số thứ tự", "chưa có"] in rows
    assert rows[0] == ["chime.wav", "chuông báo", "máy đọc"]
    assert not any(path.startswith("en/") for path, _text, _state in rows)
