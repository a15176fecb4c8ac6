"""A clerk's day in a browser: by mouse and by keys, live, at one of two counters, through every mishap."""

import re
import signal

from playwright.sync_api import Page, expect

from tests.fakes.pages import COMMON, PHONE, PIN, Centre, number_shown, sign_in, sit_down
from tests.fakes.waiting import wait_for


def mark(page: Page) -> None:
    """A page that is loaded anew loses this."""
    page.evaluate("window.isStill = true")


def is_still(page: Page) -> bool:
    return page.evaluate("window.isStill === true") is True


def test_signing_in_and_out(centre: Centre) -> None:
    with centre.page() as page:
        page.goto(f"{centre.url}/staff/counter")
        expect(page).to_have_url(re.compile("/staff/sign-in$"))
        page.get_by_label("Tên").fill("hoa")
        page.get_by_label("Mã PIN").fill("111222")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Sai tên hoặc mã PIN.")
        expect(page.get_by_label("Tên")).to_have_value("hoa")
        page.get_by_label("Mã PIN").fill(PIN)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Chọn quầy làm việc")).to_be_visible()
        page.get_by_role("button", name="Thoát").click()
        expect(page).to_have_url(re.compile("/staff/sign-in"))
        page.goto(f"{centre.url}/staff/counters")
        expect(page).to_have_url(re.compile("/staff/sign-in$"))


def test_a_morning_at_two_counters_at_a_desk_and_on_a_phone(centre: Centre) -> None:
    pair = centre.pair()
    tickets = pair.issue(7)
    left, right = pair.counters
    with centre.page("Hoa") as hoa, centre.page("Mai", size=PHONE, touch=True) as mai:
        for page, counter in ((hoa, left), (mai, right)):
            sit_down(page, centre.url, counter)
            mark(page)
        hoa.keyboard.press("g")
        number_shown(hoa, pair.label(1))
        mai.get_by_role("button", name="Gọi số tiếp theo").tap()
        number_shown(mai, pair.label(2))
        expect(hoa.locator("#next")).to_contain_text("5 người đang chờ")
        expect(hoa.locator("#next")).to_contain_text(pair.label(3))
        hoa.keyboard.press("l")
        expect(hoa.locator("#here dd").last).to_have_text("2")
        hoa.keyboard.press("t")
        number_shown(hoa, "–")
        held = mai.locator("#held").get_by_role("listitem").filter(has_text=pair.label(1))
        held.get_by_role("button").click()
        expect(held).to_have_count(0)
        hoa.keyboard.press("g")
        number_shown(hoa, pair.label(1))
        hoa.keyboard.press("c")
        hoa.locator("#transfer").get_by_role("button", name=f"Lĩnh vực {COMMON}", exact=True).click()
        number_shown(hoa, "–")
        assert pair.state(tickets[0]).domain == f"d{COMMON}"
        hoa.keyboard.press("g")
        number_shown(hoa, pair.label(3))
        hoa.keyboard.press("v")
        number_shown(hoa, pair.label(4))
        assert pair.state(tickets[2]).state == "no_show"
        hoa.keyboard.press("z")
        number_shown(hoa, pair.label(3))
        expect(mai.locator("#next")).to_contain_text(pair.label(4))
        hoa.keyboard.press("x")
        number_shown(hoa, "–")
        mai.locator("#more summary").click()
        mai.get_by_role("button", name="In lại phiếu (kiosk-1)").click()
        expect(mai.locator("#said")).to_have_text("Đã gửi đến máy in.")
        mai.locator("#more").get_by_role("button", name=f"Hủy số {pair.label(2)}").click()
        number_shown(mai, "–")
        assert [pair.state(ticket).state for ticket in tickets[:4]] == [
            "waiting",
            "cancelled",
            "served",
            "waiting",
        ]
        assert is_still(hoa)
        assert is_still(mai)


def test_a_mistaken_call_is_taken_back_within_ten_seconds_and_no_button_moves(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(2)
    with centre.page("Hoa") as page:
        page.clock.install()
        sit_down(page, centre.url, pair.counters[0])
        undo, recall = page.locator("#do-undo"), page.locator("#do-recall")
        expect(undo).to_be_disabled()
        page.locator("#do-next").click()
        number_shown(page, pair.label(1))
        expect(undo).to_be_enabled()
        place = recall.bounding_box()
        undo.click()
        number_shown(page, "–")
        page.clock.fast_forward(1500)
        page.locator("#do-next").click()
        number_shown(page, pair.label(1))
        expect(undo).to_be_enabled()
        page.clock.fast_forward(15_000)
        expect(undo).to_be_disabled()
        # For the page 15 s passed without a word of the coordinator, and it may say so until the next one.
        wait_for(lambda: recall.bounding_box() == place, "the button is where it was")


def test_another_takes_the_counter_over_when_asked_and_the_first_is_told(centre: Centre) -> None:
    pair = centre.pair()
    counter = pair.counters[0]
    with centre.page("Hoa") as hoa, centre.page("Mai") as mai:
        sit_down(hoa, centre.url, counter)
        mai.goto(f"{centre.url}/staff/counters")
        tile = mai.locator("li.tile").filter(
            has=mai.get_by_role("heading", name=f"Quầy {counter}", exact=True)
        )
        expect(tile).to_contain_text("Hoa đang làm việc ở đây")
        tile.get_by_role("button").click()
        expect(tile.get_by_role("alert")).to_have_text("Hoa đang làm việc ở quầy này. Nhận quầy thay Hoa?")
        tile.get_by_role("button", name="Nhận quầy").click()
        expect(mai.locator("#here h1")).to_contain_text(f"Quầy {counter}")
        expect(hoa.locator("#said")).to_contain_text("quầy đã được người khác nhận")
        expect(hoa).to_have_url(re.compile("/staff/counters"))


def test_a_double_click_calls_one(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(3)
    with centre.page("Hoa") as page:
        sit_down(page, centre.url, pair.counters[0])
        page.locator("#do-next").dblclick()
        number_shown(page, pair.label(1))
        expect(page.locator("#next")).to_contain_text("2 người đang chờ")
        assert pair.number_at(pair.counters[0]) == pair.label(1)


def test_keys_call_nobody_while_something_is_typed(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue()
    with centre.page("Lan") as page:
        sit_down(page, centre.url, pair.counters[0])
        page.get_by_role("link", name="Quản lý", exact=True).click()
        page.get_by_label("Nội dung (để trống để tắt)").fill("")
        page.keyboard.type("gzx")
        page.get_by_role("link", name="Quầy của tôi").click()
        page.keyboard.press("Control+g")
        number_shown(page, "–")
        page.keyboard.press("g")
        number_shown(page, pair.label(1))


def test_a_lost_connection_is_said_and_after_its_return_a_press_is_done_once(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue(2)
    counter = pair.counters[0]
    with centre.page("Hoa") as page:
        sit_down(page, centre.url, counter)
        mark(page)
        line = page.get_by_text("Mất kết nối với máy chủ")
        expect(line).to_be_hidden()
        coordinator = centre.lobby.children["coordinator"]
        coordinator.kill()
        try:
            expect(line).to_be_visible()
            page.locator("#do-next").click()
            expect(page.locator("#said")).to_contain_text("sẽ không bị làm hai lần")
        finally:
            centre.lobby.start_coordinator()
        expect(line).to_be_hidden()
        page.locator("#do-next").click()
        number_shown(page, pair.label(1))
        assert pair.number_at(counter) == pair.label(1)
        assert is_still(page)


def test_a_session_that_ended_elsewhere_leads_to_the_sign_in(centre: Centre) -> None:
    pair = centre.pair()
    with centre.page("Mai") as page:
        sit_down(page, centre.url, pair.counters[0])
        centre.lobby.add_staff("Mai", "counter", PIN)
        pair.issue()
        expect(page).to_have_url(re.compile("/staff/sign-in$"))
        sign_in(page, centre.url, "Mai")


def test_a_call_for_help_appears_by_itself_and_goes_when_somebody_goes(centre: Centre) -> None:
    kiosk = centre.client("kiosk")
    with centre.page("Hoa") as hoa, centre.page("Minh", touch=True) as minh:
        sit_down(hoa, centre.url, centre.pair().counters[0])
        minh.goto(f"{centre.url}/staff/tickets")
        kiosk.ask_help("kiosk-7", "help-key")
        for page in (hoa, minh):
            expect(page.locator("#help")).to_contain_text("kiosk-7: công dân cần giúp đỡ")
        minh.locator("#help").get_by_role("button", name="Tôi đến ngay").tap()
        for page in (hoa, minh):
            expect(page.locator("#help")).not_to_contain_text("kiosk-7")
    kiosk.close()


def test_the_coordinator_ends_at_once_though_pages_listen(centre: Centre) -> None:
    with centre.page("Hoa") as page:
        sit_down(page, centre.url, centre.pair().counters[0])
        coordinator = centre.lobby.children["coordinator"]
        coordinator.ask_to_end()
        coordinator.wait_for_end(10)
        assert coordinator.exit_code() == 0, signal.Signals(-(coordinator.exit_code() or 0))
        centre.lobby.start_coordinator()
        expect(page.get_by_text("Mất kết nối với máy chủ")).to_be_hidden()
