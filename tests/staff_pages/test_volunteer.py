"""The volunteer's phone: a number in one touch, found and taken back in three. The citizen's: live, no sign-in."""

import re

from playwright.sync_api import Page, expect

from tests.fakes.pages import PHONE, Centre
from wire.client import new_key


def count_touches(page: Page) -> None:
    """From now on, over every page of this tab."""
    page.add_init_script(
        "addEventListener('pointerdown', () =>"
        " sessionStorage.setItem('touches', 1 + Number(sessionStorage.getItem('touches') ?? 0)), true)"
    )


def touches(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('touches') ?? '0'"))


def test_a_number_is_issued_in_one_touch_and_shown_with_its_code(centre: Centre) -> None:
    pair = centre.pair()
    with centre.page("Minh", size=PHONE, touch=True) as page:
        page.goto(f"{centre.url}/staff/tickets")
        count_touches(page)
        page.reload()
        expect(page.locator("#domains button").first).to_be_in_viewport(ratio=1)
        button = page.get_by_role("button", name=re.compile(f"^Lĩnh vực {pair.number} ?0 người"))
        button.tap()
        expect(page.get_by_role("heading", name=pair.label(1))).to_be_visible()
        expect(page.get_by_role("img", name=f"Mã QR của số {pair.label(1)}")).to_be_visible()
        expect(page.locator("#ticket")).to_contain_text("Chờ in")
        assert touches(page) == 1


def test_a_number_is_looked_up_and_taken_back_in_three_touches_and_some_typing(centre: Centre) -> None:
    pair = centre.pair()
    (ticket,) = pair.issue()
    with centre.page("Minh", size=PHONE, touch=True) as page:
        page.goto(f"{centre.url}/staff/tickets")
        count_touches(page)
        page.reload()
        page.get_by_label("Số thứ tự").tap()
        page.keyboard.type(pair.label(1).lower())
        page.keyboard.press("Enter")
        page.get_by_text("Hủy số này…").tap()
        page.get_by_role("button", name=f"Hủy số {pair.label(1)}").tap()
        expect(page.locator("#ticket")).to_contain_text("Số đã được hủy")
        assert touches(page) == 3
        assert pair.state(ticket).state == "cancelled"


def test_the_state_of_a_number_changes_under_the_volunteers_eyes(centre: Centre) -> None:
    pair = centre.pair()
    (ticket,) = pair.issue()
    with centre.page("Minh", size=PHONE, touch=True) as page:
        page.goto(f"{centre.url}/staff/tickets/{ticket.id}")
        expect(page.locator("#ticket")).to_contain_text("Đang chờ đến lượt")
        counter = centre.client("counter")
        counter.call_next(pair.counters[0], new_key())
        counter.close()
        expect(page.locator("#ticket")).to_contain_text(f"Mời đến quầy số {pair.counters[0]}")


def test_the_citizens_page_says_the_counter_by_itself_when_the_number_is_called(centre: Centre) -> None:
    pair = centre.pair()
    first, second = pair.issue(2)
    with centre.page(size=PHONE, touch=True) as page:
        page.clock.install()
        path = second.status_url.partition("/t/")[2]
        page.goto(f"{centre.url}/t/{path}")
        page.evaluate("window.isStill = true")
        ahead = page.locator("dt", has_text="Số người chờ trước").locator("xpath=following-sibling::dd[1]")
        expect(ahead).to_have_text("1")
        counter = centre.client("counter")
        counter.call_next(pair.counters[0], new_key())
        page.clock.fast_forward(7000)
        expect(ahead).to_have_text("0")
        counter.call_next(pair.counters[0], new_key())
        page.clock.fast_forward(7000)
        expect(page.get_by_role("status")).to_have_text(f"Mời đến quầy số {pair.counters[0]}")
        counter.call_next(pair.counters[0], new_key())
        counter.close()
        page.clock.fast_forward(7000)
        expect(page.get_by_role("status")).to_have_text("Đã phục vụ xong. Xin cảm ơn.")
        assert page.evaluate("window.isStill") is True
    assert re.fullmatch(r"[\w-]{20,}", first.status_url.rpartition("/")[2])
