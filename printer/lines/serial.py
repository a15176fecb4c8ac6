"""A printer on a serial port, over python-escpos's `Serial`, paced to the line's speed."""

import contextlib
import select
import termios
import time
from typing import Final

from printer.device import PrinterTrouble
from printer.library import DEVICE_ERRORS, plain_reason, printers

STALL_SECONDS: Final = 5.0
LONGEST_ANSWER_BYTES: Final = 16
# A start bit, eight bits and a stop bit.
BITS_PER_BYTE: Final = 10
CHUNK_BYTES: Final = 256
_POLL_SECONDS: Final = 0.005
_ERRORS: Final = (*DEVICE_ERRORS, termios.error)


class SerialLine:
    """Never sends faster than the wire, so that little is in flight when something breaks."""

    answers = True

    def __init__(self, device: str, baud: int, stall_seconds: float = STALL_SECONDS) -> None:
        self._device = device
        self._stall_seconds = stall_seconds
        self._seconds_per_byte = BITS_PER_BYTE / baud
        self._serial = printers.Serial(device, baudrate=baud, timeout=0)
        try:
            self._serial.open()
            self._serial.device.write_timeout = stall_seconds
        except _ERRORS as error:
            raise self._trouble(error) from error

    def refresh(self) -> None:
        """A line that is gone says so at the next byte."""

    def write(self, data: bytes) -> None:
        try:
            for start in range(0, len(data), CHUNK_BYTES):
                chunk = data[start : start + CHUNK_BYTES]
                self._serial.device.write(chunk)
                time.sleep(len(chunk) * self._seconds_per_byte)
        except _ERRORS as error:
            raise self._trouble(error) from error

    def read(self, seconds: float) -> bytes:
        try:
            ready, _, _ = select.select([self._serial.device], [], [], seconds)
            return bytes(self._serial.device.read(LONGEST_ANSWER_BYTES)) if ready else b""
        except _ERRORS as error:
            raise self._trouble(error) from error

    def drain(self) -> None:
        """Not by `tcdrain`, which never returns where flow control holds the line."""
        deadline = time.monotonic() + self._stall_seconds
        try:
            while self._serial.device.out_waiting:
                if time.monotonic() > deadline:
                    raise PrinterTrouble(f"{self._device}: took no more bytes", may_have_printed=True)
                time.sleep(_POLL_SECONDS)
        except _ERRORS as error:
            raise self._trouble(error) from error

    def close(self) -> None:
        """What was not sent is dropped first: python-escpos flushes on closing and would hang on a held
        line.
        """
        device = self._serial._device  # noqa: SLF001 `device` would open it again
        if not device:
            return
        self._serial.device = None
        with contextlib.suppress(*_ERRORS):  # it may be gone
            device.reset_output_buffer()
        with contextlib.suppress(*_ERRORS):
            device.close()

    def _trouble(self, error: BaseException) -> PrinterTrouble:
        return PrinterTrouble(f"{self._device}: {plain_reason(error)}", may_have_printed=True)
