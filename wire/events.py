"""Server-sent events, parsed from bytes (WHATWG HTML, "9.2.6 Interpreting an event stream").

Only what the board's stream uses: `event`, `id`, `data` and comments; other fields are passed over,
as the standard asks.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_BYTES: Final = 4 * 1024 * 1024
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class StreamError(ValueError):
    """What came is no event stream: an event longer than `LONGEST_BYTES`, or bytes that are not UTF-8."""


@dataclass(frozen=True)
class Event:
    name: str
    id: str
    data: str


class EventParser:
    """Fed with the bytes as they arrive, cut anywhere; gives each event once it is complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_first_line = True
        self._ended_in_cr = False
        self._id = ""
        self._clear()

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that this chunk completes; raises `StreamError`."""
        if not chunk:
            return []
        text = chunk.removeprefix(b"\n") if self._ended_in_cr else chunk
        self._ended_in_cr = chunk.endswith(b"\r")
        *lines, self._rest = _LINE_END.split(self._rest + text)
        events = [event for line in lines if (event := self._take(line)) is not None]
        self._refuse_above_longest(len(self._rest))
        return events

    def _take(self, line: bytes) -> Event | None:
        if self._is_first_line:
            self._is_first_line, line = False, line.removeprefix(_BYTE_ORDER_MARK)
        if not line:
            return self._dispatch()
        if not line.startswith(b":"):
            self._size += len(line)
            self._refuse_above_longest(0)
            self._take_field(line)
        return None

    def _take_field(self, line: bytes) -> None:
        try:
            name, _, value = line.decode().partition(":")
        except UnicodeDecodeError as error:
            raise StreamError(str(error)) from error
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._id = value

    def _refuse_above_longest(self, pending_bytes: int) -> None:
        if self._size + pending_bytes > LONGEST_BYTES:
            raise StreamError(f"an event of more than {LONGEST_BYTES} bytes")

    def _dispatch(self) -> Event | None:
        event = Event(self._name or "message", self._id, "\n".join(self._data)) if self._data else None
        self._clear()
        return event

    def _clear(self) -> None:
        """An event's own fields; the id stays until another is said."""
        self._name = ""
        self._size = 0
        self._data: list[str] = []
