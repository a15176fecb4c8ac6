"""A report over any days as rows: for a spreadsheet, for another program, and for the page that shows it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from coordinator.desk.reporting import Report
from coordinator.queue.summary import WHOLE, Kind
from coordinator.queue.tally import ENDS, STATES, Duration, Tally

Cell = str | int | float | None
Row = Mapping[str, Cell]

_TIMES: Final[tuple[Duration, ...]] = ("wait", "service")
COLUMNS: Final = (
    "group",
    "key",
    "issued",
    "priority",
    *STATES,
    "calls",
    "transferred",
    *(f"{what}_{how}" for what in _TIMES for how in ("count", "mean_s", "median_s", "p90_s")),
    "within_target",
    "ratings",
    "rating_mean",
)
_MOST_DAYS: Final = 31
_MOST_WEEKS: Final = 26


def rows_of(report: Report, domains: Sequence[str], target_minutes: float) -> Iterator[Row]:
    """One row for the whole, each day, domain, counter, clerk, hour and lane; a column that says nothing is empty."""
    total = report.total
    yield {"group": "center", **_cells("center", total[WHOLE], target_minutes)}
    for day, tally in report.days.items():
        yield {"group": "day", "key": day, **_cells("center", tally, target_minutes)}
    for kind, keys in ordered_keys(report, domains).items():
        for key in keys:
            yield {"group": kind, "key": key, **_cells(kind, total[kind, key], target_minutes)}


def ordered_keys(report: Report, domains: Sequence[str]) -> dict[Kind, list[str]]:
    """The groups of each kind: domains as in the settings, those that are no longer there behind them."""
    total = report.total
    known = {domain: place for place, domain in enumerate(domains)}
    return {
        "domain": sorted({*total.of("domain"), *domains}, key=lambda one: (known.get(one, len(known)), one)),
        "counter": sorted(total.of("counter"), key=int),
        "clerk": sorted(total.of("clerk")),
        "hour": sorted(total.of("hour")),
        "lane": sorted(total.of("lane")),
    }


def periods(report: Report) -> dict[str, Tally]:
    """Days, weeks or months, by the first day of each, so that there are not too many to look at."""
    length = (report.until - report.since).days + 1
    found: dict[str, Tally] = {}
    for day, tally in report.days.items():
        found.setdefault(_period(date.fromisoformat(day), length).isoformat(), Tally()).add(tally)
    return found


def period_length(report: Report) -> str:
    """`day`, `week` or `month`."""
    length = (report.until - report.since).days + 1
    return "day" if length <= _MOST_DAYS else "week" if length <= _MOST_WEEKS * 7 else "month"


def _period(day: date, length: int) -> date:
    if length <= _MOST_DAYS:
        return day
    return day - timedelta(days=day.weekday()) if length <= _MOST_WEEKS * 7 else day.replace(day=1)


def _cells(kind: Kind, tally: Tally, target_minutes: float) -> dict[str, Cell]:
    """A counter, a clerk and an hour are known by what ended there, all others by what their tickets became."""
    cells: dict[str, Cell] = {"calls": tally["calls"], "transferred": tally["end.transferred"]}
    if kind in ("counter", "clerk", "hour"):
        cells |= {end: tally[f"end.{end}"] for end in ENDS}
    else:
        cells |= {state: tally[f"state.{state}"] for state in STATES}
    if kind not in ("counter", "clerk"):
        within = tally.within(target_minutes)
        cells |= {"issued": tally["issued"], "priority": tally["priority"], **_time_cells("wait", tally)}
        cells |= {"within_target": None if within is None else round(within, 4)}
        cells |= {"ratings": tally.rated, "rating_mean": _rounded(tally.rating, 2)}
    if kind != "hour":
        cells |= _time_cells("service", tally)
    return cells


def _time_cells(what: Duration, tally: Tally) -> dict[str, Cell]:
    return {
        f"{what}_count": tally[f"{what}.count"],
        f"{what}_mean_s": _rounded(tally.mean(what)),
        f"{what}_median_s": _rounded(tally.quantile(what, 0.5)),
        f"{what}_p90_s": _rounded(tally.quantile(what, 0.9)),
    }


def _rounded(value: float | None, digits: int | None = None) -> float | None:
    return None if value is None else round(value, digits)
