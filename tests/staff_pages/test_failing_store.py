"""What pages say while the coordinator's store can keep nothing, and that they say it no longer once it is mended."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.fakes.pages import PHONE, Centre, sit_down
from tests.fakes.waiting import wait_for

FAULT = "Lỗi 2: tệp dữ liệu của máy chủ bị dời đi – gọi kỹ thuật"


@contextmanager
def moved_away(centre: Centre) -> Iterator[None]:
    """Somebody moves the database's file, and puts it back in the end."""
    file = centre.lobby.place.data / "motcua.db"
    moved = file.rename(file.with_name("elsewhere.db"))
    try:
        yield
    finally:
        moved.rename(file)
        wait_for(centre.lobby.is_healthy, "the mended store")


def pieces(page: Page, piece: str) -> str:
    return " ".join(page.locator(f"[data-piece='{piece}'] text").all_text_contents())


def test_a_clerk_is_told_what_fails_and_to_call_by_voice(centre: Centre) -> None:
    pair = centre.pair()
    pair.issue()
    with centre.page("Hoa") as page:
        sit_down(page, centre.url, pair.counters[0])
        line = page.locator("#line")
        with moved_away(centre):
            expect(line).to_have_text(f"{FAULT}. Hãy gọi số bằng lời cho đến khi sửa xong.")
            expect(line).to_be_visible()
            page.locator("#do-next").click()
            expect(page.locator("#said")).to_contain_text("Máy chủ chưa lưu được")
            # An answer does not hide it.
            expect(line).to_be_visible()
        expect(line).to_be_hidden()
        page.locator("#do-next").click()
        expect(page.locator("#here .number")).to_have_text(pair.label(1))


def test_a_board_in_a_browser_is_marked_as_old_and_names_the_fault(centre: Centre) -> None:
    token = centre.lobby.place.token_file("display").read_text().strip()
    with centre.page() as page:
        page.goto(f"{centre.url}/board#{token}")
        expect(page.locator("body[data-state=live]")).to_be_attached()
        with moved_away(centre):
            expect(page.locator("body[data-state=stale]")).to_be_attached()
            expect(page.locator("[data-piece=marks]")).to_contain_text(FAULT)
            assert "mất kết nối. Xin nghe nhân viên gọi số." in pieces(page, "title")
        expect(page.locator("body[data-state=live]")).to_be_attached()
        expect(page.locator("[data-piece=marks]")).not_to_contain_text(FAULT)


def test_a_citizens_phone_says_that_what_it_shows_is_old(centre: Centre) -> None:
    (ticket,) = centre.pair().issue()
    with centre.page(size=PHONE, touch=True) as page:
        page.clock.install()
        page.goto(f"{centre.url}/t/{ticket.status_url.rpartition('/')[2]}")
        lost = page.locator("#lost")
        expect(lost).to_be_hidden()
        page.route("**/t/*", lambda route: route.abort())
        page.clock.fast_forward(25_000)
        expect(lost).to_contain_text("Xin nghe nhân viên gọi số")
        page.unroute("**/t/*")
        page.clock.fast_forward(25_000)
        expect(lost).to_be_hidden()
