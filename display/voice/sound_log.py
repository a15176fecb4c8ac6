"""What was said and when, beside the frames of an off-screen board: for simulations, tests and benchmarks."""

import json
from pathlib import Path
from typing import Final

from runtime.clock import Clock
from wire.messages import Call

SOUND_LOG: Final = "sounds.jsonl"


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
