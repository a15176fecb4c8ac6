"""Ranges that keep their promise: widened by what fell outside, narrowed by what did not.

A tenth of the waits should end below the range and a tenth above. Each wait that comes true moves the two
ends a little, more outwards when it lay outside than inwards when not, so that the shares settle where they
should whatever the days are like (adaptive conformal inference: Gibbs and Candès, 2021).
"""

from dataclasses import dataclass
from typing import Final

from forecast.waits import USUAL_TAILS, Expected, Tails

SHARE: Final = 0.1
STEP: Final = 0.02
_NARROWEST, _WIDEST = 0.5, 3.0


@dataclass
class Calibration:
    """`tails` are what `foresee` is given; carried on from day to day."""

    tails: Tails = USUAL_TAILS

    def came_true(self, told: Expected, waited: float) -> None:
        """One who had been told a wait was called after `waited` seconds."""
        low, high = self.tails
        low -= STEP * ((waited < told.low) - SHARE)
        high += STEP * ((waited > told.high) - SHARE)
        self.tails = (-_bounded(-low), _bounded(high))


def _bounded(z: float) -> float:
    return min(max(z, _NARROWEST), _WIDEST)
