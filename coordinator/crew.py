"""The workers of one coordinator, as each of them knows it: whether all have come, and whether all are well.

What they share is a page of memory and a pipe that the master makes before it forks; nobody runs it.
"""

import mmap
import os
import struct
import time
from collections.abc import Callable
from typing import Final, Literal

from coordinator.broadcast import LONGEST_SILENCE_SECONDS

_MOMENT: Final = struct.Struct("d")

Arrival = Literal["early", "last", "replacement"]
"""Others are still to come; all are there now; all were there before."""


class Crew:
    """`monotonic` is the machine's, the same for all of its processes."""

    def __init__(self, size: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._size = size
        self._moments = mmap.mmap(-1, size * _MOMENT.size)
        self._posts: dict[int, int] = {}
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        # A byte for each that is to come; whoever draws the last one knows that the others are there.
        os.write(self._writer, bytes(range(size))[::-1])

    def enlist(self, worker: int) -> int:
        """Give a worker that is about to be forked its post; in the master. `worker` tells it from all others."""
        taken = self._posts.values()
        post = next(post for post in range(self._size) if post not in taken)
        self._posts[worker] = post
        self.sign(post)
        return post

    def discharge(self, worker: int) -> None:
        """It ended; in the master."""
        self._posts.pop(worker, None)

    def arrive(self) -> Arrival:
        """Said by a worker that is about to serve."""
        try:
            others = os.read(self._reader, 1)[0]
        except BlockingIOError:
            return "replacement"
        return "early" if others else "last"

    def sign(self, post: int) -> None:
        """Whoever is at this post is well now."""
        _MOMENT.pack_into(self._moments, post * _MOMENT.size, self._monotonic())

    def is_well(self) -> bool:
        """Whether every post was signed of late."""
        oldest: float = min(moment for (moment,) in _MOMENT.iter_unpack(self._moments[:]))
        return self._monotonic() - oldest <= LONGEST_SILENCE_SECONDS

    def close(self) -> None:
        """Safe to do twice."""
        if not self._moments.closed:
            self._moments.close()
            os.close(self._reader)
            os.close(self._writer)
