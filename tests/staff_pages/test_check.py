"""The manager sees what is wrong with the machines, looked at when asked; nobody else can ask."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.fakes.pages import DESKTOP, PHONE, Centre
from tests.staff_pages.test_accessibility import is_as_wide_as_its_screen, too_small


def look(page: Page, centre: Centre) -> None:
    page.goto(f"{centre.url}/staff/check")
    page.get_by_role("button", name="Kiểm tra ngay").click()
    expect(page.locator("#said")).to_contain_text("Đã kiểm tra xong")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_press_looks_at_the_machine_and_what_was_found_stays_without_a_fault(
    centre: Centre, size: dict[str, int]
) -> None:
    with centre.page("Lan", size=size, touch=size is PHONE) as page:
        look(page, centre)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert is_as_wide_as_its_screen(page)
        assert too_small(page) == []
        page.goto(f"{centre.url}/staff/check")
        expect(page.locator("#findings")).to_contain_text("lúc ")


def test_a_device_that_speaks_is_shown_as_at_work(centre: Centre) -> None:
    admin, client = centre.client("admin"), centre.client("display")
    name = next(one.name for one in admin.devices().devices if one.role == "display")
    client.board()
    admin.close()
    client.close()
    with centre.page("Lan") as page:
        page.goto(f"{centre.url}/staff/check")
        row = page.locator("#devices li").filter(has_text=name)
        expect(row).to_contain_text("đang hoạt động")
        expect(row).not_to_contain_text("khác phiên bản")


@pytest.mark.parametrize("name", ["Hoa", "Minh"])
def test_only_a_manager_has_the_page(centre: Centre, name: str) -> None:
    with centre.page(name) as page:
        expect(page.get_by_role("link", name="Kiểm tra")).to_have_count(0)
        answer = page.goto(f"{centre.url}/staff/check")
        assert answer is not None
        assert answer.status == 403
