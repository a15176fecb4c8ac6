"""The folder of clips: a wave file a word, recorded by the centre or made once and kept.

`vi/invite.wav`, `en/5.wav`: the name of a clip is its path. `chime.wav` there replaces the made chime.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from voice.chime import chime
from voice.pauses import CHIME, PAUSES
from voice.samples import BrokenClip, Samples, join, polish, read_wave, seconds, silence
from voice.synthesis import NoSynthesizer, Synthesizer
from words import Words

log = logging.getLogger(__name__)

_SUFFIX: Final = ".wav"


class MissingClip(LookupError):
    """A sentence cannot be said whole, so it is not said: without one digit it is another number."""


class Clips:
    """Clips in memory, ready to be joined. `words` says what a clip that must be made is to say."""

    def __init__(self, folder: Path, synthesizer: Synthesizer, words: Words) -> None:
        self._folder = folder
        self._synthesizer = synthesizer
        self._words = words
        self._ready = {name: silence(duration) for name, duration in PAUSES.items()}

    def text(self, name: str) -> str:
        language, _, word = name.partition("/")
        return self._words.of(language)(f"clip.{word}")

    def prepare(self, names: list[str]) -> list[str]:
        """Load the chime and these clips, making what is missing; gives one sentence for each fault."""
        faults = [self._load_chime()]
        faults += [self._prepare_one(name) for name in names if name not in self._ready]
        return sorted({fault for fault in faults if fault})

    def sentence(self, names: list[str]) -> Samples:
        """The clips strung together. Raises `MissingClip`."""
        try:
            return join(self._ready[name] for name in names)
        except KeyError as error:
            raise MissingClip(f"no clip {error}") from error

    def duration(self, names: list[str]) -> float:
        """Seconds that the sentence takes; what is missing takes none."""
        return sum(seconds(self._ready[name]) for name in names if name in self._ready)

    def _load_chime(self) -> str:
        own = self._folder / f"{CHIME}{_SUFFIX}"
        fault = ""
        try:
            self._ready[CHIME] = polish(read_wave(own)) if own.exists() else chime()
        except BrokenClip as error:
            self._ready[CHIME], fault = chime(), str(error)
        return fault

    def _prepare_one(self, name: str) -> str:
        """Load or make one clip; a broken recording is replaced by a made one for now, and told."""
        path = self._folder / f"{name}{_SUFFIX}"
        try:
            if path.exists():
                self._ready[name] = polish(read_wave(path))
            else:
                self._ready[name] = self._make(name, path)
        except BrokenClip as broken:
            return self._replace(name, str(broken))
        except OSError as error:
            return str(error)
        return ""

    def _make(self, name: str, keep_at: Path) -> Samples:
        with self._made(name) as made:
            samples = polish(read_wave(made))
            try:
                _keep(made, keep_at)
            except OSError as error:
                log.warning("the clip %s is made anew at each start: it cannot be kept: %s", name, error)
        return samples

    def _replace(self, name: str, fault: str) -> str:
        try:
            with self._made(name) as made:
                self._ready[name] = polish(read_wave(made))
        except (BrokenClip, NoSynthesizer) as error:
            return f"{fault}; {error}"
        return fault

    @contextmanager
    def _made(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "clip.wav")
            self._synthesizer.say(self.text(name), name.partition("/")[0], file)
            yield file


def _keep(made: Path, keep_at: Path) -> None:
    """By way of another name, so that a power cut leaves no half clip."""
    keep_at.parent.mkdir(parents=True, exist_ok=True)
    half = keep_at.with_suffix(".new")
    shutil.copyfile(made, half)
    half.replace(keep_at)
