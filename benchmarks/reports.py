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
from coordinator.queue.summary import Seat, summarise
from coordinator.store import summaries
from coordinator.store.versions import open_database

CENTRE = Path(__file__).parents[1] / "config" / "hai-chau.toml"
TICKETS_A_DAY = 650
LAST_DAY = date(2026, 11, 20)
MINUTE_MS = 60_000
OPENING_MS = 1_795_392_000_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=1_000_000)
    wanted: int = parser.parse_args().tickets
    centre = Centre(load(CENTRE))
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/motcua.db")
        days = -(-wanted // TICKETS_A_DAY)
        spent = 0.0
        for number in range(days):
            came, happened = a_day(centre, random.Random(number))
            seats = [
                Seat(0, f"counter:staff/Clerk {counter.id}", counter.id)
                for counter in centre.settings.counters
            ]
            began = time.perf_counter()
            summary = summarise(came, happened, seats, centre.zone)
            with database.write() as connection:
                day = (LAST_DAY - timedelta(days=number)).isoformat()
                summaries.keep(connection, centre.id, day, summary)
            spent += time.perf_counter() - began
        since = LAST_DAY - timedelta(days=days)
        times = []
        for _ in range(5):
            began = time.perf_counter()
            with database.read() as connection:
                report = reporting.report(connection, centre, since, LAST_DAY)
            times.append(time.perf_counter() - began)
        whole = report.total.whole
        print(f"{whole['issued']:,} tickets on {len(report.days):,} days, {len(report.total.groups)} groups")
        print(f"summing up: {spent / days * 1000:.1f} ms a day, once")
        print(
            f"report: {min(times) * 1000:.0f} ms at best, {max(times) * 1000:.0f} ms at worst of {len(times)}"
        )
        size = Path(folder, "motcua.db").stat().st_size
        print(f"kept: {size / days / 1000:.1f} kB a day")
        database.close()
    return 0


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


if __name__ == "__main__":
    raise SystemExit(main())
