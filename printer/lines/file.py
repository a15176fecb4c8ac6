"""A device file such as /dev/usb/lp0, or a plain file, over python-escpos's `File`."""

import os
import select
import stat
import time
from pathlib import Path
from typing import Final

from printer.device import PrinterTrouble
from printer.library import DEVICE_ERRORS, plain_reason, printers

STALL_SECONDS: Final = 5.0


class _AppendingFile(printers.File):  # type: ignore[misc] # python-escpos is untyped
    """python-escpos empties the file at every opening, makes a plain file of an unplugged device's name, and
    waits for ever on a pipe that nobody reads.
    """

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002 its signature
        del raise_not_found
        create = 0 if self.devfile.startswith("/dev/") else os.O_CREAT
        descriptor = os.open(self.devfile, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | create, 0o640)
        self.device = os.fdopen(descriptor, "ab", buffering=0)


class FileLine:
    """Writes without blocking; a file answers no questions."""

    answers = False

    def __init__(self, path: Path, stall_seconds: float = STALL_SECONDS) -> None:
        self._path = path
        self._stall_seconds = stall_seconds
        self._file = _AppendingFile(str(path))
        try:
            self._file.open()
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error

    def refresh(self) -> None:
        """A file does not die at rest."""

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        deadline = time.monotonic() + self._stall_seconds
        try:
            while rest:
                written = self._file.device.write(rest)
                if written:
                    rest, deadline = rest[written:], time.monotonic() + self._stall_seconds
                else:
                    self._wait_until_writable(deadline)
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error

    def read(self, seconds: float) -> bytes:
        del seconds
        return b""

    def drain(self) -> None:
        """A plain file is on the disk; a device has taken its last piece when it would take another."""
        try:
            if stat.S_ISREG(os.fstat(self._file.device.fileno()).st_mode):
                os.fsync(self._file.device.fileno())
            else:
                self._wait_until_writable(time.monotonic() + self._stall_seconds)
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error

    def close(self) -> None:
        try:
            self._file.close()
        except OSError:
            return  # it is gone: there is nothing left to give back

    def _wait_until_writable(self, deadline: float) -> None:
        seconds = max(0.0, deadline - time.monotonic())
        _, writable, _ = select.select([], [self._file.device], [], seconds)
        if not writable:
            raise PrinterTrouble(f"{self._path}: took no more bytes", may_have_printed=True)

    def _trouble(self, error: BaseException) -> PrinterTrouble:
        return PrinterTrouble(f"{self._path}: {plain_reason(error)}", may_have_printed=True)
