"""A keypad as the kernel shows it: events to be read, keys that are down, and a plug that can be pulled."""

import errno
import os
import struct
import time
from dataclasses import dataclass, field

_EVENT = struct.Struct("llHHi")
_EV_KEY, _EV_SYN, _SYN_DROPPED = 0x01, 0x00, 0x03


class PluggedKeypad:
    """What `EventDevice` is on a real one; made by opening a `Keypad`."""

    def __init__(self, keypad: "Keypad") -> None:
        self._keypad = keypad
        self._reader, self.writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.is_closed = False

    def fileno(self) -> int:
        return self._reader

    def keys_down(self) -> frozenset[int]:
        return frozenset(self._keypad.down)

    def read(self) -> bytes:
        data = os.read(self._reader, _EVENT.size * 64)
        if not data:
            raise OSError(errno.ENODEV, "No such device")
        return data

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            os.close(self._reader)
            self.unplug()

    def unplug(self) -> None:
        """The kernel lets a reader know: whoever waits is woken, and a read fails."""
        writer, self.writer = self.writer, -1
        if writer >= 0:
            os.close(writer)


@dataclass
class Keypad:
    """Driven by a test as a hand would; `open` stands in for `EventDevice`."""

    is_plugged: bool = True
    down: set[int] = field(default_factory=set)
    opened: list[PluggedKeypad] = field(default_factory=list)

    def open(self, _path: str) -> PluggedKeypad:
        if not self.is_plugged:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        self.opened.append(PluggedKeypad(self))
        return self.opened[-1]

    def press(self, code: int) -> None:
        self.down.add(code)
        self._send((_EV_KEY, code, 1))

    def release(self, code: int) -> None:
        self.down.discard(code)
        self._send((_EV_KEY, code, 0))

    def repeat(self, code: int) -> None:
        """What the kernel sends while a key is held down."""
        self._send((_EV_KEY, code, 2))

    def lose_events(self) -> None:
        """The kernel's buffer ran over."""
        self._send((_EV_SYN, _SYN_DROPPED, 0))

    def unplug(self) -> None:
        self.is_plugged = False
        self.opened[-1].unplug()

    def plug_in(self) -> None:
        self.is_plugged = True

    def _send(self, *events: tuple[int, int, int]) -> None:
        seconds, rest = divmod(time.monotonic(), 1)
        for event in events:
            os.write(self.opened[-1].writer, _EVENT.pack(int(seconds), int(rest * 1_000_000), *event))
