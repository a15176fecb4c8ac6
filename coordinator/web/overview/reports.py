"""The page of reports: any days, against the target; as a page to print on A4, as CSV and as a workbook."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from config import Settings
from coordinator.desk import Desk
from coordinator.desk.reporting import Report
from coordinator.queue.tally import Tally
from coordinator.report_rows import COLUMNS, Row, ordered_keys, period_length, periods, rows_of
from coordinator.web.charts import bars
from coordinator.web.overview.paper import margins
from coordinator.web.overview.showing import SHEET
from coordinator.web.overview.workbook import workbook
from coordinator.web.staff.drawing import Drawing, lead
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for
from words import Catalogue

REPORTS: Final = f"{FOLDER}/reports"
LONGEST_DAYS: Final = 40 * 366
_SHEET: Final = SHEET + (Path(__file__).parents[1] / "templates" / "staff" / "reports.css").read_text("utf-8")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """One row of a table of the page."""

    name: str
    tally: Tally


def add_reports(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    reports = _Reports(desk, drawing)

    @blueprint.get("/reports")
    @only_for(MANAGERS)
    def show_report() -> AnyResponse:
        days = reports.asked()
        return lead(REPORTS, "bad-days") if days is None else reports.page(*days)

    @blueprint.get("/reports/report.<any(csv,xlsx):form>")
    @only_for(MANAGERS)
    def give_report(form: str) -> AnyResponse:
        days = reports.asked()
        if days is None:
            return lead(REPORTS, "bad-days")
        return reports.csv(*days) if form == "csv" else reports.xlsx(*days)


class _Reports:
    def __init__(self, desk: Desk, drawing: Drawing) -> None:
        self._desk = desk
        self._drawing = drawing

    @property
    def _settings(self) -> Settings:
        return self._desk.settings

    @property
    def _domains(self) -> list[str]:
        return [domain.id for domain in self._settings.domains]

    def asked(self) -> tuple[date, date] | None:
        """The days of the request, today without any; null where they are none."""
        today = self._desk.overview.today().day
        since_text = request.args.get("since") or today.isoformat()
        try:
            since = date.fromisoformat(since_text)
            until = date.fromisoformat(request.args.get("until") or since_text)
        except ValueError:
            return None
        return (since, until) if 0 <= (until - since).days <= LONGEST_DAYS else None

    def page(self, since: date, until: date) -> Response:
        report = self._desk.report(since, until)
        texts, whole = self._drawing.texts, report.total.whole
        period = " – ".join(f"{day:%d/%m/%Y}" for day in sorted({since, until}))
        return self._drawing.page(
            "reports.html",
            sheet=_SHEET + margins(self._drawing.in_words(self._settings.center.name), period, texts),
            is_still=True,
            since=since,
            until=until,
            period=period,
            query=f"since={since}&until={until}",
            choices=_choices(self._desk.overview.today().day),
            target=self._settings.target.mean_minutes,
            whole=whole,
            is_kept=(whole.mean("wait") or 0) <= self._settings.target.mean_minutes * 60,
            tables=self._tables(report, texts),
            charts=self._charts(report, texts) if whole["issued"] else [],
        )

    def csv(self, since: date, until: date) -> Response:
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self._rows(since, until))
        # Excel takes a file for UTF-8 only where it begins with the mark.
        return _file(text.getvalue().encode("utf-8-sig"), "text/csv", f"motcua-{since}-{until}.csv")

    def xlsx(self, since: date, until: date) -> Response:
        texts = self._drawing.texts
        rows = self._rows(since, until)
        content = workbook(
            rows, lambda row: self._name(str(row["group"]), str(row.get("key", "")), texts), texts
        )
        return _file(content, _XLSX, f"motcua-{since}-{until}.xlsx")

    def _rows(self, since: date, until: date) -> list[Row]:
        report = self._desk.report(since, until)
        return list(rows_of(report, self._domains, self._settings.target.mean_minutes))

    def _tables(self, report: Report, texts: Catalogue) -> list[tuple[str, list[Line]]]:
        found: list[tuple[str, list[Line]]] = []
        for kind, keys in ordered_keys(report, self._domains).items():
            lines = [Line(self._name(kind, key, texts), report.total[kind, key]) for key in keys]
            found.append((kind, [line for line in lines if line.tally.counts]))
        if len(report.days) > 1:
            found.insert(0, (period_length(report), self._periods(report)))
        return [(kind, lines) for kind, lines in found if lines]

    def _periods(self, report: Report) -> list[Line]:
        is_month = period_length(report) == "month"
        return [
            Line(f"{date.fromisoformat(day):%m/%Y}" if is_month else _short(day), tally)
            for day, tally in periods(report).items()
        ]

    def _charts(self, report: Report, texts: Catalogue) -> list[tuple[str, str]]:
        """Who came and how long they waited: by hour, and by day, week or month where there are several."""
        hours = [Line(key, report.total["hour", key]) for key in ordered_keys(report, self._domains)["hour"]]
        groups = {"hour": hours}
        if len(report.days) > 1:
            groups = {period_length(report): self._periods(report), **groups}
        found = []
        for kind, lines in groups.items():
            labels = [line.name for line in lines]
            issued = [line.tally["issued"] for line in lines]
            waits = [_minutes(line.tally.mean("wait")) for line in lines]
            found.append((texts(f"chart.issued-{kind}"), bars(labels, {"": issued})))
            found.append((texts(f"chart.wait-{kind}"), bars(labels, {"": waits})))
        return found

    def _name(self, kind: str, key: str, texts: Catalogue) -> str:
        match kind:
            case "domain":
                # One that is no longer there goes by its id.
                names = {domain.id: domain.name for domain in self._settings.domains}
                return self._drawing.in_words(names.get(key, {"vi": key}))
            case "counter":
                return texts("counter.name", counter=key)
            case "hour":
                return f"{key}:00"
            case "lane":
                return texts(f"lane.{key}")
            case "center":
                return self._drawing.in_words(self._settings.center.name)
        return key


def _choices(today: date) -> Mapping[str, tuple[date, date]]:
    """What is asked for most."""
    week, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    last_month_ends = month - timedelta(days=1)
    yesterday = today - timedelta(days=1)
    return {
        "today": (today, today),
        "yesterday": (yesterday, yesterday),
        "week": (week, today),
        "last-week": (week - timedelta(days=7), week - timedelta(days=1)),
        "month": (month, today),
        "last-month": (last_month_ends.replace(day=1), last_month_ends),
        "year": (today.replace(month=1, day=1), today),
    }


def _short(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m}"


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 1)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
