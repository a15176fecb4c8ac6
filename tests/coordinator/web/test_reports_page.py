"""The page of reports: who may see it, that its figures, charts and files say the same, what is no range of days."""

import base64
import csv
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from coordinator.web.overview.paper import margins
from tests.coordinator.web.test_overview import PIN, Site, site
from tests.fakes.clock import MONDAY
from tests.fakes.reader import Reader
from words import load_words

pytestmark = pytest.mark.only_sqlite("pages, whatever keeps what they show")

__all__ = ["site"]
LOCALE = Path(__file__).parents[3] / "coordinator" / "web" / "locale"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def two_days(here: Site) -> None:
    front = here.front
    for day in range(2):
        front.clock.set(MONDAY + timedelta(days=day))
        for _ in range(3):
            front.issue()
        front.clock.move(minutes=20)
        front.call(1)
        front.clock.move(minutes=5)
        front.finish(1)


def open_report(here: Site, query: str) -> Reader:
    manager = here.manager()
    manager.open(f"/staff/reports?{query}")
    return manager


def test_a_range_is_shown_by_day_domain_counter_hour_and_lane_against_the_target(site: Site) -> None:
    two_days(site)
    manager = open_report(site, "since=2026-11-23&until=2026-11-24")
    text = manager.text
    assert "Báo cáo 23/11/2026 – 24/11/2026" in text
    assert "Số đã phát 6 đã phục vụ 2" in text
    assert "Chờ trung bình 20.0 quá mục tiêu 15 phút" in text
    assert re.search(r"24/11 3 20\.0", text)
    assert re.search(r"Chứng thực 6 20\.0", text)
    assert re.search(r"Quầy 1 2 2 0 0 5\.0", text)
    assert re.search(r"08:00 6 20\.0", text)


def test_charts_are_pictures_without_a_script(site: Site) -> None:
    two_days(site)
    manager = open_report(site, "since=2026-11-23&until=2026-11-24")
    assert manager.page is not None
    pictures = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', manager.page.text)
    assert len(pictures) == 4
    for picture in pictures:
        svg = base64.b64decode(picture)
        assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 our own
        assert b"<script" not in svg
        assert b"href=" not in svg.replace(b'xmlns:xlink="', b"")


def test_every_sheet_of_paper_says_whose_report_it_is_of_which_days(site: Site) -> None:
    two_days(site)
    manager = open_report(site, "since=2026-11-23&until=2026-11-24")
    assert manager.page is not None
    name = site.front.desk.settings.center.name["vi"]
    assert f'@top-left {{ content: "{name}"' in manager.page.text
    assert '@top-right { content: "23/11/2026 – 24/11/2026"' in manager.page.text
    assert 'content: "Trang " counter(page) "/" counter(pages)' in manager.page.text


def test_no_name_of_a_centre_ends_the_style_of_its_page() -> None:
    sheet = margins('a"b\\c</style>\nd', "1/1", load_words(LOCALE).of("vi"))
    assert 'content: "a\\22 b\\5c c\\3c /style\\3e \\a d"' in sheet


def test_the_files_say_what_the_page_says(site: Site) -> None:
    two_days(site)
    manager = site.manager()
    query = "since=2026-11-23&until=2026-11-24"
    answer = manager.ask(f"/staff/reports/report.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert (rows[0]["group"], rows[0]["issued"], rows[0]["wait_mean_s"]) == ("center", "6", "1200")
    assert 'filename="motcua-2026-11-23-2026-11-24.csv"' in answer.headers["Content-Disposition"]
    book = manager.ask(f"/staff/reports/report.xlsx?{query}")
    with zipfile.ZipFile(io.BytesIO(book.get_data())) as file:
        names = re.findall(r'sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
        first = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))  # noqa: S314 our own
        texts = file.read("xl/sharedStrings.xml").decode()
    assert names == ["Trung tâm", "Ngày", "Lĩnh vực", "Quầy", "Giờ", "Ưu tiên và thường"]
    numbers = [float(cell.text or 0) for cell in first.iter(f"{SHEET}v")]
    assert 1200.0 in numbers
    assert "Chờ trung bình (giây)" in texts


def test_the_choices_lead_to_days_that_are_shown(site: Site) -> None:
    two_days(site)
    manager = open_report(site, "")
    assert manager.page is not None
    links = re.findall(r'href="/staff/reports\?(since=[^"]+)"', manager.page.text)
    assert len(links) == 7
    for query in links:
        assert manager.open(f"/staff/reports?{query.replace('&amp;', '&')}").status_code == 200


@pytest.mark.parametrize(
    "query", ["since=2026-11-24&until=2026-11-23", "since=gestern", "since=0001-01-01&until=9999-12-31"]
)
def test_what_is_no_range_of_days_is_told_so(site: Site, query: str) -> None:
    manager = open_report(site, query)
    assert "Ngày không hợp lệ" in manager.text
    assert manager.ask(f"/staff/reports/report.csv?{query}").status_code == 303


def test_a_day_without_numbers_has_no_charts(site: Site) -> None:
    manager = open_report(site, "since=2026-01-04")
    assert "Không có số nào được phát" in manager.text


def test_years_are_shown_by_month_and_weeks_by_week(site: Site) -> None:
    two_days(site)
    assert re.search(r"11/2026 6 20\.0", open_report(site, "since=2025-11-23&until=2026-11-24").text)
    assert "Tuần từ ngày" in open_report(site, "since=2026-09-23&until=2026-11-24").text


def test_a_clerk_sees_no_report(site: Site) -> None:
    clerk = Reader(site.application)
    clerk.sign_in("Hoa", PIN)
    for path in ("/staff/reports", "/staff/reports/report.csv", "/staff/reports/report.xlsx"):
        assert clerk.open(path).status_code == 403
