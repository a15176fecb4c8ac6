"""The board's way from the commit to every reader of the stream: read once, encoded once, newest wins.

One thread reads the board, woken by the desk after each commit while anybody listens. A burst of commits becomes one
reading; a reader that is slow finds the newest board and never a queue of old ones.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from coordinator.store.database import StoreError
from runtime.seldom import Seldom
from wire.messages import Board

log = logging.getLogger(__name__)

REREAD_SECONDS: Final = 5.0
LONGEST_SILENCE_SECONDS: Final = 16.0
"""Three readings missed, and a little: whoever was not heard for longer does not read any more."""
SPACING_SECONDS: Final = 0.01
SPACING_READINGS: Final = 2.0
"""The pause after a reading, in readings: at most a third of the time goes into them."""
HEAD_START_SECONDS: Final = 0.001
"""The command that woke the reading answers first: both would want the interpreter at the same instant."""
RETRY_SECONDS: Final = 0.5
# A stream that outlives its board for longer would show the past as the present.
FAILING_SECONDS: Final = 1.5
# Devices take a line that is silent for 2.5 s for dead; the promise is a sign of life every second.
HEARTBEAT_SECONDS: Final = 0.8
RECHECK_SECONDS: Final = 5.0
HEARTBEAT: Final = b":\n\n"
_ANY_TIME: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Frame:
    """One board as it stands on the stream. `turn` counts the frames of this process from 1, `seq` is the board's."""

    turn: int
    seq: int
    content: bytes


class Broadcast:
    """Holds the newest board as bytes, and lets any number of threads wait for a newer one.

    `read_board` is called on the publisher's thread; `on_read` after each reading that succeeded, at least
    every `reread_seconds`: what changes by time alone, such as a domain's hours, comes out that way, and the
    watchdog is fed by a loop that has really read the database.
    `on_fault` hears of each reading in which the store failed, and an empty text once it works again.
    """

    def __init__(
        self,
        read_board: Callable[[], Board],
        *,
        on_read: Callable[[], None] = lambda: None,
        on_fault: Callable[[str], None] = lambda _reason: None,
        reread_seconds: float = REREAD_SECONDS,
        spacing_seconds: float = SPACING_SECONDS,
    ) -> None:
        self._read_board = read_board
        self._on_read = on_read
        self._on_fault = on_fault
        self._seldom = Seldom()
        self._failing: tuple[float, str] | None = None
        self._reread_seconds = reread_seconds
        self._spacing_seconds = spacing_seconds
        self._woken = threading.Event()
        self._listeners = 0
        self._changed = threading.Condition()
        self._closed = False
        self._frame: Frame | None = None
        self._content: Board | None = None
        self._newest: Board | None = None
        self._read_at = time.monotonic()
        self._committed_at = -math.inf
        self._true_at = -math.inf
        self._thread = threading.Thread(target=self._run, name="broadcast", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """End every stream and the thread's loop; safe to call twice, and before `start`."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._woken.set()

    def join(self, seconds: float) -> None:
        """Wait until the thread reads no more, after `close`."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def wake(self) -> None:
        """Something was committed; called on any thread, costs nothing. It is read now if anybody listens, else for the
        next one who does, or with the reading that is due anyway.
        """
        self._committed_at = time.monotonic()
        if self._listeners:
            self._woken.set()

    @property
    def newest(self) -> Board | None:
        """The board as it was read last; null before the first reading, and while something is not read yet."""
        return None if self._is_behind() else self._newest

    def seconds_behind(self) -> float:
        """How long ago the board was last read with success."""
        return time.monotonic() - self._read_at

    def check(self) -> None:
        """Raises `StoreError` where the board could not be read for a while."""
        failing = self._failing
        if failing is not None and time.monotonic() - failing[0] >= FAILING_SECONDS:
            raise StoreError(failing[1])

    def _is_failing(self) -> bool:
        try:
            self.check()
        except StoreError:
            return True
        return False

    def wait_beyond(self, turn: int, seconds: float) -> Frame | None:
        """The newest frame if it is newer than `turn`, waiting up to `seconds` for one or for the end."""
        with self._listening():
            return self._wait_for(lambda: self._is_beyond(turn), seconds)

    def stream(self, is_welcome: Callable[[], bool] = lambda: True, after: int = 0) -> Iterator[bytes]:
        """What one reader gets: the newest frame at once, then each newer one, and a comment in each silence.

        `after`: the last board that the reader has seen, perhaps from another process, whose news may not have come
        here yet. An older one is handed out only if it was read since, and so is what truly holds.

        Ends when the process stops, when the board cannot be read any more, or when `is_welcome`, asked every
        `RECHECK_SECONDS`, says no.
        """
        with self._listening():
            yield from self._frames(is_welcome, after)

    def _frames(self, is_welcome: Callable[[], bool], after: int) -> Iterator[bytes]:
        turn, asked_at = 0, time.monotonic()
        recheck_at = asked_at + RECHECK_SECONDS
        if not self._may_follow(after, asked_at):
            self.wake()
        while not self._closed and not self._is_failing():
            if turn:
                frame = self.wait_beyond(turn, HEARTBEAT_SECONDS)
            else:
                frame = self._wait_for(lambda: self._may_follow(after, asked_at), HEARTBEAT_SECONDS)
            if time.monotonic() >= recheck_at:
                recheck_at = time.monotonic() + RECHECK_SECONDS
                if not is_welcome():
                    return
            if frame is not None:
                turn = frame.turn
            yield frame.content if frame else HEARTBEAT

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """What was committed while nobody listened is read now."""
        with self._changed:
            self._listeners += 1
        if self._is_behind():
            self._woken.set()
        try:
            yield
        finally:
            with self._changed:
                self._listeners -= 1

    def _wait_for(self, is_wanted: Callable[[], bool], seconds: float) -> Frame | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or is_wanted(), seconds)
            return self._frame if is_wanted() else None

    def _is_beyond(self, turn: int) -> bool:
        return self._frame is not None and self._frame.turn > turn

    def _may_follow(self, after: int, asked_at: float) -> bool:
        """Whether the newest frame may be shown to one who saw the board `after` before `asked_at`."""
        if self._frame is None:
            return False
        return self._true_at >= asked_at or (self._frame.seq >= after and not self._is_behind())

    def _is_behind(self) -> bool:
        """Whether something was committed that no reading has seen."""
        return self._committed_at >= self._true_at

    def _run(self) -> None:
        pause = 0.0
        while True:
            self._woken.wait(pause)
            time.sleep(HEAD_START_SECONDS)
            self._woken.clear()
            # After the clearing, which may have swallowed the end's own waking.
            if self._closed:
                return
            began = time.monotonic()
            pause = self._reread_seconds if self._publish() else RETRY_SECONDS
            # A storm of commits must not become a storm of readings beside it, however long one takes.
            took = time.monotonic() - began
            time.sleep(max(self._spacing_seconds, SPACING_READINGS * took))

    def _publish(self) -> bool:
        """Read, and hand out what is new; false where the board cannot be read now."""
        began = time.monotonic()
        try:
            board = self._read_board()
            self._on_read()
        except Exception as error:  # noqa: BLE001 whatever it was, it is told
            self._note_failure(error)
            return False
        if self._failing is not None:
            self._failing = None
            self._on_fault("")
        self._read_at = time.monotonic()
        self._newest = board
        self._offer(board, began)
        return True

    def _note_failure(self, error: Exception) -> None:
        """A store that fails is foreseen and said in a line; anything else is a mistake of ours, with its trace."""
        reason = str(error) or type(error).__name__
        since = self._failing[0] if self._failing is not None else time.monotonic()
        self._failing = since, reason
        if self._seldom.is_due(reason):
            trace = None if isinstance(error, StoreError) else error
            log.error(
                "the board cannot be read; it is tried again every %.1f s: %s",
                RETRY_SECONDS,
                reason,
                exc_info=trace,
            )
        if isinstance(error, StoreError):
            self._on_fault(reason)

    def _offer(self, board: Board, true_at: float) -> None:
        content = msgspec.structs.replace(board, at=_ANY_TIME)
        encoded = b""
        if content != self._content:
            encoded = b"event: board\nid: %d\ndata: %b\n\n" % (board.seq, msgspec.json.encode(board))
        with self._changed:
            self._true_at = true_at
            if encoded:
                self._content = content
                self._frame = Frame(self._frame.turn + 1 if self._frame else 1, board.seq, encoded)
            self._changed.notify_all()
