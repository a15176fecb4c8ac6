"""Every row of the interface that other programs rely on: who may, what it takes, what comes back."""

from collections.abc import Mapping
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.fakes.web import PREFIX, ROLES, Web

ANY = frozenset(ROLES)
STAFF = frozenset({"counter", "admin"})
ADMIN = frozenset({"admin"})
PRINTER = frozenset({"printer"})

ROWS: Mapping[tuple[str, str], frozenset[str]] = {
    ("GET", "/center"): ANY,
    ("POST", "/tickets"): frozenset({"kiosk", "admin"}),
    ("GET", "/tickets/{ticket}"): ANY,
    ("POST", "/tickets/{ticket}/print"): STAFF,
    ("POST", "/printers/{printer}/claim"): PRINTER,
    ("POST", "/print-jobs/{job}"): PRINTER,
    ("PUT", "/printers/{printer}/status"): PRINTER,
    ("POST", "/tickets/{ticket}/resume"): STAFF,
    ("POST", "/tickets/{ticket}/cancel"): STAFF,
    ("GET", "/counters"): ANY,
    ("POST", "/counters/{counter}/next"): STAFF,
    ("POST", "/counters/{counter}/recall"): STAFF,
    ("POST", "/counters/{counter}/finish"): STAFF,
    ("POST", "/counters/{counter}/no-show"): STAFF,
    ("POST", "/counters/{counter}/hold"): STAFF,
    ("POST", "/counters/{counter}/transfer"): STAFF,
    ("POST", "/counters/{counter}/open"): STAFF,
    ("POST", "/counters/{counter}/close"): STAFF,
    ("PUT", "/counters/{counter}/domains"): ADMIN,
    ("POST", "/domains/{domain}/open"): ADMIN,
    ("POST", "/domains/{domain}/close"): ADMIN,
    ("PUT", "/message"): ADMIN,
    ("GET", "/board"): ANY,
    ("GET", "/events"): ANY,
    ("GET", "/openapi.json"): ANY,
}


@pytest.mark.parametrize(
    ("row", "roles"), ROWS.items(), ids=lambda one: " ".join(one if isinstance(one, tuple) else sorted(one))
)
def test_each_row_stands_in_the_document_with_its_roles(
    still_web: Web, row: tuple[str, str], roles: frozenset[str]
) -> None:
    method, path = row
    (found,) = (one for one in still_web.operations if (one.method, one.path) == (method, PREFIX + path))
    assert found.roles == roles


def test_the_document_is_openapi(still_web: Web) -> None:
    OpenAPIV31SpecValidator(still_web.document).validate()
    assert still_web.document["info"]["version"] == "1.2.3"


def test_the_document_shows_what_is_routed_and_nothing_else(still_web: Web) -> None:
    routed = {
        (method, rule.rule)
        for rule in still_web.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PREFIX)
    }
    assert len(routed) == sum(one.path.startswith(PREFIX) for one in still_web.operations)


def test_a_citizens_way_from_the_touch_to_the_end(web: Web) -> None:
    web.post("/counters/1/open", "counter")
    wish = {"domain": "chung-thuc", "priority": "elderly", "language": "en", "printer": "kiosk-1"}
    ticket = web.post("/tickets", "kiosk", wish, 201)
    assert (ticket["number"], ticket["priority"], ticket["language"]) == ("A001", "elderly", "en")
    assert ticket["print"]["state"] == "queued"
    assert ticket["issued_at"] == "2026-11-23T08:00:00+07:00"
    path = f"/tickets/{ticket['id']}"
    assert web.get(path, "kiosk") == ticket
    job = web.post("/printers/kiosk-1/claim", "printer")
    assert job["ticket"]["number"] == "A001"
    done = web.post(f"/print-jobs/{job['id']}", "printer", {"outcome": "printed", "reason": ""})
    assert done["state"] == "printed"
    assert web.send("POST", "/printers/kiosk-1/claim", "printer").status_code == 204
    called = web.post("/counters/1/next", "counter")
    assert called["called"]["number"] == "A001"
    assert called["waiting"] == 0
    assert web.post("/counters/1/recall", "counter")["state"] == "called"
    assert web.post("/counters/1/hold", "counter")["state"] == "held"
    copy = web.post(f"{path}/print", "counter", {"printer": "kiosk-1"}, 201)
    assert copy["copy"] is True
    assert web.post(f"{path}/resume", "counter")["state"] == "waiting"
    web.post("/counters/1/next", "counter")
    assert web.post("/counters/1/transfer", "counter", {"domain": "dat-dai"})["domain"] == "dat-dai"
    web.post("/counters/3/next", "admin")
    assert web.post("/counters/3/finish", "admin")["state"] == "served"


def test_a_citizen_who_does_not_come_and_one_who_changed_their_mind(web: Web) -> None:
    web.post("/tickets", "kiosk", {"domain": "ho-tich"}, 201)
    mistake = web.post("/tickets", "kiosk", {"domain": "ho-tich"}, 201)
    assert web.post(f"/tickets/{mistake['id']}/cancel", "admin")["state"] == "cancelled"
    web.post("/counters/2/next", "counter")
    assert web.post("/counters/2/no-show", "counter")["state"] == "no_show"
    assert web.post("/counters/2/next", "counter")["called"] is None


def test_a_managers_day(web: Web) -> None:
    assignment = {"domains": ["ho-tich"], "overflow": ["dat-dai"]}
    assert web.put("/counters/1/domains", "admin", assignment)["domains"] == ["ho-tich"]
    assert web.post("/domains/ho-tich/close", "admin")["open"] is False
    offered = {domain["id"]: domain["open"] for domain in web.get("/center")["domains"]}
    assert offered == {"chung-thuc": True, "ho-tich": False, "dat-dai": True}
    assert web.post("/domains/ho-tich/open", "admin")["open"] is True
    assert web.put("/message", "admin", {"text": "Nghỉ trưa"}) == {"text": "Nghỉ trưa"}
    status = {"online": True, "paper": "low", "cover_open": False, "detail": ""}
    web.put("/printers/kiosk-1/status", "printer", status)
    board = web.get("/board")
    assert board["message"] == "Nghỉ trưa"
    assert [(one["name"], one["online"], one["paper"]) for one in board["printers"]] == [
        ("kiosk-1", True, "low")
    ]
    assert web.post("/counters/1/close", "counter")["open"] is False
    assert [one["id"] for one in web.get("/counters")["counters"]] == [1, 2, 3]


def test_the_centre_says_all_that_devices_show(still_web: Web) -> None:
    center = still_web.get("/center", "kiosk")
    assert center["name"]["en"] == "Trial centre"
    assert center["languages"] == ["vi", "en"]
    assert center["domains"][0]["procedures"][0]["papers"][0]["vi"] == "Bản chính"
    assert center["counters"][0] == {"id": 1, "domains": ["chung-thuc"], "overflow": ["dat-dai"]}


def test_the_board_holds_every_key_that_is_promised(web: Web) -> None:
    web.post("/tickets", "kiosk", {"domain": "chung-thuc"}, 201)
    web.post("/counters/1/next", "counter")
    board = web.get("/board")
    assert {"seq", "at", "center", "calls", "counters", "domains", "printers", "message"} <= set(board)
    assert set(board["calls"][0]) >= {"seq", "number", "counter", "domain", "called_at", "times"}
    assert set(board["counters"][0]) >= {"id", "open", "number", "domain"}
    assert set(board["domains"][0]) >= {"id", "prefix", "open", "waiting", "estimated_wait_s"}


@pytest.mark.parametrize("verb", ["recall", "finish", "no-show", "hold"])
def test_without_anyone_at_the_counter_it_is_a_conflict(still_web: Web, verb: str) -> None:
    problem: Any = still_web.post(f"/counters/1/{verb}", "counter", status=409)
    assert "counter 1" in problem["detail"]


def test_an_unknown_domain_is_not_found_and_the_known_are_named(still_web: Web) -> None:
    for problem in (
        still_web.post("/tickets", "kiosk", {"domain": "thue"}, 404),
        still_web.post("/domains/thue/close", "admin", status=404),
        still_web.put("/counters/1/domains", "admin", {"domains": ["thue"]}, 404),
    ):
        assert problem["status"] == 404
        assert problem["accepted"] == ["chung-thuc", "ho-tich", "dat-dai"]


def test_a_closed_domain_is_a_conflict(web: Web) -> None:
    web.post("/domains/chung-thuc/close", "admin")
    assert web.post("/tickets", "kiosk", {"domain": "chung-thuc"}, 409)["type"] == "/problems/domain-closed"


def test_every_answer_tells_browsers_not_to_guess_keep_or_frame(still_web: Web) -> None:
    for response in (
        still_web.send("GET", "/board", "display"),
        still_web.send("GET", "/board"),
        still_web.send("GET", "/x", "admin"),
    ):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
