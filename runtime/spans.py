"""Spans of the day, as the settings write them: `HH:MM` to `HH:MM`, local time."""

from datetime import time


def is_within(clock: time, start: str, end: str) -> bool:
    """Whether `clock` lies from `start` until before `end`; a span that ends before it starts spans midnight."""
    minute = f"{clock:%H:%M}"
    if start <= end:
        return start <= minute < end
    return minute >= start or minute < end
