"""TCP: connections that died at rest are made anew, and never within a ticket."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import EscposPrinter
from printer.lines.tcp import TcpLine
from tests.fakes.waiting import wait_for
from tests.fakes.wired_printers import TcpWorld
from wire.messages import PrinterStatus

PATIENT_SECONDS = 10.0
GOOD = PrinterStatus(online=True, paper="ok")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[TcpWorld]:
    world = TcpWorld(tmp_path)
    yield world
    world.close()


@pytest.fixture
def line(world: TcpWorld) -> Iterator[TcpLine]:
    line = TcpLine("127.0.0.1", world.port, stall_seconds=0.3)
    yield line
    line.close()


def test_a_printer_that_hangs_up_at_rest_is_called_again(world: TcpWorld, line: TcpLine) -> None:
    printer = EscposPrinter(line, Profile(), answer_seconds=PATIENT_SECONDS)
    assert printer.status() == GOOD
    world.hang_up()
    assert printer.status() == GOOD
    assert world.connections == 1


def test_a_printer_that_hangs_up_within_a_ticket_is_trouble_and_not_called_again(
    world: TcpWorld, line: TcpLine
) -> None:
    line.refresh()
    line.write(b"half a ticket")
    world.settle(13)
    world.hang_up()

    def write_on() -> bool:
        try:
            line.write(b"\0" * 1000)
        except PrinterTrouble as trouble:
            return trouble.may_have_printed
        return False

    wait_for(write_on, "the break is noticed")
    assert world.connections == 0


def test_a_hang_up_is_heard_while_waiting_for_an_answer(world: TcpWorld, line: TcpLine) -> None:
    world.hang_up()
    with pytest.raises(PrinterTrouble, match=r"closed the connection|reset by peer"):
        line.read(5.0)


def test_a_connection_that_rested_is_made_anew_before_it_is_trusted(world: TcpWorld) -> None:
    line = TcpLine("127.0.0.1", world.port, rest_seconds=0.0)
    line.refresh()
    line.refresh()
    line.close()
    wait_for(lambda: world.connections == 3, "three connections")


def test_nobody_listening_is_trouble_that_names_the_address() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        with pytest.raises(PrinterTrouble, match=f"127.0.0.1:{port}: .*refused"):
            TcpLine("127.0.0.1", port)


def test_bytes_that_nobody_acknowledges_are_not_printed(world: TcpWorld, line: TcpLine) -> None:
    world.hang()
    line.refresh()

    def write_on() -> None:
        for _ in range(100):
            line.write(bytes(20_000))
            line.drain()

    with pytest.raises(PrinterTrouble) as trouble:
        write_on()
    assert trouble.value.may_have_printed


def test_ipv6() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        line = TcpLine("::1", listener.getsockname()[1])
        peer, _ = listener.accept()
        with peer:
            line.write(b"hello")
            assert peer.recv(5) == b"hello"
        line.close()
