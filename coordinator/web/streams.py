"""Open event streams, never more than leave threads for the commands: devices and staff share them."""

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Final

from flask import Response

from coordinator.broadcast import Broadcast
from coordinator.web.problems import RETRY_AFTER_SECONDS, Rejected

EVENT_STREAM: Final = "text/event-stream"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Streams:
    """Thread-safe. `most` may be open at once."""

    def __init__(self, broadcast: Broadcast, most: int) -> None:
        self._broadcast = broadcast
        self._most = most
        self._free = threading.BoundedSemaphore(most)

    def open(
        self,
        is_welcome: Callable[[], bool],
        write: Callable[[Iterable[bytes]], Iterable[bytes]] = lambda frames: frames,
    ) -> Response:
        """A stream of boards, ended once `is_welcome` says no or the store fails. Raises `Rejected` where there are too
        many, and `StoreError` while the store fails: an old board must not be taken for the present.
        """
        self._broadcast.check()
        if not self._free.acquire(blocking=False):
            raise self._full()
        frames = write(self._broadcast.stream(is_welcome))
        response = Response(frames, headers=_HEADERS, content_type=EVENT_STREAM)
        response.call_on_close(self._free.release)
        return response

    def _full(self) -> Rejected:
        return Rejected(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "too-many-streams",
            "No further event stream can be served",
            f"{self._most} streams are open, the most that [coordinator] threads allows",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
