"""Who may see the board's page: a device token of a display, given once and kept in a cookie of this path alone.

The token stands in the address only behind `#`, which a browser never sends and a server never logs.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Actor
from coordinator.web.cookies import set_cookie
from coordinator.web.origin import check_origin
from coordinator.web.problems import RETRY_AFTER_SECONDS, Rejected
from coordinator.web.rate import Meter
from wire.messages import Role

FOLDER: Final = "/board"
COOKIE: Final = "motcua_board"
ROLES: Final = frozenset[Role]({"display", "admin"})
COOKIE_SECONDS: Final = 400 * 24 * 3600
"""What browsers keep a cookie at the most; a TV is set up once."""
_LONGEST_TOKEN: Final = 128

Authenticate = Callable[[str], Actor | None]


def is_board_path(path: str) -> bool:
    return path == FOLDER or path.startswith(f"{FOLDER}/")


def sent_token() -> str:
    """The token of this request, from its cookie or its header; empty where none was sent."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()[:_LONGEST_TOKEN]
    return request.cookies.get(COOKIE, "")[:_LONGEST_TOKEN]


def given_token() -> str:
    """The token that the sign-in form holds."""
    return request.form.get("token", "").strip()[:_LONGEST_TOKEN]


def is_welcome(authenticate: Authenticate, token: str) -> bool:
    actor = authenticate(token) if token else None
    return actor is not None and actor.role in ROLES


def check_welcome(authenticate: Authenticate) -> None:
    """Raises `Rejected` where this request may not see the board."""
    if not is_welcome(authenticate, sent_token()):
        raise Rejected(
            HTTPStatus.UNAUTHORIZED,
            "not-signed-in",
            "The board is not open on this browser",
            "There is no token of a display, or it was revoked.",
            [f"a cookie that {FOLDER} gives", "Authorization: Bearer TOKEN"],
            {"WWW-Authenticate": 'Bearer realm="motcua"'},
        )


def enter(
    authenticate: Authenticate, misses: Meter, way_in: str, what: str, refuse: Callable[[], AnyResponse]
) -> AnyResponse:
    """Answer a sign-in form: let this browser in from now on, until the token is revoked, and lead it to `way_in`;
    `refuse` answers a wrong token. Raises `Rejected` where too many of them came from this address; `what` a person
    calls it.
    """
    check_origin()
    address, token = request.remote_addr or "", given_token()
    if not misses.has_room(address):
        raise _too_many(what)
    if not is_welcome(authenticate, token):
        misses.take(address)
        return refuse()
    response = redirect(way_in, HTTPStatus.SEE_OTHER)
    set_cookie(response, COOKIE, token, FOLDER, COOKIE_SECONDS)
    return response


def _too_many(what: str) -> Rejected:
    return Rejected(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-guesses",
        f"Too many wrong {what}s came from this address",
        f"Wait, and make sure that the {what} is whole.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
