"""From a number given to the last byte of its ticket in the printer; how large a ticket is; what the agent costs.

Real processes: the coordinator on a durable SQLite file, the agent, and a network printer that takes bytes at
once and answers questions, so that what is measured is our time alone.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from benchmarks import usage
from benchmarks.figures import quantile
from benchmarks.quick_printer import SPEED_MM_S, QuickPrinter
from benchmarks.standing import set_up
from centers.description import describe_center
from config import Settings, load
from printer.opening import profile_of
from printer.sample import sample_job
from printer.typesetter import Typesetter
from rehearsal.center import rehearse
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from wire.client import new_key
from wire.messages import IssueTicket
from words import load_words

ROOT = Path(__file__).parents[1]
AIM_MS, AIM_BYTES, AIM_MB = 60, 50 * 1024, 50


@contextmanager
def lobby_with(printer: QuickPrinter) -> Iterator[Lobby]:
    with TemporaryDirectory() as folder:
        place = make_place(Path(folder) / "data")
        settings = rehearse(load(ROOT / "config" / "hai-chau.toml"), place, free_port())
        table = replace(settings.printer, device=f"tcp:127.0.0.1:{printer.port}", speed_mm_s=SPEED_MM_S)
        lobby = Lobby(place, replace(settings, printer=table))
        try:
            set_up(lobby)
            lobby.start_devices("printer")
            yield lobby
        finally:
            lobby.end()
            place.clear_away()


def print_tickets(lobby: Lobby, printer: QuickPrinter, count: int) -> list[float]:
    """Milliseconds from the answer that gave the number, committed, to the last byte in the printer."""
    kiosk, domains = lobby.client("kiosk"), lobby.settings.domains
    took = []
    for index in range(count):
        wish = IssueTicket(domain=domains[index % len(domains)].id, printer=lobby.settings.printer.name)
        ticket = kiosk.issue(wish, new_key())
        given_at = time.monotonic()
        took.append((printer.wait_for(index + 1) - given_at) * 1000)
        while (shown := kiosk.ticket(ticket.id).print) is None or shown.state != "printed":
            time.sleep(0.005)
    return took


def set_tickets(settings: Settings, width: int, count: int) -> tuple[list[float], dict[str, int]]:
    """Milliseconds to set fresh tickets in this process, and the size of each kind, bytes."""
    settings = replace(settings, printer=replace(settings.printer, width_dots=width))
    words = load_words(ROOT / "printer" / "locale")
    typesetter = Typesetter(describe_center(settings), words, profile_of(settings), ("vi", "en"))
    took = []
    for index in range(count):
        job = sample_job(settings)
        assert job.ticket is not None
        fresh = replace(job, ticket=replace(job.ticket, number=f"A{index:03}", ahead=index))
        started = time.perf_counter()
        typesetter.set(fresh)
        took.append((time.perf_counter() - started) * 1000)
    kinds: dict[str, dict[str, Any]] = {
        "a ticket": {},
        "in English first": {"language": "en"},
        "a copy": {"copy": True},
        "with papers to bring": {"procedure": "tinh-trang-hon-nhan"},
    }
    return took, {
        name: len(typesetter.set(sample_job(settings, **kind)).data) for name, kind in kinds.items()
    }


def line(what: str, times: list[float]) -> str:
    return (
        f"- {what}: p50 {statistics.median(times):.1f} ms, p99 {quantile(times, 0.99):.1f} ms, n {len(times)}"
    )


def highest_mb(pid: int) -> float:
    """The most that was ever resident."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench printing", description=__doc__)
    parser.add_argument("--tickets", type=int, default=100)
    parser.add_argument("--rest", type=float, default=10.0, metavar="SECONDS")
    parser.add_argument(
        "--quick", action="store_true", help="a few tickets and no rest, to see that it works"
    )
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.tickets, arguments.rest = 3, 0.1

    settings = load(ROOT / "config" / "hai-chau.toml")
    sizes: dict[int, dict[str, int]] = {}
    for width, paper in ((576, "80 mm"), (384, "58 mm")):
        took, sizes[width] = set_tickets(settings, width, arguments.tickets)
        print(line(f"setting a fresh ticket, {paper}", took[1:]))
        for kind, size in sizes[width].items():
            print(f"- {paper}, {kind}: {size / 1024:.1f} KB")

    printer = QuickPrinter()
    printer.start()
    with lobby_with(printer) as lobby:
        took = print_tickets(lobby, printer, arguments.tickets)
        pid = lobby.children["printer"].pid
        at_rest = usage.share_at_rest(pid, arguments.rest)
        memory = usage.memory(pid).resident, highest_mb(pid)
    print(line("number given (committed) to last byte in the printer", took))
    print(f"- the agent's memory: {memory[0]:.1f} MB, at most {memory[1]:.1f} MB")
    print(f"- the agent at rest: {at_rest:.2f} % of a core")

    is_met = (
        statistics.median(took) <= AIM_MS
        and max(sizes[576][kind] for kind in ("a ticket", "in English first", "a copy")) <= AIM_BYTES
        and memory[1] <= AIM_MB
    )
    print(
        f"- aims (median {AIM_MS} ms, {AIM_BYTES // 1024} KB, {AIM_MB} MB): {'met' if is_met else 'NOT met'}"
    )
    return 0 if is_met or arguments.quick else 1
