"""`motcua report DAY [--until DAY]`: the figures of days, for a spreadsheet (CSV) or another program (JSON)."""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from config import Settings
from coordinator.desk.reporting import report
from coordinator.desk.work import Centre
from coordinator.location import NoFile, add_data_argument, existing_url
from coordinator.queue.figures import (
    TARGET_MINUTES,
    CounterFigures,
    DayFigures,
    GroupFigures,
    HourFigures,
    Times,
    sum_up,
)
from coordinator.report_rows import COLUMNS, Cell, Row, rows_of
from coordinator.store.database import StoreError
from coordinator.store.days import read_day
from coordinator.store.retention import figures_of
from coordinator.store.versions import open_database

_COLUMNS: Final = tuple(column for column in COLUMNS if not column.startswith("rating"))
"""Of one day alone, whose form is older than the ratings."""


@dataclass(frozen=True)
class Report:
    """The whole answer in JSON."""

    center: str
    day: str
    target_minutes: float
    figures: DayFigures


@dataclass(frozen=True)
class RangeReport:
    """The whole answer in JSON where several days are asked for; `rows` as in the CSV."""

    center: str
    since: date
    until: date
    target_minutes: float
    rows: Sequence[Row]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("day", type=_day, metavar="DAY", help="the business day, as 2026-11-23")
    parser.add_argument(
        "--until", type=_day, metavar="DAY", help="the figures of all days from DAY through this one together"
    )
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")
    parser.add_argument(
        "--target",
        type=_minutes,
        default=TARGET_MINUTES,
        metavar="MINUTES",
        help=f"the wait that the shares are counted against (default: {TARGET_MINUTES:g})",
    )
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 with the figures on standard output, 1 with a sentence where they cannot be read."""
    if arguments.until is not None:
        return _run_range(settings, arguments)
    try:
        found = _make_report(settings, arguments)
    except (NoFile, StoreError, OSError) as error:
        sys.stderr.write(f"motcua report: {error}\n")
        return 1
    if arguments.format == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found)).decode() + "\n")
    else:
        writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_rows(found.figures))
    return 0


def _run_range(settings: Settings, arguments: argparse.Namespace) -> int:
    since, until = arguments.day, arguments.until
    if until < since:
        sys.stderr.write(
            f"motcua report: --until {until} is before {since} (accepted: {since} or a later day)\n"
        )
        return 2
    try:
        database = open_database(existing_url(settings, arguments.data))
        try:
            with database.read() as connection:
                found = report(connection, Centre(settings), since, until)
        finally:
            database.close()
    except (NoFile, StoreError, OSError) as error:
        sys.stderr.write(f"motcua report: {error}\n")
        return 1
    rows = list(rows_of(found, [domain.id for domain in settings.domains], arguments.target))
    if arguments.format == "json":
        whole = RangeReport(settings.center.id, since, until, arguments.target, rows)
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(whole)).decode() + "\n")
    else:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return 0


def _make_report(settings: Settings, arguments: argparse.Namespace) -> Report:
    table, day = settings.center, arguments.day.isoformat()
    database = open_database(existing_url(settings, arguments.data))
    try:
        with database.read() as connection:
            kept = figures_of(connection, table.id, day)
            tickets, happenings = read_day(connection, table.id, day)
    finally:
        database.close()
    if kept is not None and not tickets:
        return Report(table.id, day, TARGET_MINUTES, kept)
    figures = sum_up(
        tickets,
        happenings,
        domains=[domain.id for domain in settings.domains],
        counters=[counter.id for counter in settings.counters],
        zone=ZoneInfo(table.timezone),
        target_minutes=arguments.target,
    )
    return Report(table.id, day, arguments.target, figures)


def _rows(figures: DayFigures) -> Iterator[Mapping[str, Cell]]:
    """One row for the centre, each domain, counter and hour; a column that says nothing of it is empty."""
    yield {"group": "center", **_group_cells(figures.total)}
    for domain, group in figures.domains.items():
        yield {"group": "domain", "key": domain, **_group_cells(group)}
    for number, counter in figures.counters.items():
        yield {"group": "counter", "key": number, **_counter_cells(counter)}
    for hour, figure in figures.hours.items():
        yield {"group": "hour", "key": f"{hour:02d}", **_hour_cells(figure)}


def _group_cells(group: GroupFigures) -> dict[str, Cell]:
    return {
        "issued": group.issued,
        "priority": group.priority,
        **{str(state): n for state, n in group.states.items()},
        **_time_cells("wait", group.wait),
        **_time_cells("service", group.service),
        "within_target": group.within_target,
    }


def _counter_cells(counter: CounterFigures) -> dict[str, Cell]:
    return {
        "calls": counter.called,
        "served": counter.served,
        "no_show": counter.no_show,
        "held": counter.held,
        "transferred": counter.transferred,
        **_time_cells("service", counter.service),
    }


def _hour_cells(hour: HourFigures) -> dict[str, Cell]:
    return {
        "issued": hour.issued,
        "calls": hour.called,
        "served": hour.served,
        **_time_cells("wait", hour.wait),
    }


def _time_cells(what: str, times: Times) -> dict[str, Cell]:
    return {
        f"{what}_count": times.count,
        f"{what}_mean_s": times.mean_s,
        f"{what}_median_s": times.median_s,
        f"{what}_p90_s": times.p90_s,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        problem = f"{text!r} is not a day (accepted: YYYY-MM-DD, such as 2026-11-23)"
        raise argparse.ArgumentTypeError(problem) from error


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a target (accepted: minutes above 0)")
    return minutes
