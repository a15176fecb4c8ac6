"""A report over a million tickets: how long the days take to be summed up once, and the report from then on.

The days are like a ward's: six domains, fourteen counters and clerks, waits and services of their own.
"""

import argparse
import random
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from config import load
from coordinator.desk import reporting
from coordinator.desk.work import Centre
from coordinator.queue.figures import Came, Happened
from coordinator.queue.summary import Seat, Summary, summarise
from coordinator.store import summaries
from coordinator.store.versions import open_database

CENTRE = Path(__file__).parents[1] / "config" / "hai-chau.toml"
TICKETS_A_DAY = 650
DIFFERENT_DAYS = 40
"""Then they come again: to sum up four years takes minutes, and each day costs the same."""
LAST_DAY = date(2026, 11, 20)
MINUTE_MS = 60_000
OPENING_MS = 1_795_392_000_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench reports", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--quick", action="store_true", help="a few days, to see that it works")
    arguments = parser.parse_args()
    wanted, different = (3000, 2) if arguments.quick else (arguments.tickets, DIFFERENT_DAYS)
    centre = Centre(load(CENTRE))
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/motcua.db")
        days = -(-wanted // TICKETS_A_DAY)
        imagined = [a_day(centre, random.Random(number)) for number in range(different)]
        began = time.process_time()
        summed = [sum_up(centre, *day) for day in imagined]
        spent = time.process_time() - began
        with database.write() as connection:
            for number in range(days):
                date_of = (LAST_DAY - timedelta(days=number)).isoformat()
                summaries.keep(connection, centre.id, date_of, summed[number % different])
        times = []
        for _ in range(5):
            began = time.perf_counter()
            with database.read() as connection:
                report = reporting.report(connection, centre, LAST_DAY - timedelta(days=days), LAST_DAY)
            times.append(time.perf_counter() - began)
        size = Path(folder, "motcua.db").stat().st_size
        database.close()
    whole = report.total.whole
    print(f"- {whole['issued']:,} tickets on {len(report.days):,} days, {len(report.total.groups)} groups")
    print(f"- summing up a day: {spent / different * 1000:.1f} ms, once")
    print(
        f"- report: {min(times) * 1000:.0f} ms at best, {max(times) * 1000:.0f} ms at worst of {len(times)}"
    )
    print(f"- kept: {size / days / 1000:.1f} kB a day")
    return 0


def sum_up(centre: Centre, came: list[Came], happened: list[Happened]) -> Summary:
    seats = [Seat(0, f"counter:staff/Clerk {counter.id}", counter.id) for counter in centre.settings.counters]
    return summarise(came, happened, seats, centre.zone)


def a_day(centre: Centre, chance: random.Random) -> tuple[list[Came], list[Happened]]:
    domains = [domain.id for domain in centre.settings.domains]
    counters = [counter.id for counter in centre.settings.counters]
    came, happened = [], []
    for place in range(TICKETS_A_DAY):
        issued = OPENING_MS + int(chance.random() * 600) * MINUTE_MS
        called = issued + int(chance.expovariate(1 / 12) * MINUTE_MS)
        ended = called + int(chance.gammavariate(1.7, 4) * MINUTE_MS)
        domain, counter = chance.choice(domains), chance.choice(counters)
        came.append(Came(place, domain, chance.random() < 0.1, "served", issued))
        happened.append(Happened(place, "called", counter, domain, called))
        happened.append(Happened(place, "served", counter, domain, ended))
    return came, sorted(happened, key=lambda one: one.at)
