"""Who may see the board's page: a device token of a display, given once and kept in a cookie of this path alone.

The token stands in the address only behind `#`, which a browser never sends and a server never logs.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Actor
from coordinator.web.problems import Rejected
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


def keep(response: AnyResponse, token: str) -> None:
    """Let this browser in from now on, until the token is revoked."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=FOLDER,
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
