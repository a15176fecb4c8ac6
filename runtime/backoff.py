"""How long to wait before the next try: doubling, capped, with jitter so that devices do not come back in step."""

import random


class Backoff:
    """Seconds to wait, growing from `first` to `cap`; each is spread over its upper half."""

    def __init__(self, first: float = 0.1, cap: float = 5.0) -> None:
        self._first = first
        self._cap = cap
        self._next = first

    def reset(self) -> None:
        """Something worked: the next wait is the first again."""
        self._next = self._first

    def next_seconds(self) -> float:
        seconds, self._next = self._next, min(self._next * 2, self._cap)
        return seconds * random.uniform(0.5, 1.0)  # noqa: S311 no secret
