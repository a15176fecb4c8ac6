"""The manager's pages as people use them: an overview that follows the lobby, a leader's phone, a report on paper."""

import re
import subprocess
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.fakes.pages import DESKTOP, PHONE, Centre
from tests.staff_pages.test_accessibility import is_as_wide_as_its_screen, too_small
from wire.client import new_key

WALL = {"width": 1920, "height": 1080}


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert is_as_wide_as_its_screen(page)
    assert too_small(page) == []


def is_drawn(page: Page) -> bool:
    """Whether every chart is a picture that the browser could draw."""
    return page.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 0)") is True


def texts_of(paper: Path) -> list[str]:
    """What each sheet says."""
    command = ["pdftotext", "-layout", str(paper), "-"]
    read = subprocess.run(command, capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]


def test_a_leaders_phone_follows_the_lobby_by_the_link_until_it_is_taken_back(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(2)
    with centre.page("Lan") as manager, centre.page(size=PHONE, touch=True) as leader:
        manager.goto(f"{centre.url}/staff/overview/links")
        check(manager)
        manager.get_by_label("Tên người hoặc màn hình").fill("Chủ tịch phường")
        manager.get_by_role("button", name="Tạo đường dẫn").click()
        link = manager.locator("#made-link").inner_text()
        leader.goto(link)
        expect(leader.locator("#figures")).to_be_visible()
        assert leader.url == f"{centre.url}/board/overview"
        row = leader.get_by_role("row", name=re.compile(rf"^Lĩnh vực {pair.number} "))
        expect(row.locator("td").first).to_have_text("2")
        check(leader)
        assert is_drawn(leader)
        pair.issue()
        expect(row.locator("td").first).to_have_text("3")
        manager.get_by_role("button", name="Thu hồi view-chu-tich-phuong").click()
        expect(manager.get_by_text("Chưa có đường dẫn nào")).to_be_visible()
        pair.issue()
        expect(leader.get_by_role("button", name="Xem")).to_be_visible()


def test_the_overview_fits_desk_and_wall(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(3)
    client = centre.client("counter")
    client.call_next(pair.counters[0], new_key())
    client.close()
    for size in (DESKTOP, WALL):
        with centre.page("Lan", size=size) as page:
            page.goto(f"{centre.url}/staff/overview")
            expect(page.get_by_role("heading", name="Tổng quan hôm nay")).to_be_visible()
            check(page)
            assert is_drawn(page)


def test_the_overview_is_looked_at_anew_while_nothing_happens(centre: Centre) -> None:
    """A device falls silent by time alone; what is 15 s for people is one here."""
    with centre.page("Lan") as page:

        def hurry(route: Route) -> None:
            answer = route.fetch()
            assert 'data-oldest="15000"' in answer.text()
            route.fulfill(response=answer, body=answer.text().replace('"15000"', '"1000"'))

        page.route("**/staff/overview", hurry)
        page.goto(f"{centre.url}/staff/overview")
        for _ in range(3):
            with page.expect_response("**/staff/overview") as answer:
                pass
            assert answer.value.ok


def test_a_report_fits_a_phone_and_a_sheet_of_paper(centre: Centre, tmp_path: Path) -> None:
    centre.pair().issue(3)
    with centre.page("Lan", size=PHONE, touch=True) as page:
        page.goto(f"{centre.url}/staff/reports")
        page.get_by_role("link", name="Tháng này").click()
        expect(page.get_by_role("link", name="Tháng này")).to_have_attribute("aria-current", "true")
        check(page)
        assert is_drawn(page)
        paper = page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
        assert re.search(rb"/MediaBox \[0 0 (595|594)[.\d]* (842|841)[.\d]*\]", paper)
        texts = texts_of(tmp_path / "report.pdf")
        assert [f"Trang {n}/{len(texts)}" in text for n, text in enumerate(texts, 1)] == [True] * len(texts)
        assert all("Trung tâm thử trang" in text for text in texts)
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation")).to_be_hidden()
        expect(page.get_by_label("Từ ngày")).to_be_hidden()
        with page.expect_download() as download:
            page.emulate_media(media="screen")
            page.get_by_role("link", name="Excel (XLSX)").click()
        assert download.value.suggested_filename.endswith(".xlsx")


def test_a_citizen_rates_the_visit_on_the_phone(centre: Centre) -> None:
    pair = centre.pair()
    (ticket,) = pair.issue()
    client = centre.client("counter")
    client.call_next(pair.counters[0], new_key())
    with centre.page(size=PHONE, touch=True) as phone:
        phone.goto(f"{centre.url}/t/{ticket.status_url.rpartition('/')[2]}")
        client.finish(pair.counters[0], new_key())
        client.close()
        expect(phone.get_by_role("button", name="Rất hài lòng")).to_be_visible()
        check(phone)
        phone.get_by_role("button", name="Rất hài lòng").click()
        expect(phone.get_by_text("Cảm ơn ông/bà.", exact=True)).to_be_visible()
        assert phone.get_by_role("button").count() == 0
