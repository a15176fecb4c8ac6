"""A bounded memory: what was used least recently goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps values up to a total `weight`; `weigh` says what one weighs (default: 1). What is heavier than `heaviest`
    (default: all of it) is not kept.
    """

    def __init__(
        self, weight: int, weigh: Callable[[V], int] = lambda _value: 1, *, heaviest: int | None = None
    ) -> None:
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._limit = weight
        self._heaviest = weight if heaviest is None else heaviest
        self._weigh = weigh
        self.weight = 0

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under `key`, made now where nothing is."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        value, weight = (made := make()), self._weigh(made)
        if weight > self._heaviest:
            return value
        self._kept[key] = value
        self.weight += weight
        while self.weight > self._limit:
            self.weight -= self._weigh(self._kept.popitem(last=False)[1])
        return value
