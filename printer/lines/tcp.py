"""A printer on the network, raw port 9100, over python-escpos's `Network`."""

import fcntl
import select
import socket
import struct
import termios
import time
from typing import Final

from printer.device import PrinterTrouble
from printer.library import DEVICE_ERRORS, plain_reason, printers

CONNECT_SECONDS: Final = 3.0
STALL_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 0.3
# Nobody says when a printer was switched off; a connection that rested longer is not trusted with a ticket.
REST_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.005


class TcpLine:
    """Connects when first used, and anew after a rest; `drain` waits until the printer's end acknowledged
    all.
    """

    def __init__(self, host: str, port: int, stall_seconds: float = STALL_SECONDS) -> None:
        self._address = f"{host}:{port}"
        self._stall_seconds = stall_seconds
        self._network = printers.Network(host, port, timeout=CONNECT_SECONDS)
        self._used_at = 0.0
        self._connect()

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._connection().send(rest) :]
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        self._used_at = time.monotonic()

    def read(self) -> bytes:
        try:
            connection = self._connection()
            ready, _, _ = select.select([connection], [], [], ANSWER_SECONDS)
            data = connection.recv(16) if ready else b""
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        if ready and not data:
            raise PrinterTrouble(f"{self._address}: closed the connection", may_have_printed=True)
        return data

    def drain(self) -> None:
        deadline = time.monotonic() + self._stall_seconds
        unsent = -1
        while (left := self._unacknowledged()) and time.monotonic() < deadline:
            if left != unsent:  # as long as anything moves, it is slow and not dead
                unsent, deadline = left, time.monotonic() + self._stall_seconds
            time.sleep(_POLL_SECONDS)
        if left:
            raise PrinterTrouble(f"{self._address}: took no more bytes", may_have_printed=True)
        self._raise_pending_error()

    def close(self) -> None:
        self._network.close()

    def _connect(self) -> None:
        try:
            self._network.open()
            self._network.device.settimeout(self._stall_seconds)
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        self._used_at = time.monotonic()

    def _connection(self) -> socket.socket:
        if time.monotonic() - self._used_at > REST_SECONDS:
            self._network.close()
            self._connect()
        connection: socket.socket = self._network.device
        return connection

    def _unacknowledged(self) -> int:
        """Bytes that TCP still holds for the printer (SIOCOUTQ, the same number as TIOCOUTQ)."""
        try:
            answer = fcntl.ioctl(self._network.device, termios.TIOCOUTQ, b"\0" * 4)
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        return int(struct.unpack("i", answer)[0])

    def _raise_pending_error(self) -> None:
        error = self._network.device.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise self._trouble(OSError(error, "the connection broke"))

    def _trouble(self, error: BaseException) -> PrinterTrouble:
        return PrinterTrouble(f"{self._address}: {plain_reason(error)}", may_have_printed=True)
