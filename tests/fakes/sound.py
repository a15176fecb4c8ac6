"""A loudspeaker and a synthesizer for tests: time passes while the one plays, the other makes tones."""

import math
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.loudspeaker import NoSound
from voice.samples import RATE, Samples, seconds, write_wave
from voice.synthesis import NoSynthesizer


class MovedClock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def is_synchronised(self) -> bool:
        return True


@dataclass(frozen=True)
class Played:
    start: float
    end: float
    volume: float


@dataclass
class RecordingLoudspeaker:
    """Notes when it played what; each sound takes its own time on the clock, as on a real device."""

    clock: MovedClock
    played: list[Played] = field(default_factory=list)
    is_plugged: bool = True

    def open(self) -> None:
        if not self.is_plugged:
            raise NoSound("no device")

    def play(self, samples: Samples, volume: float) -> None:
        self.open()
        start = self.clock.seconds
        self.clock.seconds += seconds(samples)
        self.played.append(Played(start, self.clock.seconds, volume))

    def close(self) -> None:
        pass


def tone(duration_seconds: float, hertz: float = 300, level: float = 0.5) -> Samples:
    count = round(duration_seconds * RATE)
    return array("h", [int(level * 32767 * math.sin(math.tau * hertz * i / RATE)) for i in range(count)])


@dataclass
class ToneSynthesizer:
    """Says every text as a tone as long as the text; `said` lists the texts."""

    is_installed: bool = True
    said: list[str] = field(default_factory=list)

    def say(self, text: str, language: str, file: Path) -> None:
        if not self.is_installed:
            raise NoSynthesizer("espeak-ng is missing: apt install espeak-ng")
        self.said.append(text)
        write_wave(file, tone(0.05 + 0.05 * len(text)))
