"""Who may see and do what on the staff's pages: the session first, before anything else about a request is judged."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Actor, Desk
from coordinator.desk.door import PAGE_HOURS
from coordinator.desk.staff_room import actor_of
from coordinator.staff.roles import StaffRole
from coordinator.store.rows import SessionRow
from coordinator.web.cookies import delete_cookie, set_cookie
from coordinator.web.origin import check_origin
from coordinator.web.problems import Rejected

FOLDER: Final = "/staff"
SIGN_IN: Final = f"{FOLDER}/sign-in"
SESSION_COOKIE: Final = "motcua_session"
DOOR_COOKIE: Final = "motcua_door"
CSRF_FIELD: Final = "csrf"
_TOKEN_BYTES: Final = 32
_LONGEST_COOKIE: Final = 128
_YEAR_SECONDS: Final = 365 * 24 * 3600

EVERYONE: Final = frozenset[StaffRole]({"counter", "volunteer", "admin"})
CLERKS: Final = frozenset[StaffRole]({"counter", "admin"})
MANAGERS: Final = frozenset[StaffRole]({"admin"})

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Visitor:
    """Who looks at a page. `token` is the cookie's, never shown; `csrf` goes into each form."""

    session: SessionRow
    token: str
    csrf: str

    @property
    def actor(self) -> Actor:
        return actor_of(self.session)


def is_staff_path(path: str) -> bool:
    return path == FOLDER or path.startswith(f"{FOLDER}/")


def install_gate(application: Flask, desk: Desk) -> None:
    """Ask every request below `/staff` for its session, also where there is no such page."""

    @application.before_request
    def admit() -> AnyResponse | None:
        if not is_staff_path(request.path):
            return None
        if request.method not in ("GET", "HEAD"):
            check_origin()
        if request.path == SIGN_IN:
            return None
        visitor = _find_visitor(desk)
        if visitor is None:
            return _turn_away()
        g.visitor = visitor
        if request.method not in ("GET", "HEAD"):
            _check_csrf(visitor.csrf)
        return None


def visitor() -> Visitor:
    """Who asks; only where the gate has let them in."""
    found: Visitor = g.visitor
    return found


def only_for(roles: frozenset[StaffRole]) -> Callable[[View], View]:
    """Let a view be for these alone."""

    def decorate(view: View) -> View:
        def guarded(**arguments: object) -> object:
            if visitor().session.role not in roles:
                raise Rejected(
                    HTTPStatus.FORBIDDEN,
                    "wrong-role",
                    "This page is not for your account",
                    f"the account has the role {visitor().session.role}",
                    sorted(roles),
                )
            return view(**arguments)

        guarded.__name__ = view.__name__
        return guarded  # type: ignore[return-value]  # the same arguments, the same answers

    return decorate


def open_door(response: Response) -> str:
    """The token for a sign-in form, tied to a cookie of this browser; none is signed in yet."""
    door = _cookie(DOOR_COOKIE) or secrets.token_urlsafe(_TOKEN_BYTES)
    set_cookie(response, DOOR_COOKIE, door, FOLDER, seconds=None)
    return csrf_of(door)


def check_door() -> None:
    """Whether a sign-in comes from a form that this browser was given; raises `Rejected`."""
    # Without the cookie nothing is known to this browser alone, so no form can be right.
    _check_csrf(csrf_of(_cookie(DOOR_COOKIE) or secrets.token_hex()))


def let_in(response: AnyResponse, token: str) -> None:
    set_cookie(response, SESSION_COOKIE, token, FOLDER, seconds=PAGE_HOURS * 3600)


def let_out(response: AnyResponse) -> None:
    delete_cookie(response, SESSION_COOKIE, FOLDER)


def sent_token() -> str:
    """The session's token of this request; empty where none was sent."""
    return _cookie(SESSION_COOKIE)


def csrf_of(secret: str) -> str:
    """What only a page knows that was given to the holder of this cookie: it tells nothing of the cookie itself."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def remember(response: AnyResponse, name: str, value: str) -> None:
    """What a browser chose last and is no secret: a language, a printer."""
    set_cookie(response, name, value, FOLDER, seconds=_YEAR_SECONDS)


def _find_visitor(desk: Desk) -> Visitor | None:
    token = sent_token()
    session = desk.staff.session(token) if token else None
    return None if session is None else Visitor(session, token, csrf_of(token))


def _turn_away() -> AnyResponse:
    """A person is led to the sign-in, a script is told."""
    if request.method == "GET" and "text/html" in request.headers.get("Accept", ""):
        return redirect(SIGN_IN, HTTPStatus.SEE_OTHER)
    raise Rejected(
        HTTPStatus.UNAUTHORIZED,
        "not-signed-in",
        "Nobody is signed in",
        "The session is over, or there was none.",
        [SIGN_IN],
        {"WWW-Authenticate": 'Cookie realm="motcua"'},
    )


def _check_csrf(expected: str) -> None:
    sent = request.form.get(CSRF_FIELD, "")
    if not hmac.compare_digest(sent.encode(), expected.encode()):
        raise Rejected(
            HTTPStatus.FORBIDDEN,
            "stale-form",
            "The form is too old, or not one of ours",
            "Load the page again.",
            [f"{CSRF_FIELD}: the token of a page of this session"],
        )


def _cookie(name: str) -> str:
    return request.cookies.get(name, "")[:_LONGEST_COOKIE]
