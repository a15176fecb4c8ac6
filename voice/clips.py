"""The folder of clips: a wave file a word, recorded by the centre or made once and kept.

`vi/invite.wav`, `en/5.wav`: the name of a clip is its path. `chime.wav` there replaces the made chime. What is
made stands in a folder of its own, `made`, so that it is never taken for a recording; the words that it says
are part of its name, so that another text makes it anew.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final, Literal

from voice.chime import chime
from voice.pauses import CHIME, PAUSES
from voice.samples import BrokenClip, Samples, join, polish, read_wave, seconds, silence
from voice.synthesis import NoSynthesizer, Synthesizer
from words import Words

log = logging.getLogger(__name__)

_SUFFIX: Final = ".wav"
_MADE: Final = "made"
_DIGEST_SIGNS: Final = 8

Origin = Literal["recorded", "made", "missing"]


class MissingClip(LookupError):
    """A sentence cannot be said whole, so it is not said: without one digit it is another number."""


class Clips:
    """Clips in memory, ready to be joined. `words` says what a clip that must be made is to say."""

    def __init__(self, folder: Path, synthesizer: Synthesizer, words: Words) -> None:
        self._folder = folder
        self._synthesizer = synthesizer
        self._words = words
        self._has_warned = False
        self._ready = {name: silence(duration) for name, duration in PAUSES.items()}

    def text(self, name: str) -> str:
        language, _, word = name.partition("/")
        return self._words.of(language)(f"clip.{word}")

    def origin(self, name: str) -> Origin:
        """Where a clip comes from as the folder stands; the chime is made without a file."""
        if self._recording(name).exists():
            return "recorded"
        return "made" if name == CHIME or self._made_file(name).exists() else "missing"

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
        own = self._recording(CHIME)
        fault = ""
        try:
            self._ready[CHIME] = polish(read_wave(own)) if own.exists() else chime()
        except BrokenClip as error:
            self._ready[CHIME], fault = chime(), str(error)
        return fault

    def _recording(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _made_file(self, name: str) -> Path:
        digest = hashlib.sha256(self.text(name).encode()).hexdigest()[:_DIGEST_SIGNS]
        return self._folder / _MADE / f"{name}-{digest}{_SUFFIX}"

    def _prepare_one(self, name: str) -> str:
        """Load or make one clip; a broken recording is replaced by a made one for now, and told."""
        recording = self._recording(name)
        try:
            self._ready[name] = polish(read_wave(recording)) if recording.exists() else self._made(name)
        except BrokenClip as broken:
            return self._replace(name, str(broken))
        except OSError as error:
            return str(error)
        return ""

    def _made(self, name: str) -> Samples:
        """The kept clip, or one that is made now and kept; a kept one that is broken is made anew."""
        kept = self._made_file(name)
        with contextlib.suppress(BrokenClip):
            return polish(read_wave(kept))
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "clip.wav")
            self._synthesizer.say(self.text(name), name.partition("/")[0], made)
            samples = polish(read_wave(made))
            try:
                _keep(made, kept)
            except OSError as error:
                self._warn_once(error)
        return samples

    def _warn_once(self, error: OSError) -> None:
        if not self._has_warned:
            log.warning("clips are made anew at each start, for they cannot be kept: %s", error)
        self._has_warned = True

    def _replace(self, name: str, fault: str) -> str:
        try:
            self._ready[name] = self._made(name)
        except (BrokenClip, NoSynthesizer) as error:
            return f"{fault}; {error}"
        return fault


def _keep(made: Path, keep_at: Path) -> None:
    """By way of another name, so that a power cut leaves no half clip, nor two processes that share the folder."""
    _make_folder(keep_at.parent)
    half = keep_at.with_suffix(f".{os.getpid()}.new")
    shutil.copyfile(made, half)
    half.replace(keep_at)


def _make_folder(folder: Path) -> None:
    """With the rights of the one above it: what one user may write there, its whole group may."""
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(folder.parent.stat().st_mode & 0o7777)
