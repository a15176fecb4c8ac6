"""How loud the voice is at which hour."""

from datetime import time

import pytest

from config.settings import LoudSpan, VoiceTable
from display.voice.volume import volume_at

NOON = LoudSpan(start="11:30", end="13:00", volume=0.4)
NIGHT = LoudSpan(start="22:00", end="06:00", volume=0.0)
VOICE = VoiceTable(volume=0.9, schedule=[NOON, NIGHT, LoudSpan(start="12:00", end="14:00", volume=0.7)])


@pytest.mark.parametrize(
    ("clock", "volume"),
    [
        ("08:00", 0.9),
        ("11:29", 0.9),
        ("11:30", 0.4),
        ("12:59", 0.4),
        ("13:00", 0.7),
        ("14:00", 0.9),
        ("21:59", 0.9),
        ("22:00", 0.0),
        ("00:00", 0.0),
        ("05:59", 0.0),
        ("06:00", 0.9),
    ],
)
def test_the_first_span_that_holds_the_moment_decides(clock: str, volume: float) -> None:
    assert volume_at(VOICE, time.fromisoformat(clock)) == volume
