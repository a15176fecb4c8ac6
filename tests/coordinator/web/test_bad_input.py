"""Bad input: each kind has its status, names what is accepted, and changes nothing."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from coordinator.web.reading import LONGEST_BODY_BYTES
from tests.fakes.web import PREFIX, ROLES, Operation, Web
from wire.messages import Role

JSON = "application/json"
GOOD = b'{"domain":"chung-thuc"}'


def _role(operation: Operation) -> Role:
    return next(role for role in ROLES if role in operation.roles)


def _writes(web: Web) -> list[Operation]:
    return [one for one in web.operations if not one.is_open and one.method != "GET"]


def _send(web: Web, operation: Operation, data: bytes, content_type: str | None) -> TestResponse:
    path = operation.fill().removeprefix(PREFIX)
    return web.send(operation.method, path, _role(operation), data=data, content_type=content_type)


def _issue(web: Web, data: bytes, content_type: str | None = JSON, **headers: str) -> TestResponse:
    return web.send("POST", "/tickets", "kiosk", data=data, content_type=content_type, headers=headers)


def _accepted(response: TestResponse) -> list[str]:
    problem: Any = response.json
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    accepted: list[str] = problem["accepted"]
    return accepted


@pytest.mark.parametrize(
    "content", [b"{", b"nonsense", b"{'domain': 1}", b'{"a":1}{"b":2}', b"\xff\xfe", b'{"a":"\xe1"}']
)
def test_what_is_no_json_is_a_bad_request_everywhere(still_web: Web, content: bytes) -> None:
    before = still_web.dump()
    for operation in _writes(still_web):
        response = _send(still_web, operation, content, JSON)
        assert response.status_code == 400, operation.name
        assert _accepted(response) == ["JSON in UTF-8 (RFC 8259)"]
    assert still_web.dump() == before


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "",
    ],
)
def test_another_content_type_is_not_understood_anywhere(still_web: Web, content_type: str) -> None:
    before = still_web.dump()
    for operation in _writes(still_web):
        response = _send(still_web, operation, b"{}", content_type)
        assert response.status_code == 415, operation.name
        assert _accepted(response) == [JSON]
    assert still_web.dump() == before


def test_a_packed_body_is_not_understood(web: Web) -> None:
    response = web.send(
        "POST", "/tickets", "kiosk", data=GOOD, content_type=JSON, headers={"Content-Encoding": "gzip"}
    )
    assert response.status_code == 415


def test_a_charset_is_no_hindrance(web: Web) -> None:
    assert _issue(web, GOOD, "application/json; charset=utf-8").status_code == 201


@pytest.mark.parametrize("size", [LONGEST_BODY_BYTES + 1, 10_000_000])
def test_a_body_that_is_too_large_is_refused_everywhere(still_web: Web, size: int) -> None:
    before = still_web.dump()
    for operation in _writes(still_web):
        response = _send(still_web, operation, b" " * size, JSON)
        assert response.status_code == 413, operation.name
        assert _accepted(response) == [f"at most {LONGEST_BODY_BYTES} bytes"]
    assert still_web.dump() == before


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b'"text"', b'{"nonsense_key":1}'])
def test_json_of_another_shape_is_not_processable_anywhere(still_web: Web, content: bytes) -> None:
    before = still_web.dump()
    for operation in _writes(still_web):
        response = _send(still_web, operation, content, JSON)
        assert response.status_code == 422, operation.name
        assert _accepted(response)
    assert still_web.dump() == before


def test_where_a_body_is_needed_its_absence_is_said(still_web: Web) -> None:
    before = still_web.dump()
    for operation in _writes(still_web):
        if operation.takes_body:
            response = _send(still_web, operation, b"", JSON)
            assert response.status_code == 400, operation.name
    assert still_web.dump() == before


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "domain"),
        ({"domain": 1}, "domain"),
        ({"domain": None}, "domain"),
        ({"domain": ""}, "domain"),
        ({"domain": "x" * 65}, "domain"),
        ({"domain": "chung-thuc", "priority": "vip"}, "priority"),
        ({"domain": "chung-thuc", "priority": []}, "priority"),
        ({"domain": "chung-thuc", "language": "VI"}, "language"),
        ({"domain": "chung-thuc", "language": "vi-VN"}, "language"),
        ({"domain": "chung-thuc", "printer": ""}, "printer"),
        ({"domain": "chung-thuc", "printer": {"name": "kiosk-1"}}, "printer"),
        ({"domain": "chung-thuc", "procedure": 7}, "procedure"),
        ({"domain": "chung-thuc", "name": "Nguyễn Văn A"}, "name"),
        ({"domain": "chung-thuc", "printer": "a\u0000b"}, "U+0000"),
    ],
)
def test_each_wrong_key_of_a_wish_is_told_with_what_it_takes(still_web: Web, body: object, says: str) -> None:
    before = still_web.dump()
    response = still_web.send("POST", "/tickets", "kiosk", body)
    assert response.status_code == 422
    assert says in response.json["detail"]  # type: ignore[index]
    accepted = _accepted(response)
    assert any(line.startswith("domain: string") for line in accepted)
    assert any('"elderly"' in line and "null" in line and "(optional)" in line for line in accepted)
    assert still_web.dump() == before


@pytest.mark.parametrize(
    ("method", "path", "role", "body"),
    [
        ("POST", "/print-jobs/x", "printer", {"outcome": "perhaps"}),
        ("POST", "/print-jobs/x", "printer", {"outcome": "failed", "reason": "x" * 401}),
        ("PUT", "/printers/p/status", "printer", {"online": "yes"}),
        ("PUT", "/printers/p/status", "printer", {"online": True, "paper": "empty"}),
        ("PUT", "/counters/1/domains", "admin", {"domains": "ho-tich"}),
        ("PUT", "/counters/1/domains", "admin", {"domains": ["ho-tich"] * 65}),
        ("PUT", "/message", "admin", {"text": 5}),
        ("PUT", "/message", "admin", {"text": "x" * 401}),
        ("POST", "/counters/1/transfer", "counter", {"domain": ["dat-dai"]}),
        ("POST", "/tickets/x/print", "counter", {}),
    ],
)
def test_wrong_types_are_told_before_anything_is_looked_up(
    still_web: Web, method: str, path: str, role: Role, body: object
) -> None:
    before = still_web.dump()
    response = still_web.send(method, path, role, body)
    assert response.status_code == 422
    assert _accepted(response)
    assert still_web.dump() == before


def test_a_first_wrong_type_does_not_hide_that_the_rest_is_no_json(web: Web) -> None:
    assert _issue(web, b'{"domain": 1, ').status_code == 400


def test_json_that_is_nested_without_end_breaks_nothing(web: Web) -> None:
    response = _issue(web, b"[" * 30_000)
    assert response.status_code in (400, 422)
    assert _issue(web, GOOD).status_code == 201


@pytest.mark.parametrize("key", ["x" * 65, "số".encode().decode("latin-1"), "a\tb", "a\x7fb"])
def test_a_key_that_cannot_be_kept_is_refused(still_web: Web, key: str) -> None:
    before = still_web.dump()
    response = still_web.send("POST", "/tickets", "kiosk", {"domain": "chung-thuc"}, key=key)
    assert response.status_code == 400
    assert _accepted(response) == ["1 to 64 printable ASCII characters"]
    assert still_web.dump() == before


def test_a_key_may_be_any_printable_characters(web: Web) -> None:
    for key in ("x", "~" * 64, "with blank", '"quoted"'):
        assert web.send("POST", "/tickets", "kiosk", {"domain": "chung-thuc"}, key=key).status_code == 201


def test_neither_white_space_nor_the_order_of_keys_makes_another_request(web: Web) -> None:
    one = _issue(web, b'{"domain":"chung-thuc","language":"en","priority":null}', **{"Idempotency-Key": "k"})
    other = _issue(web, b' { "language": "en",\n "domain": "chung-thuc" } ', **{"Idempotency-Key": "k"})
    assert one.status_code == other.status_code == 201
    assert one.data == other.data


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tickets", {"domain": "ho-tich"}),
        ("/tickets", {"domain": "chung-thuc", "priority": "child"}),
        ("/counters/1/next", None),
    ],
)
def test_a_key_that_is_used_for_another_request_is_refused(web: Web, path: str, body: object) -> None:
    first = web.send("POST", "/tickets", "admin", {"domain": "chung-thuc"}, key="k")
    assert first.status_code == 201
    before = web.dump()
    response = web.send("POST", path, "admin", body, key="k")
    assert (response.status_code, response.json["type"]) == (422, "/problems/key-reused")  # type: ignore[index]
    assert web.dump() == before


def test_a_request_that_could_not_be_read_does_not_use_up_its_key(web: Web) -> None:
    assert web.send("POST", "/tickets", "kiosk", {"domain": 1}, key="k").status_code == 422
    assert web.send("POST", "/tickets", "kiosk", {"domain": "chung-thuc"}, key="k").status_code == 201


def test_a_mistake_of_ours_is_a_problem_too_and_tells_no_secret(
    web: Web, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(web.front.desk, "board", fail)
    response = web.send("GET", "/board", "display")
    assert response.status_code == 500
    assert "geheim" not in response.text
    assert "geheim" in caplog.text


@pytest.mark.parametrize("path", ["/%00", "/tickets/%ff", "/tickets/..%2f..%2fetc", "/tickets/" + "x" * 65])
def test_strange_paths_are_not_found(web: Web, path: str) -> None:
    assert web.send("GET", path, "display").status_code == 404
