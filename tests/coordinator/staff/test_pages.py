"""The staff's pages without their script: who may see them, what each form does, and what no other site can do."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coordinator.broadcast import Broadcast
from coordinator.desk import accounts
from coordinator.staff.roles import StaffRole
from coordinator.web.application import create_application
from coordinator.web.staff.pages import CHANGED
from coordinator.web.streams import Places
from tests.fakes.front import KIOSK, Front, answer
from tests.fakes.reader import HOST, Reader, words_of
from tests.fakes.served_center import served_center
from wire import messages as m

pytestmark = pytest.mark.only_sqlite("pages, whatever keeps what they show")

PIN = "204857"
OWN_PATHS = (
    "/staff",
    "/staff/counters",
    "/staff/counter",
    "/staff/tickets",
    "/staff/admin",
    "/staff/admin/counters/1",
    "/staff/accounts",
    "/staff/devices",
    "/staff/check",
    "/staff/events",
    "/staff/no-such-page",
)


@dataclass(frozen=True)
class Site:
    application: Flask
    front: Front

    def reader(self, name: str = "", address: str = "192.168.1.50") -> Reader:
        """A browser; signed in, where an account is named."""
        reader = Reader(self.application, address)
        if name:
            page = reader.sign_in(name, PIN)
            assert page.status_code == 200, page.text
        return reader

    def at_counter(self, name: str, counter: int) -> Reader:
        reader = self.reader(name)
        reader.open("/staff/counters")
        reader.press(f"/staff/counters/{counter}/take")
        assert f"Quầy {counter}" in reader.text
        return reader


@pytest.fixture
def site(front: Front) -> Iterator[Site]:
    broadcast = Broadcast(front.desk.board)
    front.desk.when_changed(broadcast.wake)
    broadcast.start()
    roles: dict[str, StaffRole] = {"Lan": "admin", "Hoa": "counter", "Mai": "counter", "Minh": "volunteer"}
    for name, role in roles.items():
        front.desk.staff.manage(accounts.OPERATOR, partial(accounts.add, name=name, role=role, pin=PIN))
    yield Site(create_application(served_center(front.desk, broadcast)), front)
    broadcast.close()
    broadcast.join(20)


def problem(response: TestResponse) -> str:
    assert response.mimetype == "application/problem+json"
    slug: str = response.json["type"].removeprefix("/problems/")  # type: ignore[index]
    return slug


@pytest.mark.parametrize("path", OWN_PATHS)
def test_without_a_session_every_page_leads_to_the_sign_in_and_says_nothing(site: Site, path: str) -> None:
    site.front.issue()
    reader = site.reader()
    page = reader.open(path)
    assert page.request.path == "/staff/sign-in"
    assert "A001" not in page.text
    response = reader.ask(path)
    assert (response.status_code, problem(response)) == (401, "not-signed-in")


def test_without_a_session_no_form_does_anything(site: Site) -> None:
    site.front.issue()
    rules = [rule for rule in site.application.url_map.iter_rules() if rule.rule.startswith("/staff")]
    posts = [rule for rule in rules if "POST" in (rule.methods or ()) and rule.rule != "/staff/sign-in"]
    assert len(posts) > 20
    before = site.front.desk.board().seq
    for rule in posts:
        path = re.sub(r"<[^>]*any\((\w+),\w+\)[^>]*>", r"\1", rule.rule)
        path = re.sub(r"<[^>]*int[^>]*>", "1", path)
        path = re.sub(r"<[^>]+>", "x", path)
        response = site.reader().post(path, {"csrf": "x"}, Origin=HOST)
        assert (response.status_code, problem(response)) == (401, "not-signed-in"), path
    assert site.front.desk.board().seq == before


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        (
            "Minh",
            {
                "/staff/counters",
                "/staff/counter",
                "/staff/admin",
                "/staff/admin/counters/1",
                "/staff/accounts",
                "/staff/devices",
                "/staff/check",
            },
        ),
        (
            "Hoa",
            {"/staff/admin", "/staff/admin/counters/1", "/staff/accounts", "/staff/devices", "/staff/check"},
        ),
        ("Lan", set()),
    ],
)
def test_each_account_sees_the_pages_of_its_role(site: Site, name: str, forbidden: set[str]) -> None:
    reader = site.reader(name)
    for path in OWN_PATHS:
        if path in ("/staff/events", "/staff/no-such-page"):
            continue
        page = reader.open(path)
        assert page.status_code == (403 if path in forbidden else 200), path
        if path in forbidden:
            assert "không dùng được trang đó" in reader.text


def test_a_volunteer_can_press_nothing_of_a_counter_or_of_the_centre(site: Site) -> None:
    site.front.issue()
    reader = site.reader("Minh")
    reader.open("/staff/tickets")
    own = reader.form("/staff/tickets").fields
    seq = site.front.desk.board().seq
    for path in (
        "/staff/counter/next",
        "/staff/counters/1/take",
        "/staff/admin/message",
        "/staff/accounts/remove",
    ):
        response = reader.post(path, {"csrf": own["csrf"], "nonce": "n", "name": "Lan"}, Origin=HOST)
        assert (response.status_code, problem(response)) == (403, "wrong-role")
    assert site.front.desk.board().seq == seq


def test_a_page_that_there_is_not_is_said_in_words(site: Site) -> None:
    page = site.reader("Hoa").open("/staff/no-such-page")
    assert page.status_code == 404
    assert "Không có trang này." in words_of(page.text)


def test_the_session_is_a_cookie_of_these_pages_alone(site: Site) -> None:
    reader = site.reader("Hoa")
    cookie = reader.cookie("motcua_session")
    assert (cookie.path, cookie.http_only, cookie.same_site, cookie.secure) == (
        "/staff",
        True,
        "Strict",
        False,
    )
    reader.open("/staff/sign-in")
    said = {**reader.form("/staff/sign-in").fields, "name": "Hoa", "pin": PIN}
    over_tls = reader.post("/staff/sign-in", said, base_url="https://localhost", Origin="https://localhost")
    (set_cookie,) = over_tls.headers.getlist("Set-Cookie")
    assert set_cookie.startswith("motcua_session=")
    assert "Secure" in set_cookie


def test_a_session_opens_no_device_endpoint_and_a_device_token_no_page(site: Site) -> None:
    reader = site.reader("Lan")
    token = reader.cookie("motcua_session").value
    client = site.application.test_client()
    assert client.get("/api/v1/board", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert reader.ask("/api/v1/board").status_code == 401


def test_signing_in_gives_a_new_session_and_ends_the_one_before(site: Site) -> None:
    reader = site.reader("Hoa")
    first = reader.cookie("motcua_session").value
    reader.sign_in("Hoa", PIN)
    assert reader.cookie("motcua_session").value != first
    assert site.front.desk.staff.session(first) is None


def test_a_planted_cookie_is_never_taken_over(site: Site) -> None:
    """Whoever knows what a browser held before knows nothing of the session that a sign-in begins."""
    victim = site.reader()
    other = site.reader("Mai")
    for planted in ("planted-by-somebody", other.cookie("motcua_session").value):
        victim.plant("motcua_session", planted)
        victim.sign_in("Hoa", PIN)
        session = site.front.desk.staff.session(victim.cookie("motcua_session").value)
        assert session is not None
        assert session.name == "Hoa"
        assert victim.cookie("motcua_session").value != planted
        assert site.front.desk.staff.session(planted) is None


def test_signing_out_leads_to_the_sign_in_and_ends_the_session(site: Site) -> None:
    reader = site.at_counter("Hoa", 1)
    token = reader.cookie("motcua_session").value
    page = reader.press("/staff/sign-out")
    assert page.request.path == "/staff/sign-in"
    assert "Đã thoát." in reader.text
    assert site.front.desk.staff.session(token) is None
    assert reader.open("/staff/counter").request.path == "/staff/sign-in"


def test_a_wrong_pin_is_said_and_the_name_kept(site: Site) -> None:
    reader = site.reader()
    page = reader.sign_in("Hoa", "111222")
    assert page.status_code == 403
    assert "Sai tên hoặc mã PIN." in reader.text
    assert reader.form("/staff/sign-in").fields["name"] == "Hoa"
    assert "111222" not in page.text


def test_too_many_wrong_pins_lock_the_sign_in(site: Site) -> None:
    reader = site.reader()
    for _ in range(5):
        reader.sign_in("Hoa", "111222")
    page = reader.sign_in("Hoa", PIN)
    assert page.status_code == 429
    assert 0 < int(page.headers["Retry-After"]) <= 60
    assert "Nhập sai quá nhiều lần" in reader.text


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None, "http://localhost:81"])
def test_no_other_site_can_send_a_form(site: Site, origin: str | None) -> None:
    site.front.issue()
    reader = site.at_counter("Hoa", 1)
    page = reader.send(reader.form("/staff/counter/next"), origin=origin)
    assert page.status_code == 403
    assert site.front.counter(1).number is None
    stranger = site.reader()
    stranger.open("/staff/sign-in")
    assert (
        stranger.send(stranger.form("/staff/sign-in"), origin=origin, name="Hoa", pin=PIN).status_code == 403
    )


def test_a_referer_stands_in_for_an_origin_that_an_old_browser_does_not_send(site: Site) -> None:
    site.front.issue()
    reader = site.at_counter("Hoa", 1)
    form = reader.form("/staff/counter/next")
    response = reader.post(form.action, form.fields, Referer=f"{HOST}/staff/counter")
    assert response.status_code == 303
    assert site.front.counter(1).number == "A001"


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_no_form_without_the_pages_token_does_anything(site: Site, token: str) -> None:
    site.front.issue()
    reader = site.at_counter("Hoa", 1)
    page = reader.press("/staff/counter/next", csrf=token)
    assert page.status_code == 403
    assert "Trang đã cũ" in reader.text
    assert site.front.counter(1).number is None


def test_anothers_token_is_not_ones_own(site: Site) -> None:
    reader, other = site.at_counter("Hoa", 1), site.at_counter("Mai", 2)
    token = other.form("/staff/counter/next").fields["csrf"]
    assert reader.press("/staff/counter/next", csrf=token).status_code == 403


def test_a_sign_in_form_is_good_only_in_the_browser_that_it_was_given_to(site: Site) -> None:
    mine, other = site.reader(), site.reader()
    mine.open("/staff/sign-in")
    other.open("/staff/sign-in")
    token = mine.form("/staff/sign-in").fields["csrf"]
    assert other.press("/staff/sign-in", csrf=token, name="Hoa", pin=PIN).status_code == 403
    bare = site.reader().post("/staff/sign-in", {"csrf": token, "name": "Hoa", "pin": PIN}, Origin=HOST)
    assert bare.status_code == 403


def test_a_page_lets_only_its_own_style_and_script_run(site: Site) -> None:
    page = site.at_counter("Hoa", 1).open("/staff/counter")
    policy = page.headers["Content-Security-Policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    for kind, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"\son\w+=|style=|javascript:", page.text.replace(script, ""))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_a_clerks_morning_without_a_script(site: Site) -> None:
    tickets = [site.front.issue() for _ in range(4)]
    reader = site.at_counter("Hoa", 1)
    reader.press("/staff/counter/next")
    assert "A001" in reader.text
    assert "3 người đang chờ" in reader.text
    reader.press("/staff/counter/recall")
    assert re.search(r"Số lần gọi 2", reader.text)
    reader.press("/staff/counter/hold")
    assert "Chưa có công dân tại quầy" in reader.text
    assert "A001 Chứng thực Đã quay lại" in reader.text
    reader.press("/staff/counter/next")
    reader.press("/staff/counter/no-show-next")
    assert site.front.ticket(tickets[1]).state == "no_show"
    reader.press("/staff/counter/undo")
    assert site.front.ticket(tickets[1]).state == "called"
    reader.press("/staff/counter/transfer", domain="dat-dai")
    assert site.front.ticket(tickets[1]).domain == "dat-dai"
    reader.press(f"/staff/tickets/{tickets[0].id}/resume")
    assert reader.page is not None
    assert reader.page.request.path == "/staff/counter"
    reader.press("/staff/counter/next")
    assert site.front.counter(1).number == "A001"
    reader.press(f"/staff/tickets/{tickets[0].id}/cancel")
    assert site.front.ticket(tickets[0]).state == "cancelled"
    reader.press("/staff/counter/close")
    assert site.front.counter(1).open is False
    reader.press("/staff/counter/open")
    assert site.front.counter(1).open is True
    reader.press("/staff/counter/leave")
    assert "Chọn quầy làm việc" in reader.text


def test_what_cannot_be_done_is_said_in_words(site: Site) -> None:
    reader = site.at_counter("Hoa", 1)
    assert reader.form("/staff/counter/recall").disabled
    reader.press("/staff/counter/recall")
    assert "Chưa có công dân tại quầy. Hãy gọi số trước." in reader.text
    reader.press("/staff/counter/undo")
    assert "Không còn lượt gọi nào để hoàn tác." in reader.text


def test_a_form_that_is_sent_twice_is_done_once_and_the_next_pages_is_another(site: Site) -> None:
    for _ in range(3):
        site.front.issue()
    reader = site.at_counter("Hoa", 1)
    form = reader.form("/staff/counter/next")
    for _ in range(3):
        reader.send(form)
    assert site.front.counter(1).number == "A001"
    reader.press("/staff/counter/next")
    assert site.front.counter(1).number == "A002"


def test_the_counter_that_another_took_over_is_said_and_its_forms_do_nothing(site: Site) -> None:
    site.front.issue()
    first = site.at_counter("Hoa", 1)
    second = site.reader("Mai")
    second.open("/staff/counters")
    second.press("/staff/counters/1/take")
    assert "Hoa đang làm việc ở quầy này. Nhận quầy thay Hoa?" in second.text
    assert first.open("/staff/counter").status_code == 200
    second.press("/staff/counters/1/take")
    assert "Quầy 1" in second.text
    first.press("/staff/counter/next")
    assert "quầy đã được người khác nhận" in first.text
    assert site.front.counter(1).number is None
    second.press("/staff/counter/next")
    assert site.front.counter(1).number == "A001"


def test_the_next_few_are_those_that_will_be_called(site: Site) -> None:
    for priority in (None, None, "elderly", None):
        site.front.issue(priority=priority)
    site.front.issue("dat-dai")
    reader = site.at_counter("Hoa", 1)
    text = reader.text.partition("Tiếp theo")[2].partition("Đang tạm giữ chỗ")[0]
    foretold = re.findall(r"[AE]\d{3}", text)
    assert "A003 Chứng thực Ưu tiên" in text
    called = [site.front.number(1) for _ in range(5)]
    assert foretold == called


def test_a_volunteer_issues_a_number_with_one_touch(site: Site) -> None:
    site.front.report_printer("kiosk-1")
    site.front.report_printer("kiosk-2")
    reader = site.reader("Minh")
    page = reader.press("/staff/tickets", domain="ho-tich", printer="kiosk-2", priority="elderly")
    assert page.request.path.startswith("/staff/tickets/")
    assert "C001" in reader.text
    job = site.front.claim("kiosk-2")
    assert job is not None
    assert job.ticket is not None
    assert (job.ticket.number, job.ticket.priority) == ("C001", "elderly")
    reader.open("/staff/tickets")
    assert reader.form("/staff/tickets").fields["printer"] == "kiosk-2", "the choice is kept"


def test_without_paper_the_page_shows_the_link_of_the_ticket_as_a_qr_code(site: Site) -> None:
    reader = site.reader("Minh")
    reader.press("/staff/tickets", domain="chung-thuc", printer="-")
    assert reader.page is not None
    assert 'role="img"' in reader.page.text
    assert site.front.claim() is None


@pytest.mark.parametrize("typed", ["A001", "a1", " a 001 ", "A-1"])
def test_a_number_is_found_however_it_is_typed(site: Site, typed: str) -> None:
    ticket = site.front.issue()
    reader = site.reader("Minh")
    reader.open("/staff/tickets")
    page = reader.send(reader.form("/staff/tickets", "get"), number=typed)
    assert page.request.path == f"/staff/tickets/{ticket.id}"


@pytest.mark.parametrize("typed", ["A009", "Z001", "hello", "0", "A" * 16])
def test_a_number_that_there_is_not_is_said(site: Site, typed: str) -> None:
    reader = site.reader("Minh")
    reader.open("/staff/tickets")
    reader.send(reader.form("/staff/tickets", "get"), number=typed)
    assert "Không tìm thấy số này trong hôm nay." in reader.text


def test_a_volunteer_takes_a_number_back(site: Site) -> None:
    ticket = site.front.issue()
    reader = site.reader("Minh")
    reader.open(f"/staff/tickets/{ticket.id}")
    reader.press(f"/staff/tickets/{ticket.id}/cancel")
    assert "Số đã được hủy" in reader.text
    assert site.front.ticket(ticket).state == "cancelled"


def test_a_closed_domain_gives_no_number(site: Site) -> None:
    site.front.close_domain("ho-tich")
    reader = site.reader("Minh")
    assert "Đã ngừng lấy số" in reader.text
    reader.press("/staff/tickets", domain="ho-tich")
    assert "Lĩnh vực này đã ngừng lấy số hôm nay." in reader.text


@pytest.mark.parametrize("wish", [{"domain": "x"}, {"domain": ""}, {"domain": "ho-tich", "priority": "rich"}])
def test_a_form_that_was_tampered_with_issues_nothing(site: Site, wish: dict[str, str]) -> None:
    reader = site.reader("Minh")
    seq = site.front.desk.board().seq
    assert reader.press("/staff/tickets", **wish).status_code == 200
    assert site.front.desk.board().seq == seq


def test_a_call_for_help_is_answered_from_any_page(site: Site) -> None:
    for place, reader in (("kiosk-1", site.at_counter("Hoa", 1)), ("máy số 2", site.reader("Minh"))):
        answer(site.front.desk.ask_help(m.AskHelp(place=place), KIOSK, None), m.HelpCall)
        reader.open("/staff")
        assert f"{place}: công dân cần giúp đỡ" in reader.text
        (form,) = [form for form in reader.forms() if "/help/" in form.action]
        reader.send(form)
        assert "cần giúp đỡ" not in reader.text
    assert site.front.desk.board().help == []


def test_the_printers_condition_is_said_and_a_test_is_printed(site: Site) -> None:
    site.front.report_printer("kiosk-1", paper="out")
    reader = site.at_counter("Hoa", 1)
    assert "kiosk-1 Hết giấy" in reader.text
    reader.press("/staff/printers/kiosk-1/test")
    job = site.front.claim()
    assert job is not None
    assert job.test


def test_a_manager_runs_the_centre(site: Site) -> None:
    reader = site.reader("Lan")
    reader.open("/staff/admin")
    reader.press("/staff/admin/domains/ho-tich/close")
    assert not next(one for one in site.front.desk.center().domains if one.id == "ho-tich").open
    reader.press("/staff/admin/domains/ho-tich/open")
    reader.press("/staff/admin/message", text="  Nghỉ trưa\r\nlúc 11:30 ")
    assert site.front.desk.board().message == "Nghỉ trưa lúc 11:30"
    reader.press("/staff/admin/counters/3/open")
    assert site.front.counter(3).open
    reader.open("/staff/admin/counters/3")
    assert reader.form("/staff/admin/counters/3").fields["domain.dat-dai"] == "own"
    reader.press("/staff/admin/counters/3", **{"domain.dat-dai": "overflow", "domain.ho-tich": "own"})
    state = site.front.counter(3)
    assert (state.domains, state.overflow) == (["ho-tich"], ["dat-dai"])
    reader.press("/staff/admin/message", text="x" * 401)
    assert "Nội dung quá dài" in reader.text


def test_a_manager_keeps_the_accounts(site: Site) -> None:
    reader = site.reader("Lan")
    reader.open("/staff/accounts")
    reader.press("/staff/accounts/add", name="Nguyễn Văn Bình", role="counter", pin="918273")
    assert "Nguyễn Văn Bình" in reader.text
    assert site.reader().sign_in("nguyễn văn bình", "918273").status_code == 200
    reader.press("/staff/accounts/add", name="Hoa", role="counter", pin="918273")
    assert "Đã có tài khoản tên này." in reader.text
    reader.press("/staff/accounts/pin", name="Hoa", pin="123456")
    assert "Mã PIN không dùng được" in reader.text
    hoa = site.reader("Hoa")
    reader.press("/staff/accounts/pin", name="Hoa", pin="918273")
    assert hoa.open("/staff").request.path == "/staff/sign-in"
    reader.press("/staff/accounts/role", name="Mai", role="volunteer")
    assert site.reader("Mai").open("/staff/counters").status_code == 403
    reader.press("/staff/accounts/remove", name="Mai")
    assert site.reader().sign_in("Mai", PIN).status_code == 403
    reader.press("/staff/accounts/remove", name="Lan")
    assert "Phải còn ít nhất một tài khoản quản lý." in reader.text


def test_names_are_text_and_never_markup(site: Site) -> None:
    reader = site.reader("Lan")
    reader.open("/staff/accounts")
    reader.press("/staff/accounts/add", name="<b>x</b>", role="counter", pin=PIN)
    page = reader.open("/staff/accounts")
    assert "<b>x</b>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


def test_the_reader_chooses_the_language_and_keeps_it(site: Site) -> None:
    reader = site.at_counter("Hoa", 1)
    assert '<html lang="vi">' in reader.open("/staff/counter").text
    reader.open("/staff/counter?lang=en")
    assert "Call the next number" in reader.text
    assert '<html lang="en">' in reader.open("/staff/counter").text
    reader.open("/staff/counter?lang=xx")
    assert "Gọi số tiếp theo" in reader.text


def test_the_stream_says_that_something_changed_and_that_the_line_is_alive(site: Site) -> None:
    reader = site.reader("Hoa")
    response = reader.ask("/staff/events")
    assert response.content_type == "text/event-stream"
    frames = iter(response.iter_encoded())
    assert next(frames) == CHANGED
    site.front.issue()
    seen = [next(frames) for _ in range(2)]
    assert CHANGED in seen
    while next(frames) != b"event: alive\ndata:\n\n":
        pass
    response.close()


def test_the_streams_of_staff_and_devices_share_one_bound(site: Site) -> None:
    broadcast = Broadcast(site.front.desk.board)
    broadcast.start()
    few = Site(
        create_application(replace(served_center(site.front.desk, broadcast), places=Places(2))), site.front
    )
    reader = few.reader("Hoa")
    opened = [reader.ask("/staff/events") for _ in range(2)]
    refused = reader.ask("/staff/events")
    assert (refused.status_code, problem(refused)) == (503, "too-many-streams")
    for response in opened:
        response.close()
    broadcast.close()
    broadcast.join(20)
