"""A bounded memory: what was used least recently goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps values up to a total `weight`, the newest always; `weigh` says what one weighs (default: 1)."""

    def __init__(self, weight: int, weigh: Callable[[V], int] = lambda _value: 1) -> None:
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._limit = weight
        self._weigh = weigh
        self.weight = 0

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What is kept under `key`, made now where nothing is."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        value = self._kept[key] = make()
        self.weight += self._weigh(value)
        while self.weight > self._limit and len(self._kept) > 1:
            self.weight -= self._weigh(self._kept.popitem(last=False)[1])
        return value
