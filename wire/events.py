"""Server-sent events, parsed from bytes (WHATWG HTML, "9.2.6 Interpreting an event stream").

Only what the board's stream uses: `event`, `id`, `data` and comments; other fields are passed over,
as the standard asks.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_BYTES: Final = 4 * 1024 * 1024
_LINE_END: Final = re.compile(rb"\r\n|\n|\r(?=[^\n])")


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
        self._size = 0
        self._clear()

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that this chunk completes; raises `StreamError`."""
        self._rest += chunk
        self._size += len(chunk)
        if self._size > LONGEST_BYTES:
            raise StreamError(f"an event of more than {LONGEST_BYTES} bytes")
        *lines, self._rest = _LINE_END.split(self._rest)
        return [event for line in lines if (event := self._take(line)) is not None]

    def _take(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatch()
        try:
            name, _, value = line.decode().partition(":")
        except UnicodeDecodeError as error:
            raise StreamError(str(error)) from error
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id":
            self._id = value
        return None

    def _dispatch(self) -> Event | None:
        event = Event(self._name, self._id, "\n".join(self._data)) if self._data else None
        self._clear()
        self._size = len(self._rest)
        return event

    def _clear(self) -> None:
        self._name, self._id = "message", ""
        self._data: list[str] = []
