"""Who may ask: the token first, before anything else about a request is judged."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Flask, g, request

from coordinator.desk import Actor
from coordinator.web.board_page.gate import is_board_path
from coordinator.web.endpoint import Endpoint
from coordinator.web.problems import Rejected
from coordinator.web.staff.gate import is_staff_path

_NEW_DEVICES: Final = re.compile(r"/api/v1/pairing(/[^/]+/(show|collect))?")
_ACCEPTED: Final = ["Authorization: Bearer TOKEN"]


def install_admission(
    application: Flask,
    authenticate: Callable[[str], Actor | None],
    hear: Callable[[str, str], None] = lambda _name, _agent: None,
) -> None:
    """Ask every request for its token but those to the open paths, also where there is no such path.

    `hear` is told whose token came, and what the program calls itself.
    """

    @application.before_request
    def admit() -> None:
        if not is_open(request.path):
            g.actor = _authenticated(authenticate)
            hear(g.actor.name, request.headers.get("User-Agent", ""))


def is_open(path: str) -> bool:
    """Whether a path answers without a token: the health, the citizens' pages, where a new device asks for one, and
    the staff's and the board's pages behind gates of their own.
    """
    is_ours = path == "/healthz" or path.startswith("/t/") or bool(_NEW_DEVICES.fullmatch(path))
    return is_ours or is_staff_path(path) or is_board_path(path)


def sent_token() -> str:
    """The token of this request; empty where none was sent."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def check_role(endpoint: Endpoint) -> Actor:
    """The actor of this request; raises `Rejected` where its role may not do this."""
    actor: Actor = g.actor
    if actor.role not in endpoint.roles:
        raise Rejected(
            HTTPStatus.FORBIDDEN,
            "wrong-role",
            "The token's role may not do this",
            f"the token {actor.name} has the role {actor.role}",
            sorted(endpoint.roles),
        )
    return actor


def _authenticated(authenticate: Callable[[str], Actor | None]) -> Actor:
    token = sent_token()
    actor = authenticate(token) if token else None
    if actor is not None:
        return actor
    challenge = 'Bearer realm="motcua"' + (', error="invalid_token"' if token else "")
    raise Rejected(
        HTTPStatus.UNAUTHORIZED,
        "unknown-token" if token else "no-token",
        "A device token is needed",
        "The token is unknown or was revoked." if token else "The request has no Authorization header.",
        _ACCEPTED,
        {"WWW-Authenticate": challenge},
    )
