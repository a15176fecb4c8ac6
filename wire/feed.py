"""The board's feed: the truth as it comes down the event stream, for ever, over every loss of the line.

The coordinator says something at least every second (a comment if nothing changed), so a line that is
silent for `QUIET_SECONDS` is dead and is opened anew, also where TCP would not notice for hours.
"""

import logging
import threading
from collections.abc import Callable
from typing import Final

import msgspec
import requests
import urllib3

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import Coordinator, CoordinatorError
from wire.diagnosis import fault_of
from wire.dialling import LONGEST_PAUSE_SECONDS, Dialler
from wire.events import EventParser, StreamError
from wire.faults import LineFault
from wire.messages import Board

QUIET_SECONDS: Final = 2.5
_READ_BYTES: Final = 65536

log = logging.getLogger(__name__)


class BoardFeed(threading.Thread):
    """Calls `on_board` with each board that is not older than the last, `on_link` with true when the line
    stands and false when it is lost.

    `on_fault` hears why the line cannot be opened, whenever that is another reason than before; null: it stands again.
    What a loss shows by itself is not its reason: that is known with the next attempt.

    All are called on this thread; they hand over and return. `on_link(False)` is said once a loss, and at
    the start if the first connection fails. The first board of each connection is always delivered: after a
    restore its `seq` may be lower than before. One of the same `seq` is delivered too: some things on it
    change with time alone, such as the hours in which numbers are issued.
    """

    def __init__(
        self,
        coordinator: Coordinator,
        stop: Stop,
        on_board: Callable[[Board], None],
        on_link: Callable[[bool], None] = lambda _up: None,
        quiet_seconds: float = QUIET_SECONDS,
        *,
        on_fault: Callable[[LineFault | None], None] = lambda _fault: None,
    ) -> None:
        super().__init__(name="board-feed", daemon=True)
        self._dialler = Dialler(coordinator, stop, quiet_seconds)
        self._stop_asked = stop
        self._on_board = on_board
        self._on_link = on_link
        self._on_fault = on_fault
        self._fault: LineFault | None = None
        self._up: bool | None = None
        self._seq = 0
        self._has_board = False
        self._backoff = Backoff(first=0.1, cap=LONGEST_PAUSE_SECONDS)

    def run(self) -> None:
        try:
            self._read_until_asked_to_stop()
        except BaseException:
            # A listener's fault: a process that goes on without its feed would show the past for ever.
            log.critical("the board's feed died; the process stops, to be started anew")
            self._stop_asked.ask()
            raise

    def _read_until_asked_to_stop(self) -> None:
        while (response := self._dialler.dial(self._seq, on_failure=self._failed)) is not None:
            self._has_board = False
            try:
                self._read(response)
            except (StreamError, msgspec.DecodeError) as error:
                self._tell_fault(LineFault("strange"))
                self._lost(str(error))
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
                self._lost(str(error))
            self._stop_asked.wait(self._backoff.next_seconds())

    def _read(self, stream: requests.Response) -> None:
        with stream as response:
            parser, first = EventParser(), True
            # read1 and not stream(): that one waits for 64 KiB where a proxy took the chunks away.
            while chunk := response.raw.read1(_READ_BYTES, decode_content=True):
                for event in parser.feed(chunk):
                    if event.name == "board":
                        first = self._deliver(event.data, first=first)
                if self._stop_asked.is_asked():
                    return
        if not self._has_board:
            # An answer of 200 without a board: a captive portal's page, or another program at this address.
            self._tell_fault(LineFault("strange"))
        self._lost("the coordinator closed the stream")

    def _deliver(self, data: str, *, first: bool) -> bool:
        board = msgspec.json.decode(data, type=Board)
        # What changes by time alone, such as a domain's hours, comes with the same seq.
        if first or board.seq >= self._seq:
            self._seq = board.seq
            self._on_board(board)
        self._has_board = True
        if self._up is not True:
            self._up = True
            self._tell_fault(None)
            self._on_link(True)
            log.info("the coordinator's stream stands, board %d", board.seq)
        self._backoff.reset()
        return False

    def _failed(self, error: CoordinatorError) -> None:
        self._tell_fault(fault_of(error))
        self._lost(str(error))

    def _tell_fault(self, fault: LineFault | None) -> None:
        if fault != self._fault:
            self._fault = fault
            self._on_fault(fault)

    def _lost(self, reason: str) -> None:
        if self._up is not False:
            self._up = False
            self._on_link(False)
            log.warning("the coordinator's stream is lost: %s", reason)
