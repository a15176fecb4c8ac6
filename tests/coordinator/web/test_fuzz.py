"""Whatever is sent, good or bad, the answer is one that the document describes, and never a mistake of ours."""

from typing import Any

import pytest
import schemathesis
from hypothesis import given
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.fakes.fuzz import made_up
from tests.fakes.web import PREFIX, ROLES, Web

Operation = APIOperation[Any, Any, Any, Any]

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
    for operation in operations:
        if mode is GenerationMode.POSITIVE or _takes_anything(operation):
            _check(still_web, operation, mode)


def _takes_anything(operation: Operation) -> bool:
    return any((operation.body, operation.path_parameters, operation.query, operation.headers))


def _check(web: Web, operation: Operation, mode: GenerationMode) -> None:
    (described,) = (
        one for one in web.operations if (one.method, one.path) == (operation.method.upper(), operation.path)
    )
    token = web.tokens[next((role for role in ROLES if role in described.roles), "admin")]

    @given(case=operation.as_strategy(generation_mode=mode))
    @made_up(EXAMPLES)
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=EXCLUDED)

    check()
