"""A run: the plan's strokes on a stage under load, then rest, then judgement."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Final

from rehearsal.lobby import RehearsalError
from simulation.invariants import find_violations
from tests.chaos.evidence import Traces
from tests.chaos.plan import Stroke, describe
from tests.chaos.rules import ALL
from tests.chaos.stage import Stage

MOST_NAMED: Final = 20
LONGEST_SENTENCE: Final = 400


class RuleBroken(AssertionError):
    """A rule was broken, or something that must be said of a fault was not; the message holds the plan."""


def carry_out(
    stage: Stage, plan: Sequence[Stroke], on_stroke: Callable[[int, Stroke], None] = lambda _n, _s: None
) -> None:
    """Raises `RuleBroken` with the plan where a stroke fails."""
    for number, stroke in enumerate(plan):
        time.sleep(stroke.pause_seconds)
        on_stroke(number, stroke)
        try:
            stroke.fault.strike(stage, random.Random(stroke.seed))
        except (AssertionError, RehearsalError) as error:
            failed = f"stroke {number}, {stroke.fault.name}: {error}"
            raise RuleBroken(f"{failed}\n{describe(stage.seed, plan[: number + 1])}") from error


def judge(stage: Stage, plan: Sequence[Stroke], traces: Traces) -> None:
    """Raises `RuleBroken` with every breach and the plan."""
    if violations := find_violations(traces, ALL):
        named = [violation[:LONGEST_SENTENCE] for violation in violations[:MOST_NAMED]]
        raise RuleBroken("\n".join([f"{len(violations)} breaches", *named, describe(stage.seed, plan)]))
