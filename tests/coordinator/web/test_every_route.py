"""Every route that there is, asked with everything that opens none, some or all of them, and held against the table of
docs/security.md: a route that is new and not declared there fails.
"""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from config import Settings, load_text
from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import CenterFile
from coordinator.desk import Desk, accounts, open_desk
from coordinator.staff import pins
from coordinator.staff.roles import STAFF_ROLES
from coordinator.store.tokens import Tokens
from coordinator.web import flood
from coordinator.web.application import create_application
from coordinator.web.board_page import gate as board_gate
from coordinator.web.rate import Rate
from coordinator.web.staff import gate as staff_gate
from tests.fakes.clock import MovableClock
from tests.fakes.fuzz import fuzz
from tests.fakes.served_center import served_center
from tests.fakes.small_center import CENTER, CENTER_ID
from tests.fakes.web import ROLES
from wire.messages import Role

DOCUMENT: Final = Path(__file__).parents[3] / "docs" / "security.md"
HOST: Final = "http://localhost"
PIN: Final = "204857"
VISITOR: Final = "192.168.1.50"
DOORS: Final = {"POST /staff/sign-in", "POST /board", "POST /board/overview"}
"""Where somebody shows who they are: declared as `door`."""
LASTING: Final = {"GET /board/letters/{weight}"}
"""What a browser may keep: letters are of no person."""
ELSEWHERE: Final = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "", "Referer": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://localhost.evil.example"},
]
MALFORMED: Final = [
    "Bearer",
    "Bearer ",
    "Basic dGVzdDp0ZXN0",
    "wrong",
    "Bearer a b",
    "Bearer s\xe1\xbb\x91",
    ",",
]
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True)
class Key:
    """Something to be let in with: a header, or a cookie of a folder; `csrf` goes with a form."""

    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[tuple[str, str], str] = field(default_factory=dict)
    csrf: str = ""


@dataclass(frozen=True)
class Route:
    method: str
    rule: Rule

    @property
    def name(self) -> str:
        path = re.sub(r"<(?:[^:<>]*:)?([a-z]+)>", r"{\1}", self.rule.rule)
        return f"{self.method} {path}"

    @property
    def path(self) -> str:
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", self.rule.rule)
        return re.sub(r"<[^>]+>", "x", re.sub(r"<int[^>]*>", "1", path))

    @property
    def is_page(self) -> bool:
        return self.rule.rule.startswith(("/staff", "/board"))


@dataclass(frozen=True)
class House:
    application: Flask
    desk: Desk
    clock: MovableClock
    devices: Mapping[Role, Key]
    revoked: Key

    def routes(self) -> list[Route]:
        return [
            Route(method, rule)
            for rule in self.application.url_map.iter_rules()
            for method in sorted(rule.methods or ())
            if method not in ("HEAD", "OPTIONS")
        ]

    def session(self, role: str) -> Key:
        token = self.desk.staff.sign_in(role, PIN, VISITOR, is_page=True).token
        cookies = {(staff_gate.SESSION_COOKIE, staff_gate.FOLDER): token}
        return Key(cookies=cookies, csrf=staff_gate.csrf_of(token))

    def ask(
        self,
        route: Route,
        key: Key,
        *,
        method: str = "",
        base_url: str = HOST,
        fields: Mapping[str, str] = MappingProxyType({}),
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> TestResponse:
        """One request as a page of ours or a device would send it, but for what `headers` says."""
        client = self.application.test_client()
        for (name, folder), value in key.cookies.items():
            client.set_cookie(name, value, path=folder)
        more: dict[str, Any] = {"json": {}}
        if not route.rule.rule.startswith("/api"):
            more = {"data": {**fields, "csrf": key.csrf}}
        return client.open(
            route.path,
            method=method or route.method,
            base_url=base_url,
            headers={"Origin": base_url, **key.headers, **headers},
            environ_overrides={"REMOTE_ADDR": VISITOR},
            **({"query_string": fields} if route.method == "GET" else more),
        )

    def lets_in(self, route: Route, key: Key) -> bool:
        with closing(self.ask(route, key)) as response:
            _check_headers(route, response)
            return response.status_code not in (401, 403)


def bearer(token: str) -> Key:
    return Key({"Authorization": f"Bearer {token}"})


def board_cookie(token: str) -> Key:
    return Key(cookies={(board_gate.COOKIE, board_gate.FOLDER): token})


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(pins, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name in ("HOLDER", "ADDRESS", "STRANGERS"):
        monkeypatch.setattr(flood, name, Rate(1e6, 10**6))
    clock = MovableClock()
    settings: Settings = load_text(CENTER, "center.toml")
    desk = open_desk(settings, f"sqlite:///{tmp_path / 'motcua.db'}", clock)
    broadcast = Broadcast(desk.board)
    broadcast.start()
    tokens = Tokens(desk._database, CENTER_ID)
    made = {role: tokens.create(role, f"{role}-1", clock.now(), "2026-11-23") for role in ROLES}
    revoked = tokens.create("admin", "lost", clock.now(), "2026-11-23")
    tokens.revoke("lost", clock.now(), "2026-11-23")
    for role in STAFF_ROLES:
        desk.staff.manage(accounts.OPERATOR, partial(accounts.add, name=role, role=role, pin=PIN))
    center_file = tmp_path / "center.toml"
    center_file.write_text(CENTER, encoding="utf-8")
    room = SettingsRoom(desk, CenterFile(center_file), clock)
    application = create_application(replace(served_center(desk, broadcast), settings_room=room))
    devices = {role: bearer(token) for role, token in made.items()}
    yield House(application, desk, clock, devices, bearer(revoked))
    broadcast.close()
    broadcast.join(20)
    desk.close()


def _check_headers(route: Route, response: TestResponse) -> None:
    headers = response.headers
    for name, value in HEADERS.items():
        assert headers[name] == value, (route.name, name)
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin"), route.name
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, route.name
    assert "frame-ancestors 'none'" in policy, route.name
    assert "unsafe" not in policy, route.name
    assert "*" not in policy, route.name
    if route.name not in LASTING or response.status_code != 200:
        assert headers["Cache-Control"] == "no-store", route.name
    if response.mimetype == "text/html" and response.status_code not in (302, 303):
        _check_page(route, response.text, policy)


def _check_page(route: Route, html: str, policy: str) -> None:
    """Nothing stands in it that its policy would not let run, and nothing runs that the policy does not name."""
    for kind in ("style", "script"):
        for content in re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy, route.name
    marks = re.sub(r"<(style|script)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)\s*=", marks), route.name
    assert not re.search(r"<(script|link|img|iframe|object)[^>]+(src|href)=[\"']?(https?:)?//", html), (
        route.name
    )


def _declared() -> dict[str, str]:
    """The rows of the document's table of all routes."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `((?:GET|POST|PUT|DELETE|PATCH) [^`]+)` \| (.+?) \|$", text, re.MULTILINE))


def _found(house: House, route: Route) -> str:
    """Who is let in, in the words of the table."""
    if route.name in DOORS:
        return "door"
    if house.lets_in(route, Key()):
        return "anyone"
    devices = [role for role in sorted(ROLES) if house.lets_in(route, house.devices[role])]
    staff = [role for role in sorted(STAFF_ROLES) if house.lets_in(route, house.session(role))]
    return ", ".join([*devices, *(f"page of {role}" for role in staff)])


def test_the_table_of_the_document_is_what_each_route_does(house: House) -> None:
    found = {route.name: _found(house, route) for route in house.routes()}
    assert len(found) > 90
    assert _declared() == found, "\n".join(f"| `{name}` | {who} |" for name, who in found.items())


def test_what_opens_no_door_opens_none(house: House) -> None:
    """Nothing at all, made-up, malformed, revoked and outlived tokens and cookies; and nothing is changed by them."""
    outlived = [
        bearer(house.desk.staff.sign_in("admin", PIN, VISITOR, is_page=False).token),
        house.session("admin"),
    ]
    house.clock.move(hours=13)
    ended = house.session("admin")
    session = house.desk.staff.session(next(iter(ended.cookies.values())))
    assert session is not None
    house.desk.staff.sign_out(session)
    page_token = next(iter(house.session("admin").cookies.values()))
    keys = [
        Key(),
        *(Key({"Authorization": header}) for header in MALFORMED),
        bearer("made-up"),
        house.revoked,
        *outlived,
        ended,
        bearer(page_token),  # a page's session is no token
        board_cookie("made-up"),
        board_cookie(house.devices["kiosk"].headers["Authorization"].removeprefix("Bearer ")),
        board_cookie(page_token),
        Key(
            cookies={(staff_gate.SESSION_COOKIE, staff_gate.FOLDER): "planted"},
            csrf=staff_gate.csrf_of("planted"),
        ),
        Key(  # a device's token is no session
            cookies={
                (staff_gate.SESSION_COOKIE, staff_gate.FOLDER): house.devices["admin"].headers[
                    "Authorization"
                ][7:]
            }
        ),
    ]
    declared = _declared()
    before = house.desk.board().seq
    for route in house.routes():
        if declared[route.name] != "anyone":
            opened = [key for key in keys if house.lets_in(route, key)]
            assert not opened, (route.name, opened)
            if route.method == "GET":
                with closing(house.ask(route, Key(), method="HEAD")) as response:
                    assert response.status_code == 401, route.name
    assert house.desk.board().seq == before


def test_a_display_s_cookie_opens_the_board_and_nothing_else(house: House) -> None:
    declared = _declared()
    for role in ("display", "admin"):
        key = board_cookie(house.devices[role].headers["Authorization"].removeprefix("Bearer "))
        opened = {route.name for route in house.routes() if house.lets_in(route, key)}
        expected = {
            name for name, who in declared.items() if who == "anyone" or (" /board" in name and who != "door")
        }
        assert opened == expected


def test_no_page_s_form_is_taken_from_elsewhere(house: House) -> None:
    keys = (house.session("admin"), board_cookie(house.devices["admin"].headers["Authorization"][7:]))
    before = house.desk.board().seq
    forms = [route for route in house.routes() if route.method != "GET" and route.is_page]
    assert len(forms) > 30
    for headers in ELSEWHERE:
        for route in forms:
            for key in keys:
                status = house.ask(route, key, headers=headers).status_code
                assert status in (401, 403), (route.name, headers)
    assert house.desk.board().seq == before


def test_no_staff_s_form_is_taken_without_the_pages_own_token(house: House) -> None:
    for route in house.routes():
        if route.method != "GET" and route.rule.rule.startswith("/staff"):
            key = Key(cookies=house.session("admin").cookies, csrf="made-up")
            assert house.ask(route, key).status_code == 403, route.name


@pytest.mark.parametrize("is_secure", [True, False])
def test_over_tls_browsers_are_told_to_stay_there_and_cookies_never_leave_it(
    house: House, is_secure: bool
) -> None:
    base_url = HOST.replace("http", "https") if is_secure else HOST
    set_here = 0
    for route in house.routes():
        for key in (house.devices["admin"], house.session("admin")):
            with closing(house.ask(route, key, base_url=base_url)) as response:
                assert ("Strict-Transport-Security" in response.headers) == is_secure, route.name
                for cookie in response.headers.getlist("Set-Cookie"):
                    set_here += 1
                    assert "HttpOnly" in cookie, route.name
                    assert "SameSite=Strict" in cookie, route.name
                    assert re.search(r"Path=/(staff|board)\b", cookie), route.name
                    assert ("Secure" in cookie) == is_secure, route.name
    assert set_here >= 2


WHERE_ONE_ASKS: Final = (
    *("/healthz", "/t/x", "/staff/sign-in", "/board"),
    *("/api/v1/board", "/staff/counter", "/nowhere"),
)
"""The last three turn away whoever shows nothing."""


def test_who_asks_too_often_is_told_so_in_the_form_that_they_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOLDER", "ADDRESS"):
        monkeypatch.setattr(flood, name, Rate(1, 0))
    settings = load_text(CENTER, "center.toml")
    desk = open_desk(settings, f"sqlite:///{tmp_path / 'motcua.db'}", MovableClock())
    with closing(desk):
        client = create_application(served_center(desk)).test_client()

        def ask(path: str, address: str = VISITOR) -> TestResponse:
            return client.get(
                path, headers={"Accept": "text/html"}, environ_overrides={"REMOTE_ADDR": address}
            )

        answers = {path: ask(path) for path in WHERE_ONE_ASKS}
        assert {answer.status_code for answer in answers.values()} == {429}
        assert all(answer.headers["Retry-After"] == "5" for answer in (answers["/healthz"], answers["/t/x"]))
        for path in ("/healthz", "/api/v1/board", "/nowhere"):
            assert answers[path].mimetype == "application/problem+json"
        assert answers["/t/x"].mimetype == answers["/staff/sign-in"].mimetype == "text/html"
        assert ask("/healthz", "127.0.0.1").status_code == 200


FIELDS: Final = [
    *(
        "after",
        "back",
        "code",
        "counters",
        "domain",
        "domains",
        "from",
        "height",
        "lang",
        "language",
        "message",
    ),
    *("name", "nonce", "notice", "number", "pin", "printer", "priority", "queues", "rating", "role", "said"),
    *("since", "take", "take_over", "text", "tiles", "token", "until", "width", "width_mm", "domain.ho-tich"),
]
said = st.text(max_size=12) | st.sampled_from(
    [
        "",
        "0",
        "-1",
        "1e999",
        "nan",
        "9" * 30,
        "A001",
        "ho-tich",
        "vi",
        "2026-11-24",
        "0000-00-00",
        "yes",
        "own",
        "1,2",
        "\0",
    ]
)


@fuzz(150)
@given(data=st.data(), fields=st.dictionaries(st.sampled_from(FIELDS), said, max_size=8))
def test_no_page_breaks_whatever_is_said_to_it(
    house: House, data: st.DataObject, fields: dict[str, str]
) -> None:
    pages = [route for route in house.routes() if not route.rule.rule.startswith("/api")]
    route = data.draw(st.sampled_from(sorted(pages, key=lambda one: one.name)))
    key = house.session("admin") if route.rule.rule.startswith("/staff") else house.devices["admin"]
    with closing(house.ask(route, key, fields=fields)) as response:
        assert response.status_code < 500, (route.name, fields, response.text[:200])


def test_every_role_stands_in_the_table() -> None:
    said = " ".join(_declared().values())
    assert all(role in said for role in get_args(Role))
    assert all(f"page of {role}" in said for role in STAFF_ROLES)
