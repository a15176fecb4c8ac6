"""What was to be said, and what was said and when, beside the frames of an off-screen board: for simulations, tests and
benchmarks.
"""

import json
from collections.abc import Collection
from pathlib import Path
from typing import Final

from display.voice.announcer import Voice
from runtime.clock import Clock
from wire.messages import Call

SOUND_LOG: Final = "sounds.jsonl"
ANNOUNCED_LOG: Final = "announced.jsonl"


class SoundLog:
    """Adds `{"begun_at": monotonic seconds, "call": seq, "words": […]}` to DIR/sounds.jsonl, a line each."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._file = (folder / SOUND_LOG).open("a", encoding="utf-8")

    def on_begin(self, call: Call, words: list[str]) -> None:
        begun = {"begun_at": self._clock.monotonic(), "call": call.seq, "words": words}
        self._file.write(json.dumps(begun) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class NotedVoice:
    """A `Voice`, also a silent one, of which DIR/announced.jsonl tells each call that it was given, a line each:
    `{"at": monotonic seconds, "call": seq}`; the `call` is null where a board's process began.
    """

    def __init__(self, voice: Voice, folder: Path, clock: Clock) -> None:
        self._voice = voice
        self._clock = clock
        self._file = (folder / ANNOUNCED_LOG).open("a", encoding="utf-8")
        self._note(None)

    def announce(self, call: Call) -> None:
        self._note(call.seq)
        self._voice.announce(call)

    def withdraw(self, calls: Collection[int]) -> None:
        self._voice.withdraw(calls)

    def run(self) -> None:
        self._voice.run()

    def close(self) -> None:
        self._file.close()

    def _note(self, call: int | None) -> None:
        self._file.write(json.dumps({"at": self._clock.monotonic(), "call": call}) + "\n")
        self._file.flush()
