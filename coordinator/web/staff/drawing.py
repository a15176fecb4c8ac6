"""One page of the staff's: its words, its head, and what a browser may do with it."""

import hashlib
import json
import secrets
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec
from flask import Flask, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk, Once, Refusal, Reply
from coordinator.web.headers import page_policy
from coordinator.web.phrases import in_language
from coordinator.web.problems import MEDIA_TYPE
from coordinator.web.staff.gate import is_staff_path, remember, visitor
from wire.fault_words import fault_words, name_store_faults
from wire.messages import Problem
from words import Catalogue, Words

_ROOM: Final = Path(__file__).parents[1]
LANGUAGE_COOKIE: Final = "motcua_language"
NONCE_FIELD: Final = "nonce"


def _read(name: str) -> str:
    return (_ROOM / "templates" / "staff" / name).read_text(encoding="utf-8")


_STYLE: Final = _read("staff.css")
_SCRIPT: Final = _read("staff.js")


@lru_cache(maxsize=64)
def _headers(sheet: str) -> dict[str, str]:
    """Pages with a sheet of their own hold charts too, which are pictures within the page."""
    policy = page_policy(_STYLE + sheet, _SCRIPT, *(["img-src data:"] if sheet else []))
    # With no referrer at all, browsers would send forms with the origin "null".
    return {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}


class Drawing:
    """Draws pages in the reader's language. `signed_in` false: for whoever has no session."""

    def __init__(self, words: Words, desk: Desk) -> None:
        self._words = words
        self._faults = fault_words()
        self._desk = desk
        self._zone = ZoneInfo(desk.settings.center.timezone)

    @property
    def texts(self) -> Catalogue:
        """What the reader has chosen, else Vietnamese."""
        return self._words.of(request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE, ""))

    def page(
        self,
        template: str,
        status: int = HTTPStatus.OK,
        *,
        signed_in: bool = True,
        sheet: str = "",
        **values: object,
    ) -> Response:
        """`sheet`: what is added to the style for this page."""
        texts = self.texts
        html = render_template(
            f"staff/{template}",
            t=texts,
            in_words=lambda text: in_language(text, texts.language),
            clock=lambda moment: f"{moment.astimezone(self._zone):%H:%M}",
            center=self._desk.settings.center.name,
            visitor=visitor() if signed_in else None,
            others=[self._words.of(one) for one in self._words.languages() if one != texts.language],
            style=_STYLE + sheet,
            script=_SCRIPT,
            said=self.said(request.args.get("said", "")),
            store_faults=json.dumps(name_store_faults(self._faults.of(texts.language)), ensure_ascii=False),
            nonce=secrets.token_urlsafe(12),
            **values,
        )
        response = Response(html, status, headers=_headers(sheet), mimetype="text/html")
        if "lang" in request.args:
            remember(response, LANGUAGE_COOKIE, texts.language)
        return response

    def in_words(self, text: dict[str, str]) -> str:
        """A text of the settings as this reader wants it."""
        return in_language(text, self.texts.language)

    def problem(self, problem: Problem) -> Response:
        """A page that says what went wrong, for a person."""
        slug = problem.type.rpartition("/")[2]
        return self.page("problem.html", problem.status, signed_in=False, problem=self.said(slug))

    def said(self, slug: str) -> str:
        key = f"said.{slug}"
        if not slug:
            return ""
        return self.texts(key if key in self.texts.keys() else "said.other")  # noqa: SIM118 not a dict


def install_problem_pages(application: Flask, drawing: Drawing) -> None:
    """Below `/staff` a person is told in words what a program is told in problem details."""

    @application.after_request
    def draw(response: Response) -> Response:
        wants_page = "text/html" in request.headers.get("Accept", "")
        if not is_staff_path(request.path) or not wants_page or response.mimetype != MEDIA_TYPE:
            return response
        return drawing.problem(msgspec.json.decode(response.get_data(), type=Problem))


def once() -> Once:
    """The same form sent twice is one wish: its key is made of what the page gave it and of all that it says."""
    said = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf")
    text = "\n".join([request.path, *(f"{name}={value}" for name, value in said)])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Once(digest[:48], digest)


def carry_out(command: Callable[[], Reply | None], back: str, said: str = "") -> AnyResponse:
    """Do it and lead back to a page; a refusal is said there, in words."""
    try:
        reply = command()
    except Refusal as refusal:
        return lead(back, _slug(refusal.problem))
    if reply is not None and reply.status >= HTTPStatus.BAD_REQUEST:
        return lead(back, _slug(msgspec.json.decode(reply.body, type=Problem)))
    return lead(back, said)


def lead(path: str, said: str = "") -> AnyResponse:
    return redirect(f"{path}?{urlencode({'said': said})}" if said else path, HTTPStatus.SEE_OTHER)


def _slug(problem: Problem) -> str:
    return problem.type.rpartition("/")[2]
