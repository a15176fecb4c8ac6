"""The loudspeaker, by way of pygame's mixer (SDL: ALSA, PipeWire, PulseAudio)."""

from typing import Final, Protocol

import pygame

from voice.samples import RATE, Samples, seconds

_BUFFER_SAMPLES: Final = 512
_LOOK_SECONDS: Final = 0.02
_PATIENCE_SECONDS: Final = 3.0


class NoSound(OSError):
    """There is no sound device, or it does not take what is played."""


class Interruption(Protocol):
    """What ends a sound early; `runtime.stop.Stop` is one."""

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep up to `seconds`; true as soon as the sound is to end."""


class Loudspeaker(Protocol):
    def open(self) -> None:
        """Take the device, if it is not held yet, so that the first sound begins at once. Raises `NoSound`."""

    def play(self, samples: Samples, volume: float) -> None:
        """Play to the end, then return. Raises `NoSound`; the next call tries the device anew."""

    def close(self) -> None:
        """Let go of the device; closing twice is safe."""


class MixerLoudspeaker:
    """Opened at the first sound and again after a fault, so that a loudspeaker plugged in later is found.

    Used by one thread. An interruption ends the sound at once.
    """

    def __init__(self, stop: Interruption) -> None:
        self._stop = stop

    def play(self, samples: Samples, volume: float) -> None:
        self.open()
        try:
            sound = pygame.mixer.Sound(buffer=samples.tobytes())
            sound.set_volume(volume)
            sound.play()
            self._wait(sound, seconds(samples))
        except pygame.error as error:
            self.close()
            raise NoSound(str(error)) from error

    def open(self) -> None:
        try:
            if not pygame.mixer.get_init():
                pygame.mixer.init(RATE, -16, 1, _BUFFER_SAMPLES, allowedchanges=0)
        except pygame.error as error:
            raise NoSound(str(error)) from error

    def close(self) -> None:
        pygame.mixer.quit()

    def _wait(self, sound: pygame.mixer.Sound, duration: float) -> None:
        if self._stop.wait(duration):
            sound.stop()
            return
        patience = _PATIENCE_SECONDS
        while sound.get_num_channels():
            if patience <= 0:
                raise pygame.error("the sound device takes no more sound")
            patience -= _LOOK_SECONDS
            self._stop.wait(_LOOK_SECONDS)
