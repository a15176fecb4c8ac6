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
LONGEST_ANSWER_BYTES: Final = 16
# Nobody says when a printer was switched off; a connection that rested longer is not trusted with a ticket.
REST_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.005


class _Network(printers.Network):  # type: ignore[misc] # python-escpos is untyped
    """python-escpos knows IPv4 only, and leaves the socket of a failed try open."""

    def open(self, raise_not_found: bool = True) -> None:  # noqa: FBT001, FBT002 its signature
        del raise_not_found
        self.device = socket.create_connection((self.host, self.port), self.timeout)
        self.device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class TcpLine:
    """`drain` waits until the printer's end acknowledged all."""

    answers = True

    def __init__(
        self,
        host: str,
        port: int,
        stall_seconds: float = STALL_SECONDS,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._address = f"{host}:{port}"
        self._stall_seconds = stall_seconds
        self._rest_seconds = rest_seconds
        self._network = _Network(host, port, timeout=CONNECT_SECONDS)
        self._used_at = 0.0
        self._connect()

    def refresh(self) -> None:
        """Connects anew after a rest, and where the printer has hung up, as many do at rest."""
        if time.monotonic() - self._used_at > self._rest_seconds or self._is_hung_up():
            self._network.close()
            self._connect()

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._network.device.send(rest) :]
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        self._used_at = time.monotonic()

    def read(self, seconds: float) -> bytes:
        try:
            ready, _, _ = select.select([self._network.device], [], [], seconds)
            data: bytes = self._network.device.recv(LONGEST_ANSWER_BYTES) if ready else b""
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
        self._used_at = time.monotonic()

    def close(self) -> None:
        self._network.close()

    def _connect(self) -> None:
        try:
            self._network.open()
            self._network.device.settimeout(self._stall_seconds)
        except DEVICE_ERRORS as error:
            raise self._trouble(error) from error
        self._used_at = time.monotonic()

    def _is_hung_up(self) -> bool:
        try:
            ready, _, _ = select.select([self._network.device], [], [], 0)
            return bool(ready and not self._network.device.recv(1, socket.MSG_PEEK))
        except DEVICE_ERRORS:
            return True

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
