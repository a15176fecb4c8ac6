"""Every page on a desk's screen and on a phone's: no fault that axe finds, nothing cut off or too small to touch."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from coordinator.web.staff.drawing import LANGUAGE_COOKIE
from tests.fakes.pages import COMMON, DESKTOP, PHONE, Centre, number_shown, sit_down

Visit = Callable[[Page, Centre], None]
SMALLEST_TOUCH = 44
"""CSS pixels a side, WCAG 2.5.5."""


def open_page(page: Page, centre: Centre, path: str, status: int = HTTPStatus.OK) -> None:
    """Not where it may lead instead: a check of another page, or of a failure, would say nothing of this one."""
    answer = page.goto(centre.url + path)
    assert answer is not None
    assert (answer.status, page.url) == (status, centre.url + path)


def shown(one: Locator) -> Locator:
    """What the server has drawn is there once the page is: waiting would only tell of a wrong page later."""
    assert one.count() == 1, f"{one} is there {one.count()} times on {one.page.url}"
    assert one.is_visible()
    return one


def save(page: Page) -> None:
    with page.expect_navigation():
        shown(page.get_by_role("button", name="Lưu")).click()


def sign_in_page(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/sign-in")


def counters(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/counters")


def counter(page: Page, centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(3)
    sit_down(page, centre.url, pair.counters[0])
    page.locator("#do-next").click()
    number_shown(page, pair.label(1))
    page.locator("#transfer summary").click()
    page.locator("#more summary").click()


def tickets(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/tickets")


def one_ticket(page: Page, centre: Centre) -> None:
    (ticket,) = centre.pair().issue()
    open_page(page, centre, f"/staff/tickets/{ticket.id}")
    page.locator("#cancel summary").click()


def admin(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/admin")


def assignment(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/admin/counters/1")


def accounts(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/accounts")
    for summary in page.locator("summary").all():
        summary.click()


def settings(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/settings")


def settings_of_the_centre(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/settings/centre")


def settings_of_a_domain(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/settings/domains/d1")
    for summary in page.locator("summary").all():
        summary.click()


def settings_with_a_mistake(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/settings/domains/d1")
    shown(page.get_by_label("Chữ đầu của số")).fill("7")
    save(page)
    assert shown(page.get_by_label("Chữ đầu của số")).get_attribute("aria-invalid") == "true"
    shown(page.get_by_text("Giá trị này không dùng được"))


def settings_of_a_counter(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/settings/new-counter")


def versions(page: Page, centre: Centre) -> None:
    open_page(page, centre, f"/staff/settings/domains/d{COMMON}")
    minutes = shown(page.get_by_label("Số phút trung bình một lượt"))
    minutes.fill("8" if minutes.input_value() == "7" else "7")
    save(page)
    shown(page.get_by_text("Đã lưu. Thay đổi có hiệu lực ngay."))
    open_page(page, centre, "/staff/settings/versions")
    shown(page.get_by_text("đang dùng"))


def version(page: Page, centre: Centre) -> None:
    versions(page, centre)
    with page.expect_navigation():
        shown(page.get_by_role("link", name="Xem bản").last).click()
    shown(page.get_by_role("heading", name="Nếu lấy lại bản này"))


def devices(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/devices")


def problem(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/no-such-page", HTTPStatus.NOT_FOUND)


def english(page: Page, centre: Centre) -> None:
    open_page(page, centre, "/staff/tickets?lang=en")
    shown(page.get_by_role("heading", name="Touch a domain to issue a number"))


def citizen(page: Page, centre: Centre) -> None:
    (ticket,) = centre.pair().issue()
    open_page(page, centre, f"/t/{ticket.status_url.rpartition('/')[2]}")


VISITS = [
    sign_in_page, counters, counter, tickets, one_ticket, admin, assignment, accounts, devices,
    problem, english, citizen, settings, settings_of_the_centre, settings_of_a_domain, settings_with_a_mistake,
    settings_of_a_counter, versions, version,
]  # fmt: skip


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def manager(request: pytest.FixtureRequest, centre: Centre) -> Iterator[Page]:
    """A manager may see every page."""
    with centre.page("Lan", size=request.param, touch=request.param is PHONE) as page:
        yield page


@pytest.fixture(autouse=True)
def in_vietnamese(manager: Page) -> None:
    """A browser remembers the language that its reader chose last; every visit begins without."""
    manager.context.clear_cookies(name=LANGUAGE_COOKIE)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.__name__)
def test_a_page_has_no_fault_and_fits(manager: Page, centre: Centre, visit: Visit) -> None:
    visit(manager, centre)
    found = Axe().run(manager)
    assert found.violations_count == 0, found.generate_report()
    assert is_as_wide_as_its_screen(manager)
    assert too_small(manager) == []


def is_as_wide_as_its_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth") is True


def too_small(page: Page) -> list[str]:
    """What a finger is to touch and would miss."""
    found: list[str] = page.evaluate(
        """smallest => [
            ...document.querySelectorAll("button, summary, select, input:not([type=hidden]), nav a, a.button")]
            .map(one => [one, (one.closest("label.chip") ?? one).getBoundingClientRect()])
            .filter(([, box]) => box.width > 0 && (box.width < smallest || box.height < smallest))
            .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)""",
        SMALLEST_TOUCH,
    )
    return found
