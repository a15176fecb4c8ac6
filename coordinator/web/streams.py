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


class Streams:
    """Thread-safe. `most` may be open at once; where they are many, one address has half of them at the most, so
    that whoever got hold of a token does not keep every board of the hall dark.
    """

    def __init__(self, broadcast: Broadcast, most: int) -> None:
        self._broadcast = broadcast
        self._most = most
        self._lock = threading.Lock()
        self._open: Counter[str] = Counter()

    def open(
        self,
        is_welcome: Callable[[], bool],
        write: Callable[[Iterable[bytes]], Iterable[bytes]] = lambda frames: frames,
    ) -> Response:
        """A stream of boards, ended once `is_welcome` says no or the store fails. Raises `Rejected` where there are too
        many, and `StoreError` while the store fails: an old board must not be taken for the present.
        """
        self._broadcast.check()
        address = request.remote_addr or ""
        self._take(address)
        frames = write(self._broadcast.stream(is_welcome))
        response = Response(frames, headers=_HEADERS, content_type=EVENT_STREAM)
        response.call_on_close(lambda: self._give_back(address))
        return response

    def _take(self, address: str) -> None:
        with self._lock:
            of_one = self._most if address in OWN_ADDRESSES else max(FEW, self._most // 2)
            if self._open[address] >= of_one or self._open.total() >= self._most:
                raise self._full()
            self._open[address] += 1

    def _give_back(self, address: str) -> None:
        with self._lock:
            self._open[address] -= 1
            # Nothing is kept of an address that is gone.
            self._open += Counter()

    def _full(self) -> Rejected:
        return Rejected(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "too-many-streams",
            "No further event stream can be served",
            f"{self._most} streams may be open, half of them to one address: [coordinator] threads allows no more",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
