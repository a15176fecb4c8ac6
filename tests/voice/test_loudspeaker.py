"""The loudspeaker on SDL's own drivers: it plays to the end, stops at once when asked, and says that it is missing."""

import threading
import time
from collections.abc import Iterator

import pygame
import pytest

from runtime.stop import Stop
from tests.fakes.sound import tone
from voice.loudspeaker import MixerLoudspeaker, NoSound


@pytest.fixture
def dummy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    pygame.mixer.quit()
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    yield
    pygame.mixer.quit()


@pytest.mark.usefixtures("dummy")
def test_a_sound_is_played_to_its_end() -> None:
    loudspeaker, sound = MixerLoudspeaker(Stop()), tone(0.2)
    begun = time.monotonic()
    loudspeaker.play(sound, 1.0)
    assert time.monotonic() - begun >= 0.2
    loudspeaker.close()
    loudspeaker.close()


@pytest.mark.usefixtures("dummy")
def test_a_stop_ends_the_sound_at_once() -> None:
    stop = Stop()
    loudspeaker = MixerLoudspeaker(stop)
    playing = threading.Thread(target=loudspeaker.play, args=(tone(30), 1.0))
    playing.start()
    stop.ask()
    playing.join(10)
    assert not playing.is_alive()


def test_a_missing_device_is_told_and_found_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pygame.mixer.quit()
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    loudspeaker = MixerLoudspeaker(Stop())
    with pytest.raises(NoSound):
        loudspeaker.open()
    with pytest.raises(NoSound):
        loudspeaker.play(tone(0.05), 1.0)
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    loudspeaker.play(tone(0.05), 1.0)
    loudspeaker.close()
