"""How much longer a service takes that has lasted for a while already.

Service times are taken for gamma distributed with a given squared coefficient of variation. The mean residual
life at age a is ∫ₐ S(t) dt / S(a), S the survival function (Cox, "Renewal Theory", 1962, ch. 5).
"""

import math
from array import array
from functools import cache

_STEP = 0.02
_LAST = 12.0


def residual(age: float, squared_variation: float) -> float:
    """The mean rest of a service of mean 1 that has lasted for `age`; 1 at any age where the variation is 1."""
    table = _table(round(squared_variation, 2))
    at = min(age, _LAST) / _STEP
    low = min(int(at), len(table) - 2)
    return table[low] + (at - low) * (table[low + 1] - table[low])


@cache
def _table(squared_variation: float) -> "array[float]":
    """The mean residual life at every `_STEP` up to `_LAST`, by integration from the far end.

    A table takes a while to make and 5 KB to keep; of the variations that there may be 136 are different.
    Where hardly anything survives so long, the limit of the gamma's hazard stands in: its scale.
    """
    shape, scale = 1 / squared_variation, squared_variation
    points = round(_LAST / _STEP) + 1
    survival = [_survival(shape, i * _STEP / scale) for i in range(points)]
    rest, found = survival[-1] * scale, array("d", [0.0]) * points
    for i in range(points - 1, -1, -1):
        found[i] = rest / survival[i] if survival[i] > 1e-9 else scale  # noqa: PLR2004 a billionth
        if i:
            rest += (survival[i] + survival[i - 1]) / 2 * _STEP
    return found


def _survival(shape: float, x: float) -> float:
    """The regularised upper incomplete gamma function Q(shape, x) (Numerical Recipes, 6.2)."""
    if x <= 0:
        return 1.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    return 1 - front * _series(shape, x) if x < shape + 1 else front * _fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    n = shape
    while abs(term) > total * 1e-12:
        n += 1
        term *= x / n
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = 1e300, 1 / b
    found = d
    for i in range(1, 200):
        a = -i * (i - shape)
        b += 2
        d = 1 / _away_from_zero(a * d + b)
        c = _away_from_zero(b + a / c)
        found *= d * c
        if abs(d * c - 1) < 1e-12:  # noqa: PLR2004 as exact as a float
            break
    return found


def _away_from_zero(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300  # noqa: PLR2004


def quantile(mean: float, variance: float, z: float) -> float:
    """The gamma distribution's quantile at the standard normal's `z`, by Wilson and Hilferty (1931)."""
    if mean <= 0 or variance <= 0:
        return max(mean, 0.0)
    spread = variance / (9 * mean * mean)
    return mean * max(1 - spread + z * math.sqrt(spread), 0.0) ** 3
