"""Each process: from its start until it is ready, and what it then takes of its machine.

Real processes on one machine: pins simulated at their edge, a printer on the network that takes bytes at once, the
screens in windows of 1920×1080 that SDL's dummy driver keeps off the screen, the voice off. Ready is what each tells
systemd (READY=1): the coordinator answers, the printer's agent has looked at its printer, the buttons' agent holds its
pins, a screen has shown its first frame. At first nobody waits; then tickets are issued, printed, called and shown.
"""

import argparse
import itertools
import socket
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from benchmarks import usage
from benchmarks.durable_postgres import running_postgres
from benchmarks.figures import print_head, print_row
from benchmarks.quick_printer import SPEED_MM_S, QuickPrinter
from benchmarks.standing import SETTINGS, first_domains, set_up
from rehearsal.center import rehearse
from rehearsal.lobby import DEVICES, Lobby, free_port
from rehearsal.place import Place, make_place
from tests.fakes.postgres import programs
from wire.client import new_key
from wire.messages import IssueTicket

PROCESSES = ("coordinator", *DEVICES)
SCREEN = "window:1920x1080"
READY_SECONDS = 60.0
NAMES = {
    "coordinator": "coordinator on SQLite",
    "printer": "printer's agent",
    "display": "board",
    "kiosk": "kiosk",
    "counter": "buttons' agent",
}


@dataclass(frozen=True)
class Taken:
    """By one process, at an instant."""

    memory: usage.Memory
    threads: int
    descriptors: int


class Supervisor(threading.Thread):
    """Hears what one process tells systemd, all of it: a datagram that nobody takes would hold the process up."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._ready = threading.Event()

    def run(self) -> None:
        while said := self._socket.recv(4096):
            if b"READY=1" in said:
                self._ready.set()

    def begin(self) -> None:
        """Forget what an earlier life of the process said."""
        self._ready.clear()

    def wait_until_ready(self) -> None:
        if not self._ready.wait(READY_SECONDS):
            raise TimeoutError(f"{self.path.stem} was not ready after {READY_SECONDS:.0f} s")

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"", str(self.path))
        self.join()
        self._socket.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench processes", description=__doc__)
    parser.add_argument("--starts", type=int, default=5, help="of each process (5)")
    parser.add_argument("--tickets", type=int, default=100)
    parser.add_argument("--rest", type=float, default=20.0, metavar="SECONDS")
    parser.add_argument("--settle", type=float, default=3.0, metavar="SECONDS", help="before it is looked at")
    parser.add_argument("--quick", action="store_true", help="one start, a few tickets, a short rest")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.starts, arguments.tickets, arguments.rest, arguments.settle = 1, 2, 0.1, 0.0
    print_head(
        *("process", "ready p50 s", "longest s", "resident MB", "proportional MB"),
        *(f"resident MB after {arguments.tickets} tickets", "proportional MB"),
        *("threads", "descriptors", "% of a core at rest"),
    )
    measure(arguments, NAMES)
    if programs() is not None and not arguments.quick:
        with running_postgres() as server:
            measure(arguments, {"coordinator": "coordinator on PostgreSQL"}, server.create("processes"))
    return 0


def measure(arguments: argparse.Namespace, told: Mapping[str, str], database: str | None = None) -> None:
    """All processes live through it; those of `told` are reported, by their names there."""
    with TemporaryDirectory() as folder, running(Path(folder), database) as (lobby, supervisors, printer):
        started = {
            name: start(lobby, supervisors[name], name, arguments.starts if name in told else 1)
            for name in PROCESSES
        }
        time.sleep(arguments.settle)
        fresh = {name: taken(lobby, name) for name in PROCESSES}
        serve(lobby, printer, arguments.tickets)
        time.sleep(arguments.settle)
        rest = rest_of_all(lobby, arguments.rest)
        for name in told:
            before, now = fresh[name], taken(lobby, name)
            print_row(
                told[name],
                *(statistics.median(started[name]), max(started[name])),
                *(before.memory.resident, before.memory.proportional),
                *(now.memory.resident, now.memory.proportional, now.threads, now.descriptors),
                rest[name],
            )


@contextmanager
def running(
    folder: Path, database: str | None
) -> Iterator[tuple[Lobby, dict[str, Supervisor], QuickPrinter]]:
    """A lobby that is set up and whose coordinator has ended, and where each of its processes will say ready.

    `database`: its URL, where it is not to be SQLite's.
    """
    place = make_place(folder / "data")
    with ExitStack() as closing:
        closing.callback(place.clear_away)
        supervisors = {name: Supervisor(place.run / f"{name}.notify") for name in PROCESSES}
        for one in supervisors.values():
            one.start()
            closing.callback(one.close)
        printer = QuickPrinter()
        printer.start()
        lobby = lobby_at(
            place,
            database,
            printer.port,
            {name: {"NOTIFY_SOCKET": str(one.path)} for name, one in supervisors.items()},
        )
        closing.callback(lobby.end)
        set_up(lobby)
        end(lobby, "coordinator")
        yield lobby, supervisors, printer


def lobby_at(place: Place, database: str | None, port: int, environments: dict[str, dict[str, str]]) -> Lobby:
    settings = rehearse(SETTINGS, place, free_port())
    table = settings.coordinator
    settings = replace(
        settings,
        coordinator=replace(table, database=database or table.database),
        printer=replace(settings.printer, device=f"tcp:127.0.0.1:{port}", speed_mm_s=SPEED_MM_S),
        kiosk=replace(settings.kiosk, mode=SCREEN),
        display=replace(settings.display, mode=SCREEN, voice=replace(settings.display.voice, on=False)),
    )
    everyone = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    return Lobby(place, settings, everyone, environments)


def start(lobby: Lobby, supervisor: Supervisor, name: str, times: int) -> list[float]:
    """Seconds from its start until it is ready, so many times; the last one stays."""
    took = []
    for number in range(times):
        if number:
            end(lobby, name)
        supervisor.begin()
        began = time.monotonic()
        lobby.children[name].start()
        supervisor.wait_until_ready()
        took.append(time.monotonic() - began)
    return took


def end(lobby: Lobby, name: str) -> None:
    lobby.children[name].ask_to_end()
    lobby.children[name].wait_for_end(10)


def taken(lobby: Lobby, name: str) -> Taken:
    pid = lobby.children[name].pid
    return Taken(usage.memory(pid), usage.threads(pid), usage.descriptors(pid))


def serve(lobby: Lobby, printer: QuickPrinter, tickets: int) -> None:
    """Issue, print and call so many, each once the one before is on paper."""
    client = lobby.client("admin", answer_seconds=30)
    domains = itertools.cycle(first_domains(lobby.settings.counters))
    counters = itertools.cycle([counter.id for counter in lobby.settings.counters])
    try:
        for number in range(tickets):
            wish = IssueTicket(domain=next(domains), printer=lobby.settings.printer.name)
            ticket = client.issue(wish, new_key())
            client.call_next(next(counters), new_key())
            printer.wait_for(number + 1)
            while (job := client.ticket(ticket.id).print) is None or job.state != "printed":
                time.sleep(0.01)
    finally:
        client.close()


def rest_of_all(lobby: Lobby, seconds: float) -> dict[str, float]:
    """Per cent of a core that each takes while nothing happens."""
    with ExitStack() as measuring:
        used = {name: measuring.enter_context(usage.measured(lobby.children[name].pid)) for name in PROCESSES}
        time.sleep(seconds)
    return {name: one.share for name, one in used.items()}
