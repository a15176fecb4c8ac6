"""The page behind a ticket's link: on any phone, without a sign-in, in two languages, for the day."""

import base64
import hashlib
import re

import pytest
from msgspec.structs import replace
from werkzeug.test import TestResponse

from config import Settings
from tests.coordinator.web.conftest import OpenWeb
from tests.fakes.web import Web
from wire import messages as m


def _open(web: Web, ticket: m.Ticket, query: str = "") -> TestResponse:
    path = ticket.status_url.partition("/t/")[2]
    return web.application.test_client().get(f"/t/{path}{query}")


def _text(response: TestResponse) -> str:
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return response.text


def test_it_shows_number_domain_and_who_is_ahead(web: Web) -> None:
    web.front.open(1, 2)
    web.front.issue()
    text = _text(_open(web, web.front.issue()))
    for word in (
        "A002",
        "Chứng thực",
        "Trung tâm thử",
        "Số người chờ trước",
        "Thời gian chờ dự kiến",
        "phút",
    ):
        assert word in text
    assert re.search(r"<dd>1</dd>", text)
    assert '<html lang="vi">' in text


def test_it_speaks_the_tickets_language_or_the_one_asked_for(web: Web) -> None:
    wish = {"domain": "ho-tich", "language": "en"}
    ticket = web.post("/tickets", "kiosk", wish, 201)
    path = ticket["status_url"].partition("/t/")[2]
    client = web.application.test_client()
    english = client.get(f"/t/{path}").text
    assert '<html lang="en">' in english
    assert "Civil status" in english
    assert "Trial centre" in english
    assert 'href="?lang=vi"' in english
    assert "Hộ tịch" in client.get(f"/t/{path}?lang=vi").text
    assert '<html lang="en">' in client.get(f"/t/{path}?lang=xx").text


def test_it_says_where_to_go_once_called(web: Web) -> None:
    ticket = web.front.issue()
    web.front.call(2)
    text = _text(_open(web, ticket))
    assert "Mời đến quầy số 2" in text
    assert "Số người chờ trước" not in text
    assert "Please go to counter 2" in _text(_open(web, ticket, "?lang=en"))


@pytest.mark.parametrize(
    ("end", "says"),
    [("finish", "Đã phục vụ xong"), ("no_show", "vắng mặt"), ("hold", "tạm giữ chỗ")],
)
def test_it_says_how_it_ended(web: Web, end: str, says: str) -> None:
    ticket = web.front.issue()
    web.front.call(1)
    getattr(web.front, end)(1)
    assert says in _text(_open(web, ticket))


def test_a_live_ticket_is_looked_at_again_and_an_ended_one_is_not(web: Web) -> None:
    ticket = web.front.issue()
    assert 'http-equiv="refresh"' in _text(_open(web, ticket))
    web.front.cancel(ticket)
    assert 'http-equiv="refresh"' not in _text(_open(web, ticket))


def test_it_tells_nobody_why_someone_has_priority(web: Web) -> None:
    text = _text(_open(web, web.front.issue("chung-thuc", "merit")))
    assert "merit" not in text
    assert "riority" not in text
    assert "ưu tiên" not in text.lower()


@pytest.mark.parametrize("link", ["unknown", "x" * 64, "%00", "..%2f..%2fetc%2fpasswd"])
def test_an_unknown_link_is_said_in_every_language(web: Web, link: str) -> None:
    response = web.application.test_client().get(f"/t/{link}")
    assert response.status_code == 404
    if response.mimetype == "text/html":
        assert "Không tìm thấy" in response.text
        assert 'lang="en"' in response.text


def test_a_link_is_dead_the_day_after(web: Web) -> None:
    ticket = web.front.issue()
    web.front.clock.move(hours=24)
    dead, unknown = _open(web, ticket), web.application.test_client().get("/t/unknown")
    assert dead.status_code == 404
    assert dead.data == unknown.data


def test_names_are_text_and_never_markup(settings: Settings, open_web: OpenWeb) -> None:
    evil = "<script>alert(1)</script>"
    domains = [replace(settings.domains[0], name={"vi": evil}), *settings.domains[1:]]
    web = open_web(replace(settings, center=replace(settings.center, name={"vi": evil}), domains=domains))
    text = _text(_open(web, web.front.issue()))
    assert evil not in text
    assert text.count("&lt;script&gt;") == 2


def test_it_runs_and_loads_nothing_but_what_its_policy_names(web: Web) -> None:
    response = _open(web, web.front.issue())
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    own = re.findall(r"<(?:style|script)[^>]*>(.*?)</(?:style|script)>", response.text, re.DOTALL)
    assert own
    for content in own:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in policy
    assert not re.search(r"https?://|\bon[a-z]+=", response.text)


def test_it_is_kept_and_indexed_nowhere(web: Web) -> None:
    response = _open(web, web.front.issue())
    assert response.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in response.text
