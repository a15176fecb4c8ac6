"""The page behind the link on a ticket: what its holder wants to know, on any phone, without a sign-in.

It says nothing that the ticket's paper and the board do not say; why someone has priority is not shown.
"""

import base64
import hashlib
import math
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from config import Settings
from coordinator.desk import Desk, Refusal
from coordinator.store.database import StoreError
from wire.messages import Wait
from words import Catalogue, Words, load_words

_ROOM: Final = Path(__file__).parent
_STYLE: Final = (_ROOM / "templates" / "citizen.css").read_text(encoding="utf-8")
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# The one style sheet stands in the page itself: a second request would need a second open path.
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'"
_LIVE_STATES: Final = frozenset({"waiting", "called", "held"})
REFRESH_SECONDS: Final = 20


def citizen_blueprint(desk: Desk, settings: Settings) -> Blueprint:
    blueprint = Blueprint("citizen", __name__, template_folder="templates")
    words = load_words(_ROOM / "locale")
    zone = ZoneInfo(settings.center.timezone)

    @blueprint.get("/t/<string(maxlength=64):link>", endpoint="showTicket")
    def show_ticket(link: str) -> Response:
        try:
            ticket = desk.ticket_by_link(link)
            center = desk.center()
        except Refusal:
            return _notice(words, "unknown", HTTPStatus.NOT_FOUND)
        except StoreError:
            return _notice(words, "unavailable", HTTPStatus.SERVICE_UNAVAILABLE)
        language = _choose_language(words, ticket.language)
        texts = words.of(language)
        domains = {domain.id: domain.name for domain in center.domains}
        return _page(
            "ticket.html",
            HTTPStatus.OK,
            texts=texts,
            others=[words.of(other) for other in words.languages() if other != language],
            ticket=ticket,
            center=_in_language(center.name, language),
            domain=_in_language(domains.get(ticket.domain, {"vi": ticket.domain}), language),
            wait=_describe_wait(ticket.estimated_wait_s, texts),
            now=datetime.now(zone),
            refresh_seconds=REFRESH_SECONDS if ticket.state in _LIVE_STATES else None,
        )

    return blueprint


def _choose_language(words: Words, ticket_language: str) -> str:
    """What the reader asks for, else the ticket's own, else Vietnamese."""
    known = words.languages()
    for language in (request.args.get("lang", ""), ticket_language):
        if language in known:
            return language
    return known[0]


def _in_language(text: dict[str, str], language: str) -> str:
    return text.get(language) or text["vi"]


def _describe_wait(wait: Wait | None, texts: Catalogue) -> str:
    if wait is None:
        return ""
    low, high = math.floor(wait.low / 60), max(1, math.ceil(wait.high / 60))
    return texts("wait.range", low=low, high=high) if low < high else texts("wait.about", high=high)


def _notice(words: Words, key: str, status: HTTPStatus) -> Response:
    """A page in every language, for whoever holds no ticket that could say which."""
    return _page("notice.html", status, key=key, catalogues=[words.of(name) for name in words.languages()])


def _page(template: str, status: HTTPStatus, **values: object) -> Response:
    html = render_template(template, style=_STYLE, **values)
    return Response(html, status, headers={"Content-Security-Policy": _POLICY}, mimetype="text/html")
