"""Whatever is sent, good or bad, the answer is one that the document describes, and never a mistake of ours."""

from collections import Counter
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.fakes.fuzz import made_up
from tests.fakes.web import PREFIX, ROLES, Web
from wire.pairing import promise_of

Operation = APIOperation[Any, Any, Any, Any]
Things = Mapping[str, Sequence[object]]
"""By a path's variable, what there is of it: what is made up is answered 404 and nothing else."""

STREAM = f"{PREFIX}/events"
"""It never ends; its own tests look at it."""
EXAMPLES = 6
EXCLUDED: list[Any] = [positive_data_acceptance]
"""What is well-formed may still be refused (422): a language that this centre does not speak, a key used before."""


@pytest.mark.fuzz
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_contract_holds_for_any_request(still_web: Web, mode: GenerationMode) -> None:
    document = f"{PREFIX}/openapi.json"
    headers = {"Authorization": f"Bearer {still_web.tokens['display']}"}
    schema = schemathesis.openapi.from_wsgi(document, still_web.application, headers=headers)
    found = schema.exclude(path=STREAM).get_all_operations()
    operations: list[Operation] = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(operations) >= 25
    things, said = _furnish(still_web), Counter[int]()
    for operation in operations:
        if mode is GenerationMode.POSITIVE or _takes_anything(operation):
            said += _check(still_web, operation, mode, things)
    if mode is GenerationMode.POSITIVE:
        assert said[HTTPStatus.NOT_FOUND] < said.total() / 2, said


def _furnish(web: Web) -> Things:
    """Tickets in every state, jobs that wait and one in hand, a device that wants to come in."""
    web.post("/domains/chung-thuc/open", "admin")
    web.put("/counters/1/domains", "admin", {"domains": ["chung-thuc"], "overflow": []})
    wish = {"domain": "chung-thuc", "printer": "kiosk-1"}
    tickets = [web.post("/tickets", "kiosk", wish, 201) for _ in range(6)]
    for ending in ("finish", "no-show", "hold"):
        web.post("/counters/1/next", "counter")
        web.post(f"/counters/1/{ending}", "counter")
    web.post("/counters/1/next", "counter")
    web.post(f"/tickets/{tickets[-1]['id']}/cancel", "counter")
    claimed = web.post("/printers/kiosk-1/claim", "printer")
    promise = promise_of("0" * 64, "display", "board-2")
    begun = web.send("POST", "/pairing", body={"role": "display", "name": "board-2", "promise": promise})
    return {
        "ticket": [one["id"] for one in tickets],
        "job": [claimed["id"], *(one["print"]["id"] for one in tickets)],
        "pairing": [begun.json["id"]] if begun.json else [],
        "domain": [one["id"] for one in web.get("/center")["domains"]],
        "counter": [one["id"] for one in web.get("/counters")["counters"]],
        "printer": ["kiosk-1"],
        "place": ["kiosk-1"],
    }


def _takes_anything(operation: Operation) -> bool:
    return any((operation.body, operation.path_parameters, operation.query, operation.headers))


def _check(web: Web, operation: Operation, mode: GenerationMode, things: Things) -> Counter[int]:
    """The statuses that were answered."""
    (described,) = (
        one for one in web.operations if (one.method, one.path) == (operation.method.upper(), operation.path)
    )
    token = web.tokens[next((role for role in ROLES if role in described.roles), "admin")]

    said = Counter[int]()

    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    @made_up(EXAMPLES)
    def check(case: schemathesis.Case[Any], data: st.DataObject) -> None:
        if mode is GenerationMode.POSITIVE:
            for name in sorted(things.keys() & case.path_parameters.keys()):
                case.path_parameters[name] = data.draw(
                    st.sampled_from([*things[name], case.path_parameters[name]])
                )
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"}, excluded_checks=EXCLUDED
        )
        said[answer.status_code] += 1

    check()
    return said
