"""The kernel's input devices, as `linux/input.h` describes them: the edges of keys, and which keys are down.

No library stands between: python-evdev comes as source only, and a compiler and kernel headers are nothing to ask
of an appliance.
"""

import fcntl
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

_EVENT: Final = struct.Struct("llHHi")
"""`struct input_event`: seconds, microseconds, type, code, value."""
_SYN_DROPPED: Final = (0x00, 0x03)
_EV_KEY: Final = 0x01
_AUTOREPEAT: Final = 2
_KEY_MAX: Final = 0x2FF
_EVENTS_AT_ONCE: Final = 64
_WRITE: Final = 1
_READ: Final = 2
_SET_CLOCK: Final = 0xA0
_GRAB: Final = 0x90
_GET_KEYS: Final = 0x18


@dataclass(frozen=True)
class Stroke:
    """A key's edge; `at` in monotonic seconds. `code` null: the device lost events, ask it which keys are down."""

    at: float
    code: int | None
    pressed: bool


class InputDevice(Protocol):
    """An open device file; every method but `close` raises `OSError` once it is unplugged."""

    def fileno(self) -> int: ...

    def keys_down(self) -> frozenset[int]: ...

    def read(self) -> bytes:
        """What there is of whole events; `BlockingIOError` where that is nothing."""

    def close(self) -> None: ...


class EventDevice:
    """A file of `/dev/input`, opened for us alone, so that no key goes to a console or the kiosk; raises `OSError`."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            # Events stamped with the clock that the rest of the agent lives by.
            fcntl.ioctl(self._file, _request(_WRITE, _SET_CLOCK, 4), struct.pack("i", time.CLOCK_MONOTONIC))
            fcntl.ioctl(self._file, _request(_WRITE, _GRAB, 4), 1)
        except BaseException:
            os.close(self._file)
            raise

    def fileno(self) -> int:
        return self._file

    def keys_down(self) -> frozenset[int]:
        bits = bytearray(_KEY_MAX // 8 + 1)
        fcntl.ioctl(self._file, _request(_READ, _GET_KEYS, len(bits)), bits)
        return frozenset(code for code in range(_KEY_MAX + 1) if bits[code // 8] >> code % 8 & 1)

    def read(self) -> bytes:
        return os.read(self._file, _EVENT.size * _EVENTS_AT_ONCE)

    def close(self) -> None:
        os.close(self._file)


def parse_strokes(data: bytes) -> Iterator[Stroke]:
    """The edges in what was read of a device; repeats of a key that is held down are none."""
    for seconds, microseconds, kind, code, value in _EVENT.iter_unpack(data):
        at = seconds + microseconds / 1_000_000
        if (kind, code) == _SYN_DROPPED:
            yield Stroke(at, None, pressed=False)
        elif kind == _EV_KEY and value != _AUTOREPEAT:
            yield Stroke(at, code, pressed=bool(value))


def _request(direction: int, number: int, size: int) -> int:
    """An ioctl of the input devices: `_IOC(direction, 'E', number, size)` of `asm-generic/ioctl.h`."""
    return direction << 30 | size << 16 | ord("E") << 8 | number
