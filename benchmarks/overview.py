"""What the overview costs the coordinator: a ward's day with 650 tickets, looked at by a wall screen and a phone.

Time of the processor, not of the clock: for the figures of the day, the advice, and the page; and what share of one
core they take together while somebody looks and something changes all the time.
"""

import argparse
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from config import load
from coordinator.broadcast import Broadcast
from coordinator.desk import Actor, Desk, advising, open_desk, overview
from coordinator.web.application import create_application
from coordinator.web.overview import showing
from tests.fakes.served_center import served_center
from wire.messages import IssueTicket, Role

CENTRE = Path(__file__).parents[1] / "config" / "hai-chau.toml"
VIEWERS = 2
DEVICES: tuple[tuple[Role, int], ...] = (
    ("kiosk", 1), ("kiosk", 2), ("printer", 1), ("printer", 2), ("display", 1), ("display", 2),
    *(("counter", number) for number in range(1, 8)),
)  # fmt: skip
"""None of them is heard, so that for each the page says what to do."""
ADMIN = Actor("admin", "bench")


class Noon:
    """A clock that walks through a morning, a moment for each ticket."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 7, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def is_synchronised(self) -> bool:
        return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench overview", description=__doc__)
    parser.add_argument("--tickets", type=int, default=650)
    parser.add_argument("--quick", action="store_true", help="a few tickets, to see that it works")
    arguments = parser.parse_args()
    tickets = 20 if arguments.quick else arguments.tickets
    settings, clock = load(CENTRE), Noon()
    with TemporaryDirectory() as folder:
        desk = open_desk(settings, f"sqlite:///{folder}/motcua.db", clock)
        broadcast = Broadcast(desk.board)
        application = create_application(served_center(desk, broadcast))
        work(desk, clock, [domain.id for domain in settings.domains], len(settings.counters), tickets)
        broadcast._publish()  # noqa: SLF001 as its thread does
        for role, number in DEVICES:
            desk.admit_device(role, f"{role}-{number}")
        token = desk.give_link("view-bench", ADMIN)
        client = application.test_client()
        headers = {"Authorization": f"Bearer {token}"}

        def look() -> None:
            answer = client.get("/board/overview", headers=headers)
            assert answer.status_code == 200, answer.text

        def advise_anew() -> None:
            clock.seconds += advising.KEPT_SECONDS
            desk.adviser.advise()

        def anew() -> None:
            clock.seconds += overview.KEPT_SECONDS
            desk.overview.today()

        advice = cost(advise_anew, 5)
        desk.overview.today()
        desk.adviser.advise()
        figures = cost(anew, 4)
        page = cost(look, 20)
        desk.close()
    share = advice / advising.KEPT_SECONDS + figures / overview.KEPT_SECONDS
    share += VIEWERS * page / (showing.SPACING_MS / 1000)
    print(f"- advice: {advice * 1000:.1f} ms, every {advising.KEPT_SECONDS:.0f} s")
    print(f"- figures of {tickets} tickets: {figures * 1000:.1f} ms, every {overview.KEPT_SECONDS:.0f} s")
    print(
        f"- page: {page * 1000:.1f} ms, every {showing.SPACING_MS / 1000:.0f} s for each of {VIEWERS} viewers"
    )
    print(f"- together: {share:.2%} of a core while something changes all the time")
    return 0


def work(desk: Desk, clock: Noon, domains: list[str], counters: int, tickets: int) -> None:
    """Half of a day: people come a little faster than they are served."""
    chance = random.Random(7)
    for number in range(tickets):
        clock.seconds += 30
        desk.issue(IssueTicket(domain=chance.choice(domains)), ADMIN, None)
        if number % 8:
            desk.call_next(number % counters + 1, ADMIN, None)


def cost(what: Callable[[], object], times: int) -> float:
    """Seconds of the processor for one."""
    what()
    began = time.process_time()
    for _ in range(times):
        what()
    return (time.process_time() - began) / times
