"""How loud the voice is at which hour: quiet where a hall is used for something else at noon."""

from datetime import time

from config.settings import VoiceTable


def volume_at(voice: VoiceTable, clock: time) -> float:
    """0 to 1; the first span of the schedule that holds `clock` (local time) decides."""
    minute = f"{clock:%H:%M}"
    for span in voice.schedule:
        is_past_start, is_before_end = span.start <= minute, minute < span.end
        spans_midnight = span.start > span.end
        if (is_past_start or is_before_end) if spans_midnight else (is_past_start and is_before_end):
            return span.volume
    return voice.volume
