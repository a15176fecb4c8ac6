"""Spoken prompts: the sentence of the screen that is shown, the newest only, and never a reason to fail."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kiosk.pages.phrases import Phrases
from kiosk.prompter import Prompter
from kiosk.prompts import HUSH, all_prompts, prompt_after
from kiosk.sample import sample_state
from kiosk.state import Choose, Confirm, Issuing, Wish
from runtime.stop import Stop
from tests.fakes.sound import ToneSynthesizer
from tests.fakes.waiting import wait_for
from tests.kiosk.screens import LANGUAGES, SETTINGS, WORDS, equipment
from voice.clips import Clips
from voice.loudspeaker import Interruption, NoSound
from voice.samples import Samples, seconds

IDLE = sample_state(SETTINGS)
CHOOSE = replace(IDLE, screen=Choose())


def test_each_screen_that_asks_something_says_so_in_its_language() -> None:
    assert prompt_after(IDLE, CHOOSE) == "vi/kiosk-choose"
    english = replace(CHOOSE, language="en")
    assert prompt_after(CHOOSE, english) == "en/kiosk-choose"
    closed = replace(english, screen=Choose(notice="domain_closed"))
    assert prompt_after(english, closed) == "en/kiosk-closed"


def test_another_page_of_the_same_screen_does_not_say_it_again() -> None:
    assert prompt_after(CHOOSE, replace(CHOOSE, screen=Choose(page=1))) is None
    assert prompt_after(CHOOSE, replace(CHOOSE, touched_at=5.0)) is None


def test_a_screen_that_says_nothing_ends_what_was_being_said() -> None:
    assert prompt_after(CHOOSE, IDLE) == HUSH
    confirm = replace(IDLE, screen=Confirm(Wish("ho-tich")))
    assert prompt_after(confirm, replace(IDLE, screen=Issuing(Wish("ho-tich"), 1, 0.0))) == HUSH


def test_every_prompt_has_its_words() -> None:
    for name in all_prompts(LANGUAGES):
        language, _, word = name.partition("/")
        assert WORDS.of(language)(f"clip.{word}")
    assert Phrases(equipment(), IDLE).say("idle.touch")


@dataclass
class Speaker:
    """Plays until it is interrupted, or as long as the sound is; notes what it played and how it ended."""

    interruption: Interruption
    started: list[float] = field(default_factory=list)
    ended_early: list[bool] = field(default_factory=list)
    is_plugged: bool = True
    is_patient: bool = True
    closed: threading.Event = field(default_factory=threading.Event)

    def open(self) -> None:
        """Nothing is held."""

    def play(self, samples: Samples, volume: float) -> None:
        if not self.is_plugged:
            raise NoSound("no device")
        self.started.append(seconds(samples))
        self.ended_early.append(self.interruption.wait(20 if self.is_patient else 0))

    def close(self) -> None:
        self.closed.set()


class Room:
    def __init__(self, folder: Path, synthesizer: ToneSynthesizer) -> None:
        self.stop = Stop()
        self.speakers: list[Speaker] = []
        clips = Clips(folder, synthesizer, WORDS)
        self.prompter = Prompter(clips, self._connect, LANGUAGES, 0.5, self.stop)
        (self.speaker,) = self.speakers

    def _connect(self, interruption: Interruption) -> Speaker:
        self.speakers.append(Speaker(interruption))
        return self.speakers[-1]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, ToneSynthesizer())
    room.prompter.start()
    yield room
    room.stop.ask()
    room.prompter.join(20)
    assert not room.prompter.is_alive()
    assert room.speaker.closed.is_set()


def test_a_newer_prompt_ends_the_one_before(room: Room) -> None:
    room.prompter.say("vi/kiosk-choose")
    wait_for(lambda: len(room.speaker.started) == 1, "the first is being said")
    room.prompter.say("vi/kiosk-confirm")
    wait_for(lambda: len(room.speaker.started) == 2, "the second is being said")
    room.prompter.say(HUSH)
    wait_for(lambda: room.speaker.ended_early == [True, True], "silence")
    assert len(room.speaker.started) == 2


def test_a_missing_loudspeaker_is_told_once_and_tried_again(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.speaker.is_plugged, room.speaker.is_patient = False, False
    room.prompter.say("vi/kiosk-choose")
    wait_for(lambda: "no device" in caplog.text, "the fault")
    room.speaker.is_plugged = True
    room.prompter.say("vi/kiosk-choose")
    wait_for(lambda: "heard again" in caplog.text, "it works again")
    assert caplog.text.count("no device") == 1


def test_without_a_synthesizer_the_kiosk_is_silent_and_says_the_mend(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room = Room(tmp_path, ToneSynthesizer(is_installed=False))
    room.prompter.start()
    room.prompter.say("vi/kiosk-choose")
    wait_for(lambda: "apt install espeak-ng" in caplog.text, "the mend")
    room.stop.ask()
    room.prompter.join(20)
    assert not room.prompter.is_alive()
    assert room.speaker.started == []
