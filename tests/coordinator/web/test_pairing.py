"""The way in for new devices over HTTP: no token needed to knock, an administrator's to open, and not too often."""

import json
from typing import Any

import pytest

from tests.fakes.web import Web
from wire.pairing import Transcript, code_of, new_nonce, promise_of

NONCE = new_nonce()


def post(web: Web, path: str, body: object, role: Any = None) -> tuple[int, Any]:  # JSON
    answer = web.send("POST", f"/pairing{path}", role, body)
    return answer.status_code, json.loads(answer.data)


def begin(web: Web) -> Any:
    wish = {"role": "display", "name": "hall", "promise": promise_of(NONCE, "display", "hall")}
    return post(web, "", wish)


def digits(begun: Any) -> str:
    return code_of(
        Transcript(
            fingerprint="",
            id=begun["id"],
            role="display",
            name="hall",
            device_nonce=NONCE,
            coordinator_nonce=begun["nonce"],
        )
    )


def test_a_device_without_a_token_gets_one_that_works(web: Web) -> None:
    status, begun = begin(web)
    assert status == 201
    assert post(web, f"/{begun['id']}/show", {"nonce": NONCE}) == (200, {"token": ""})
    assert post(web, f"/{begun['id']}/collect", {"nonce": NONCE}) == (200, {"token": ""})
    admitted = post(web, "/admit", {"code": digits(begun)}, "admin")
    assert admitted == (200, {"role": "display", "name": "hall"})
    _, collected = post(web, f"/{begun['id']}/collect", {"nonce": NONCE})
    found = web.front.desk.authenticate(collected["token"])
    assert found is not None
    assert (found.role, found.name) == ("display", "hall")


def test_a_device_that_comes_again_under_its_name_ends_its_earlier_token(web: Web) -> None:
    tokens = []
    for _ in range(2):
        _, begun = begin(web)
        post(web, f"/{begun['id']}/show", {"nonce": NONCE})
        post(web, "/admit", {"code": digits(begun)}, "admin")
        tokens.append(post(web, f"/{begun['id']}/collect", {"nonce": NONCE})[1]["token"])
    desk = web.front.desk
    assert desk.authenticate(tokens[0]) is None
    assert desk.authenticate(tokens[1]) is not None


@pytest.mark.parametrize("role", [None, "kiosk", "printer", "counter", "display"])
def test_only_an_administrator_lets_in(web: Web, role: Any) -> None:
    _, begun = begin(web)
    post(web, f"/{begun['id']}/show", {"nonce": NONCE})
    status, _ = post(web, "/admit", {"code": digits(begun)}, role)
    assert status == (401 if role is None else 403)
    assert post(web, f"/{begun['id']}/collect", {"nonce": NONCE}) == (200, {"token": ""})


@pytest.mark.parametrize(
    "change", [{"role": "admin"}, {"name": "Sảnh"}, {"promise": "1"}, {"code": "000000"}, {"name": None}]
)
def test_a_wish_that_is_not_understood_is_answered_with_what_is(web: Web, change: dict[str, Any]) -> None:
    wish = {"role": "display", "name": "hall", "promise": "a" * 64, **change}
    status, problem = post(web, "", wish)
    assert status == 422
    assert problem["accepted"]


def test_nobody_begins_pairings_without_end(web: Web) -> None:
    statuses = [begin(web)[0] for _ in range(12)]
    assert statuses[:8] == [201] * 8
    assert set(statuses[8:]) == {429}


def test_the_token_stands_in_the_audit_without_its_secret(web: Web) -> None:
    _, begun = begin(web)
    post(web, f"/{begun['id']}/show", {"nonce": NONCE})
    post(web, "/admit", {"code": digits(begun)}, "admin")
    token = post(web, f"/{begun['id']}/collect", {"nonce": NONCE})[1]["token"]
    written = web.dump()
    assert "token.made" in written
    assert token not in written
