"""The coordinator's web as devices see it, with each answer held against the OpenAPI document as it comes in."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from flask import Flask
from openapi_schema_validator import OAS31Validator
from sqlalchemy import select
from werkzeug.test import TestResponse

from coordinator.broadcast import Broadcast
from coordinator.store.schema import metadata
from tests.fakes.front import Front
from wire.messages import Role

ROLES: Final[tuple[Role, ...]] = get_args(Role)
PREFIX: Final = "/api/v1"


@dataclass(frozen=True)
class Operation:
    """One row of the document. `schemas` are those of the answers by status and media type."""

    method: str
    path: str
    name: str
    roles: frozenset[Role]
    is_open: bool
    takes_body: bool
    schemas: Mapping[int, Mapping[str, Any]]
    pattern: re.Pattern[str]

    def fill(self, **values: object) -> str:
        """The path with `values` in the place of its variables, and with what does not exist elsewhere."""
        return re.sub(r"\{(\w+)\}", lambda match: str(values.get(match[1], 9876)), self.path)


@dataclass(frozen=True)
class Web:
    """`tokens` holds one valid token of each role. Answers that the document does not describe fail the test."""

    application: Flask
    front: Front
    broadcast: Broadcast
    tokens: Mapping[Role, str]
    document: Mapping[str, Any] = field(default_factory=dict)
    operations: Sequence[Operation] = ()

    def send(
        self,
        method: str,
        path: str,
        role: Role | None = None,
        body: object = None,
        *,
        key: str | None = None,
        **more: Any,
    ) -> TestResponse:
        """A request below `/api/v1` with the token of a role and `body` as JSON; `more` goes to Flask's client."""
        headers = dict(more.pop("headers", {}))
        if role is not None:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        response = self.application.test_client().open(PREFIX + path, method=method, headers=headers, **more)
        if "text/event-stream" not in response.content_type:
            self.check(method, path, response)
        return response

    def get(self, path: str, role: Role = "display") -> Any:
        response = self.send("GET", path, role)
        assert response.status_code == 200, response.text
        return response.json

    def post(self, path: str, role: Role, body: object = None, status: int = 200) -> Any:
        return self._ask("POST", path, role, body, status)

    def put(self, path: str, role: Role, body: object, status: int = 200) -> Any:
        return self._ask("PUT", path, role, body, status)

    def _ask(self, method: str, path: str, role: Role, body: object, status: int) -> Any:
        response = self.send(method, path, role, body)
        assert response.status_code == status, response.text
        return response.json

    def check(self, method: str, path: str, response: TestResponse) -> None:
        """Hold an answer against the document; what no operation has is a problem all the same."""
        operation = self._operation(method, PREFIX + path)
        if operation is None:
            assert response.status_code in (401, 404, 405)
            schemas: Mapping[str, Any] = {"application/problem+json": _reference("Problem")}
        else:
            assert response.status_code in operation.schemas, (
                method,
                path,
                response.status_code,
                response.text,
            )
            schemas = operation.schemas[response.status_code]
        if not schemas:
            assert response.data == b""
            return
        schema = schemas[str(response.mimetype)]
        whole = {**schema, "components": self.document["components"]}
        validator = OAS31Validator(whole, format_checker=OAS31Validator.FORMAT_CHECKER)
        validator.validate(response.json)

    def dump(self) -> str:
        """All that the database holds, a line for each row with its table's name first."""
        with self.front.desk._database.read() as connection:
            rows = {
                table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
                for table in metadata.sorted_tables
            }
        return "\n".join(f"{name} {tuple(row)}" for name, found in rows.items() for row in found)

    def _operation(self, method: str, path: str) -> Operation | None:
        path = path.partition("?")[0]
        return next(
            (one for one in self.operations if one.method == method and one.pattern.fullmatch(path)), None
        )


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every operation that a document describes."""
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            found = re.search(r"Roles: ([^.]*)\.", one.get("description", ""))
            yield Operation(
                method=method.upper(),
                path=path,
                name=one["operationId"],
                roles=frozenset(role for role in ROLES if found and role in found[1].split(", ")),
                is_open=one.get("security") == [],
                takes_body="requestBody" in one,
                schemas={
                    int(status): {
                        kind: content["schema"] for kind, content in answer.get("content", {}).items()
                    }
                    for status, answer in one["responses"].items()
                },
                pattern=re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))),
            )


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
