"""A day for people in a hurry: what makes hours of work fit into a minute, and still leaves presses presses."""

import random
from typing import Final

from msgspec.structs import replace

from config import Settings
from simulation.clerk import Clerk, Habits
from simulation.day import DayPlan

LOCKOUT_SECONDS: Final = 0.15
HOLD_SECONDS: Final = 0.5
REACTION_SECONDS: Final = LOCKOUT_SECONDS + 0.05
"""A press within the lock-out of the one before would be none."""
PATIENCE_SECONDS: Final = 4.0
"""Longer than the buttons' agent tries: a press that still has no effect by then never will."""
RECALL_SHARE: Final = 0.04
SERVICES_A_DAY: Final = 160
"""How many services of mean length would fill one counter's hours of issuing."""


def hurried(settings: Settings) -> Settings:
    """Buttons for people in a hurry: a lock-out of a second would be an hour of the day, two presses no double one."""
    return replace(
        settings,
        counter=replace(
            settings.counter, lockout_seconds=LOCKOUT_SECONDS, hold_seconds=HOLD_SECONDS, double="off"
        ),
    )


def hurried_clerks(settings: Settings, plan: DayPlan, seed: int) -> dict[int, Clerk]:
    """One for each counter, as quick as the plan's day is short."""
    habits = Habits(
        service_seconds=plan.closes_at / SERVICES_A_DAY,
        reaction_seconds=REACTION_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
        recall_share=RECALL_SHARE,
    )
    ids = [counter.id for counter in settings.counters]
    return {counter: Clerk(habits, random.Random(seed * 1000 + counter)) for counter in ids}  # noqa: S311
