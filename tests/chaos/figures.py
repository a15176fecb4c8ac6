"""What a run amounts to, in words for a terminal."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final


@dataclass
class Figures:
    """`ready`: seconds from each kill to the first answered request."""

    ready: list[float] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)
    strokes: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    repeated: int = 0
    printed: int = 0
    boards: int = 0
    touched: int = 0
    pressed: int = 0
    violations: int = 0

    def lines(self) -> list[str]:
        kills = sum(times for name, times in self.strokes.items() if name in _KILLS)
        others = sum(self.strokes.values()) - kills
        by_name = ", ".join(f"{times} × {name}" for name, times in sorted(self.strokes.items()))
        kept = "kept" if self.ready and median(self.ready) <= _AIM_SECONDS else "missed"
        return [
            f"kills         {kills} of the coordinator, and {others} other faults",
            f"faults        {by_name}",
            f"acknowledged  {self.acknowledged} requests, {self.acknowledged / max(kills, 1):.0f} to a kill",
            f"repeated      {self.repeated} of them under their old keys",
            f"fingers       {self.touched} touches for a number, {self.pressed} presses of buttons",
            f"papers        {self.printed}, boards read {self.boards}",
            f"ready again   {spread(self.ready)}",
            *([f"aim           {_AIM_SECONDS:.0f} s in the median: {kept}"] if self.ready else []),
            f"restarted     {spread(self.restarts)}: ready again, without the kills of the worker alone",
            f"violations    {self.violations}",
        ]


_KILLS: Final = ("kill-worker", "kill-master", "kill-both")
_AIM_SECONDS: Final = 1.0
"""To be ready again, on a machine that has nothing else to do."""


def spread(seconds: list[float]) -> str:
    """Median and 99th percentile."""
    if len(seconds) < 2:
        return " ".join(f"{one:.2f} s" for one in seconds) or "–"
    return (
        f"{median(seconds):.2f} s in the median, {quantiles(seconds, n=100)[-1]:.2f} s at the 99th percentile"
    )
