"""Open event streams, never more than leave threads for the commands: devices and staff share them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Final

from flask import Response, request

from coordinator.broadcast import Broadcast
from coordinator.crowd import OWN_ADDRESSES
from coordinator.web.problems import RETRY_AFTER_SECONDS, Rejected

EVENT_STREAM: Final = "text/event-stream"
FEW: Final = 8
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Places:
    """Thread-safe. `most` streams may be open at once in a process; where they are many, one address has half of them
    at the most, so that whoever got hold of a token does not keep every board of the hall dark.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def take(self, address: str) -> None:
        """Raises `Rejected` where there are too many."""
        with self._lock:
            of_one = self._most if address in OWN_ADDRESSES else max(FEW, self._most // 2)
            if self._taken[address] >= of_one or self._taken.total() >= self._most:
                raise self._full()
            self._taken[address] += 1

    def give_back(self, address: str) -> None:
        with self._lock:
            self._taken[address] -= 1
            # Nothing is kept of an address that is gone.
            self._taken += Counter()

    def _full(self) -> Rejected:
        return Rejected(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "too-many-streams",
            "No further event stream can be served",
            f"{self._most} streams may be open, half of them to one address: [coordinator] threads allows no more",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )


class Streams:
    """Opens a centre's streams. `places` are the process's, which may serve several centres."""

    def __init__(self, broadcast: Broadcast, places: Places) -> None:
        self._broadcast = broadcast
        self._places = places

    def open(
        self,
        is_welcome: Callable[[], bool],
        write: Callable[[Iterable[bytes]], Iterable[bytes]] = lambda frames: frames,
        after: int = 0,
    ) -> Response:
        """A stream of boards, the first of which may follow the board `after`; ended once `is_welcome` says no or the
        store fails. Raises `Rejected` where there are too many, and `StoreError` while the store fails: an old board
        must not be taken for the present.
        """
        self._broadcast.check()
        address = request.remote_addr or ""
        self._places.take(address)
        frames = write(self._broadcast.stream(is_welcome, after))
        response = Response(frames, headers=_HEADERS, content_type=EVENT_STREAM)
        response.call_on_close(lambda: self._places.give_back(address))
        return response
