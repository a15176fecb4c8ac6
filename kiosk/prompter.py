"""Speaks prompts on a thread of its own; a newer one ends the one before. A failure of sound stops nothing."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from config.settings import KioskVoiceTable
from kiosk.prompts import HUSH, all_prompts
from runtime.stop import Stop
from voice.clips import Clips, MissingClip
from voice.loudspeaker import Interruption, Loudspeaker, MixerLoudspeaker, NoSound
from voice.synthesis import EspeakSynthesizer
from words import Words

log = logging.getLogger(__name__)


class Prompter(threading.Thread):
    """`connect` makes the loudspeaker, which is ended early by what it is given."""

    def __init__(
        self,
        clips: Clips,
        connect: Callable[[Interruption], Loudspeaker],
        languages: tuple[str, ...],
        volume: float,
        stop: Stop,
    ) -> None:
        super().__init__(name="prompter", daemon=True)
        self._clips = clips
        self._loudspeaker = connect(self)
        self._languages = languages
        self._volume = volume
        self._stop_asked = stop
        self._news = threading.Condition()
        self._wanted: str | None = None
        self._fault = ""
        stop.when_asked(self._wake)

    def say(self, name: str) -> None:
        """Say a clip instead of whatever is being said; from any thread, returns at once."""
        with self._news:
            self._wanted = name
            self._news.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether what is being said is to end, waited for up to `seconds`."""
        with self._news:
            return self._news.wait_for(
                lambda: self._wanted is not None or self._stop_asked.is_asked(), seconds
            )

    def run(self) -> None:
        for fault in self._clips.prepare(all_prompts(self._languages)):
            log.warning("%s", fault)
        while self.wait() and not self._stop_asked.is_asked():
            with self._news:
                name, self._wanted = self._wanted, None
            if name and name != HUSH:
                self._play(name)
        self._loudspeaker.close()

    def _play(self, name: str) -> None:
        fault = ""
        try:
            self._loudspeaker.play(self._clips.sentence([name]), self._volume)
        except (MissingClip, NoSound) as error:
            fault = str(error)
        if fault != self._fault:
            log.warning("%s", f"prompts are not heard: {fault}" if fault else "prompts are heard again")
            self._fault = fault

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()


def open_prompter(table: KioskVoiceTable, words: Words, languages: tuple[str, ...], stop: Stop) -> Prompter:
    clips = Clips(Path(table.clips), EspeakSynthesizer(), words)
    return Prompter(clips, MixerLoudspeaker, languages, table.volume, stop)
