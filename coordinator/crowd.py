"""Whose turn it is: visitors' connections share the threads fairly, and this machine's own never wait for theirs.

Kiosk and printer speak with the coordinator from the same machine. Every other address is a visitor's: a counter's Pi,
a television, and whoever else is in the hall's network. One of those that opens many connections, or is slow on
purpose, keeps itself waiting, and others little. Pure, but for its counts.
"""

from collections import Counter, OrderedDict, deque
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

OWN: Final = "127.0.0.1"
OWN_ADDRESSES: Final = frozenset({OWN, "::1", "::ffff:127.0.0.1"})
OWN_CONNECTIONS: Final = 64
"""So many connections are kept free for this machine's own processes."""


class Visiting(Protocol):
    @property
    def address(self) -> str: ...


V = TypeVar("V", bound=Visiting)


@dataclass(frozen=True)
class Limits:
    """`connections` may be open and `turns` under way at once: of all visitors together, and of one address."""

    connections: int
    connections_of_one: int
    turns: int
    turns_of_one: int


def limits_of(connections: int, commands: int) -> Limits:
    """`connections` can be open altogether; `commands` are the threads that streams never take."""
    visitors = max(2, connections - OWN_CONNECTIONS)
    turns = max(1, commands * 3 // 4)
    return Limits(visitors, max(1, visitors // 4), turns, max(1, turns // 3))


class Crowd(Generic[V]):
    """Counts who is here and who has a turn. Used by one thread."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._here: Counter[str] = Counter()
        self._having: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[V]] = OrderedDict()

    def is_full(self, address: str) -> bool:
        """Whether one more connection of this address is one too many, for it or for all visitors."""
        if address in OWN_ADDRESSES:
            return False
        return self._has_its_share(address) or self._here.total() >= self._limits.connections

    def makes_room_for(self, one: V, address: str) -> bool:
        """Whether this connection, which is idle, may be closed for a new one of that address."""
        if one.address in OWN_ADDRESSES:
            return False
        return one.address == address or not self._has_its_share(address)

    def enter(self, one: V) -> None:
        if one.address not in OWN_ADDRESSES:
            self._here[one.address] += 1

    def leave(self, one: V) -> None:
        _take_one(self._here, one.address)

    def ask_turn(self, one: V) -> bool:
        """Whether its request may be served now; else it waits, and comes out of `end_turn` of another."""
        if one.address in OWN_ADDRESSES:
            return True
        if one.address not in self._waiting and self._has_turn_left(one.address):
            self._having[one.address] += 1
            return True
        self._waiting.setdefault(one.address, deque()).append(one)
        return False

    def end_turn(self, one: V) -> list[V]:
        """It has been served; whose turn it is now: each address gives one, and then goes to the end of the line."""
        if one.address in OWN_ADDRESSES:
            return []
        _take_one(self._having, one.address)
        found: list[V] = []
        while (address := self._next_address()) is not None:
            self._having[address] += 1
            found.append(self._waiting[address].popleft())
            if self._waiting[address]:
                self._waiting.move_to_end(address)
            else:
                del self._waiting[address]
        return found

    def _next_address(self) -> str | None:
        return next(filter(self._has_turn_left, self._waiting), None)

    def _has_turn_left(self, address: str) -> bool:
        limits = self._limits
        return self._having.total() < limits.turns and self._having[address] < limits.turns_of_one

    def _has_its_share(self, address: str) -> bool:
        return self._here[address] >= self._limits.connections_of_one


def _take_one(counts: Counter[str], address: str) -> None:
    """Nothing is kept of an address that is gone: there are as many as a visitor cares to make up."""
    counts[address] -= 1
    if counts[address] <= 0:
        del counts[address]
