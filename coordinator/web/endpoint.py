"""How an endpoint is declared: once, for the routing, the validation and the OpenAPI document alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final, Literal, get_args

import msgspec
from flask import Response

from coordinator.desk import Actor, Once, Reply
from wire.messages import Answer, Request, Role

PREFIX: Final = "/api/v1"
EVERY_ROLE: Final = frozenset[Role](get_args(Role))
STAFF: Final = frozenset[Role]({"counter", "admin"})
ISSUERS: Final = frozenset[Role]({"kiosk", "admin"})
MANAGER: Final = frozenset[Role]({"admin"})
KIOSK: Final = frozenset[Role]({"kiosk"})
PRINTER: Final = frozenset[Role]({"printer"})
ANYONE: Final = frozenset[Role]()
"""No token is asked for: only for who has none yet, and what then is said gives nothing away."""
STRANGER: Final = Actor("display", "stranger")
"""Who asks where no token is asked for."""

Method = Literal["GET", "POST", "PUT"]
Outcome = Reply | Answer | Response


@dataclass(frozen=True)
class Ask:
    """One request, admitted and validated. `wish` is of the declared type; `once` is null without a key."""

    actor: Actor
    once: Once | None = None
    wish: Any = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 a path's argument is a text or a number
        return self.arguments[name]


@dataclass(frozen=True)
class Parameter:
    """A variable part of a path: Flask's converter and what the document says of it."""

    converter: str
    schema: Mapping[str, object]
    description: str


_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 64}
_LONGEST: Final = "string(maxlength=64)"

PARAMETERS: Final[Mapping[str, Parameter]] = {
    "ticket": Parameter(_LONGEST, _TEXT, "The `id` of a ticket."),
    "job": Parameter(_LONGEST, _TEXT, "The `id` of a print job."),
    "printer": Parameter(_LONGEST, _TEXT, "The name of a printer."),
    "domain": Parameter(_LONGEST, _TEXT, "The id of a domain."),
    "place": Parameter(_LONGEST, _TEXT, "Where help was asked for, such as the name of a kiosk."),
    "pairing": Parameter(_LONGEST, _TEXT, "The `id` of a pairing."),
    "counter": Parameter(
        "int(max=9999)", {"type": "integer", "minimum": 0, "maximum": 9999}, "The number of a counter."
    ),
}


@dataclass(frozen=True)
class Endpoint:
    """One row of the interface.

    `path` is written as in OpenAPI, below `/api/v1`. `answers` gives the type of the body for each good
    status, null for none; `refusals` are the statuses that the desk itself may refuse with. `media_type` is
    that of the good answers.
    """

    name: str
    method: Method
    path: str
    summary: str
    roles: frozenset[Role]
    handle: Callable[[Ask], Outcome]
    answers: Mapping[int, type[msgspec.Struct] | None]
    wish: type[Request] | None = None
    refusals: Sequence[int] = ()
    query: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    media_type: str = "application/json"

    @property
    def takes_body(self) -> bool:
        return self.method != "GET"

    @property
    def takes_key(self) -> bool:
        return self.method == "POST"

    def statuses(self) -> list[int]:
        """Every status of a problem that this endpoint may answer with."""
        always = [
            HTTPStatus.TOO_MANY_REQUESTS,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ]
        found = {int(status) for status in always} | set(self.refusals)
        if self.roles != ANYONE:
            found.add(HTTPStatus.UNAUTHORIZED)
        if self.roles not in (ANYONE, EVERY_ROLE):
            found.add(HTTPStatus.FORBIDDEN)
        if "{" in self.path:
            # What its variable cannot be makes it another path.
            found.add(HTTPStatus.NOT_FOUND)
        if self.takes_body:
            found |= {400, 413, 415, 422}
        return sorted(int(status) for status in found)


@dataclass(frozen=True)
class Topic:
    """Endpoints that belong together: one blueprint, one tag of the document."""

    name: str
    endpoints: Sequence[Endpoint]
