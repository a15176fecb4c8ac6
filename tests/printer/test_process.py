"""The agent as a process beside the coordinator as a process, and a printer on the network that goes and comes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.standing import set_up
from rehearsal.center import rehearse
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from tests.fakes.print_room import has_ink
from tests.fakes.sheets import settings as example
from tests.fakes.waiting import wait_for
from tests.fakes.wired_printers import TcpWorld
from wire.client import new_key
from wire.messages import BoardPrinter, IssueTicket, Ticket


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[TcpWorld]:
    printer = TcpWorld(tmp_path)
    yield printer
    printer.close()


@pytest.fixture
def lobby(tmp_path: Path, printer: TcpWorld) -> Iterator[Lobby]:
    place = make_place(tmp_path / "data")
    settings = rehearse(example(), place, free_port())
    table = replace(settings.printer, device=f"tcp:127.0.0.1:{printer.port}", speed_mm_s=1000)
    lobby = Lobby(place, replace(settings, printer=table))
    set_up(lobby)
    lobby.start_devices("printer")
    yield lobby
    lobby.end()
    place.clear_away()


def issue(lobby: Lobby, domain: str) -> Ticket:
    client = lobby.client("kiosk")
    ticket = client.issue(IssueTicket(domain=domain, printer="kiosk-1"), new_key())
    client.close()
    return ticket


def state(lobby: Lobby, ticket: Ticket) -> str:
    client = lobby.client("kiosk")
    shown = client.ticket(ticket.id).print
    client.close()
    return shown.state if shown else "none"


def on_board(lobby: Lobby) -> BoardPrinter:
    client = lobby.client("display")
    (printer,) = client.board().printers
    client.close()
    return printer


def test_tickets_are_printed_and_a_printer_that_was_away_prints_what_waited(
    lobby: Lobby, printer: TcpWorld
) -> None:
    first = issue(lobby, "ho-tich")
    wait_for(lambda: state(lobby, first) == "printed", "the first ticket is printed")
    assert len([sheet for sheet in printer.printer.sheets if has_ink(sheet)]) == 1

    printer.vanish()
    wait_for(lambda: not on_board(lobby).online, "the board shows the printer off line")
    second = issue(lobby, "dat-dai")
    assert state(lobby, second) == "queued"

    printer.come_back()
    wait_for(lambda: state(lobby, second) == "printed", "the second ticket is printed")
    assert on_board(lobby) == BoardPrinter(name="kiosk-1", online=True, paper="ok")
    assert len([sheet for sheet in printer.printer.sheets if has_ink(sheet)]) == 2
    assert printer.printer.garbage == 0
    assert lobby.children["printer"].is_running()

    lobby.children["printer"].ask_to_end()
    lobby.children["printer"].wait_for_end(10)
    assert lobby.children["printer"].exit_code() == 0
