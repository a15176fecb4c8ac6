"""How loud the voice is at which hour: quiet where a hall is used for something else at noon."""

from datetime import time

from config.settings import VoiceTable


def volume_at(voice: VoiceTable, clock: time) -> float:
    """0 to 1; the first span of the schedule that holds `clock` (local time) decides."""
    minute = f"{clock:%H:%M}"
    for span in voice.schedule:
        if span.start <= span.end:
            holds = span.start <= minute < span.end
        else:
            holds = minute >= span.start or minute < span.end
        if holds:
            return span.volume
    return voice.volume
