"""What is done when: the same for the same seed, and said in a line, so that a run can be made again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.chaos.faults import Fault


@dataclass(frozen=True)
class Stroke:
    """A fault after a pause of work; `seed` is that of its own dice."""

    pause_seconds: float
    fault: Fault
    seed: str


def make_plan(
    seed: int, faults: Sequence[Fault], strokes: int, pause: tuple[float, float] = (0.1, 0.5)
) -> list[Stroke]:
    """So many strokes, every fault as often as any other, in an order of the seed's."""
    chance = random.Random(seed)
    order: list[Fault] = []
    while len(order) < strokes:
        order += chance.sample(faults, len(faults))
    return [
        Stroke(chance.uniform(*pause), fault, f"{seed}/{number}")
        for number, fault in enumerate(order[:strokes])
    ]


def describe(seed: int, plan: Sequence[Stroke]) -> str:
    strokes = "; ".join(f"{stroke.pause_seconds:.2f} s, {stroke.fault.name}" for stroke in plan)
    return f"seed {seed}: {strokes}"
