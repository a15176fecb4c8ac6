"""Printers at the far end of real wires: a TCP port, a serial line (a pty), a device file (a named pipe).

Each is a `ThermalPrinter` behind a thread that moves bytes; it can stop reading, vanish and come back.
"""

import contextlib
import os
import select
import socket
import threading
import tty
from collections.abc import Callable
from pathlib import Path

from printer.device import Line
from printer.lines.file import FileLine
from printer.lines.serial import SerialLine
from printer.lines.tcp import TcpLine
from printer.lines.usb import UsbLine
from tests.fakes.paper import ThermalPrinter
from tests.fakes.usb_bus import UsbBus
from tests.fakes.waiting import wait_for

STALL_SECONDS = 0.3
BAUD = 921600
SMALL_BUFFER = 4096


class _Mover(threading.Thread):
    """Moves bytes from a file descriptor to the printer and its answers back, until told to end."""

    def __init__(self, printer: ThermalPrinter, descriptor: int, answer: Callable[[bytes], object]) -> None:
        super().__init__(daemon=True)
        self.printer = printer
        self.received = bytearray()
        self._descriptor = descriptor
        self._answer = answer
        self._is_reading = threading.Event()
        self._is_reading.set()
        self._waker = os.pipe()
        self._is_over = False

    def run(self) -> None:
        while not self._is_over:
            watched = [self._descriptor] if self._is_reading.is_set() else []
            ready, _, _ = select.select([*watched, self._waker[0]], [], [])
            if self._waker[0] in ready:
                os.read(self._waker[0], 100)
            elif not self._move():
                return

    def hang(self) -> None:
        self._is_reading.clear()
        self._wake()

    def go_on(self) -> None:
        self._is_reading.set()
        self._wake()

    def end(self) -> None:
        self._is_over = True
        self._wake()
        self.join(10)
        for end in self._waker:
            os.close(end)

    def _wake(self) -> None:
        os.write(self._waker[1], b"!")

    def _move(self) -> bool:
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:
            return False
        taken = 0
        while taken < len(data):
            taken += self.printer.take(data[taken:])
            assert self.printer.rows_left > 0 or taken == len(data), "a full printer is tested on USB"
        said = self.printer.say()
        if said:
            self._answer(said)
        self.received += data
        return bool(data)


class UsbWorld:
    answers = True

    def __init__(self, _folder: Path) -> None:
        self.bus = UsbBus()
        self.device = self.bus.plug()
        self.printer = self.device.printer

    def open(self) -> Line:
        return UsbLine(backend=self.bus)

    def hang(self) -> None:
        self.device.is_hung = True

    def go_on(self) -> None:
        self.device.is_hung = False

    def vanish(self) -> None:
        self.device.unplug()

    def come_back(self) -> None:
        self.device.plug_in()

    def settle(self, count: int) -> None:
        assert self.device.taken == count

    def close(self) -> None:
        assert self.bus.open_handles == 0, "a handle was left open"


class TcpWorld:
    """Takes one connection at a time, as such printers do."""

    answers = True

    def __init__(self, _folder: Path) -> None:
        self.printer = ThermalPrinter()
        self.port = 0
        self._movers: list[_Mover] = []
        self._peers: list[socket.socket] = []
        self._listen()

    def _listen(self) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(5)
        self.port = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, args=(self._listener,), daemon=True)
        self._acceptor.start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            self._peers.append(peer)
            mover = _Mover(self.printer, peer.fileno(), peer.sendall)
            mover.start()
            self._movers.append(mover)

    @property
    def connections(self) -> int:
        return len(self._peers)

    def open(self) -> Line:
        return TcpLine("127.0.0.1", self.port, stall_seconds=STALL_SECONDS)

    def hang(self) -> None:
        wait_for(lambda: self._movers, "the connection")
        for mover in self._movers:
            mover.hang()

    def go_on(self) -> None:
        for mover in self._movers:
            mover.go_on()

    def hang_up(self) -> None:
        """Closes the connection, but goes on listening."""
        wait_for(lambda: self._movers, "the connection")
        for mover, peer in zip(self._movers, self._peers, strict=True):
            mover.end()
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
            peer.close()
        self._movers.clear()
        self._peers.clear()

    def vanish(self) -> None:
        """Switched off: the connection is reset, and nobody listens."""
        wait_for(lambda: self._movers, "the connection")
        self._stop_listening()
        for peer in self._peers:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.hang_up()

    def come_back(self) -> None:
        self._listen()

    def settle(self, count: int) -> None:
        wait_for(lambda: sum(len(mover.received) for mover in self._movers) == count, "all bytes arrived")

    def close(self) -> None:
        self._stop_listening()
        for mover in self._movers:
            mover.end()
        for peer in self._peers:
            peer.close()

    def _stop_listening(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(10)
        self._listener.close()


class SerialWorld:
    """A pty; its name is a symbolic link, as udev gives one that outlives a replug."""

    answers = True

    def __init__(self, folder: Path) -> None:
        self.printer = ThermalPrinter()
        self.path = folder / "tty-printer"
        self._plug()

    def _plug(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(self._master)
        self._slave = slave
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(slave))
        master = self._master
        self._mover = _Mover(self.printer, master, lambda said: os.write(master, said))
        self._mover.start()

    def open(self) -> Line:
        return SerialLine(str(self.path), BAUD, stall_seconds=STALL_SECONDS)

    def hang(self) -> None:
        self._mover.hang()

    def go_on(self) -> None:
        self._mover.go_on()

    def vanish(self) -> None:
        self._mover.end()
        os.close(self._master)
        os.close(self._slave)
        self.path.unlink()
        self._master = -1

    def come_back(self) -> None:
        self._plug()

    def settle(self, count: int) -> None:
        wait_for(lambda: len(self._mover.received) == count, "all bytes arrived")

    def close(self) -> None:
        if self._master >= 0:
            self.vanish()


class FileWorld:
    """A named pipe, which blocks and breaks as a device file does."""

    answers = False

    def __init__(self, folder: Path) -> None:
        self.printer = ThermalPrinter()
        self.path = folder / "lp0"
        os.mkfifo(self.path)
        self._plug()

    def _plug(self) -> None:
        self._reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        # A pipe that nobody writes to reads as ended: one writer of our own keeps it open.
        self._keeper = os.open(self.path, os.O_WRONLY)
        os.set_blocking(self._reader, True)
        self._mover = _Mover(self.printer, self._reader, lambda _said: None)
        self._mover.start()

    def open(self) -> Line:
        return FileLine(self.path, stall_seconds=STALL_SECONDS)

    def hang(self) -> None:
        self._mover.hang()

    def go_on(self) -> None:
        self._mover.go_on()

    def vanish(self) -> None:
        self._mover.end()
        os.close(self._reader)
        os.close(self._keeper)
        self._reader = -1

    def come_back(self) -> None:
        self._plug()

    def settle(self, count: int) -> None:
        wait_for(lambda: len(self._mover.received) == count, "all bytes arrived")

    def close(self) -> None:
        if self._reader >= 0:
            self.vanish()


World = UsbWorld | TcpWorld | SerialWorld | FileWorld
WORLDS: list[type[World]] = [UsbWorld, TcpWorld, SerialWorld, FileWorld]
