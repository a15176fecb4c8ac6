"""The page behind the link on a ticket: what its holder wants to know, on any phone, without a sign-in.

It says nothing that the ticket's paper and the board do not say; why someone has priority is not shown. It keeps
itself up to date by asking again, and not by a stream: three hundred phones must not hold three hundred threads.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from config import Settings
from coordinator.desk import Desk, Refusal
from coordinator.queue.tally import RATINGS
from coordinator.store.database import StoreError
from coordinator.web.flood import RETRY_AFTER_SECONDS
from coordinator.web.headers import page_policy
from coordinator.web.phrases import describe_wait, in_language
from coordinator.web.problems import Rejected
from coordinator.web.rate import Meter, Rate
from runtime.clock import Clock
from wire.messages import Ticket
from words import Catalogue, Words

_ROOM: Final = Path(__file__).parent


def _read(name: str) -> str:
    return (_ROOM / "templates" / name).read_text(encoding="utf-8")


_STYLE: Final = _read("citizen.css")
_SCRIPT: Final = _read("citizen.js")
_POLICY: Final = page_policy(_STYLE, _SCRIPT)
_LIVE_STATES: Final = frozenset({"waiting", "called", "held"})

SOON_SECONDS: Final = 5
LATER_SECONDS: Final = 10
MUCH_LATER_SECONDS: Final = 20
FEW_AHEAD: Final = 3
MANY_AHEAD: Final = 10

# A phone asks a dozen times a minute at the most; many phones may share one address.
LOOKS: Final = Rate(per_second=40.0, burst=400)
# Links cannot be guessed; whoever tries is not answered for long.
MISSES: Final = Rate(per_second=0.2, burst=20)


def citizen_blueprint(desk: Desk, settings: Settings, words: Words, clock: Clock) -> Blueprint:
    blueprint = Blueprint("citizen", __name__, template_folder="templates")
    zone = ZoneInfo(settings.center.timezone)
    door = _Door(words, LOOKS.meter(clock), MISSES.meter(clock))
    blueprint.register_error_handler(Rejected, lambda _rejected: _busy(words))

    @blueprint.get("/t/<string(maxlength=64):link>", endpoint="showTicket")
    def show_ticket(link: str) -> AnyResponse:
        return door.answer(lambda: _show(desk, words, link, datetime.now(zone)))

    @blueprint.post("/t/<string(maxlength=64):link>", endpoint="rateVisit")
    def rate_visit(link: str) -> AnyResponse:
        """The link itself is what only its holder knows: no other site can make up the form."""
        return door.answer(lambda: _rate(desk, link))

    return blueprint


@dataclass(frozen=True)
class _Door:
    """What is said in place of a page to whoever asks too often, holds no ticket, or comes while the store fails."""

    words: Words
    looks: Meter
    misses: Meter

    def answer(self, page: Callable[[], AnyResponse]) -> AnyResponse:
        address = request.remote_addr or ""
        if not self.misses.has_room(address) or not self.looks.take(address):
            return _busy(self.words)
        try:
            return page()
        except Refusal:
            self.misses.take(address)
            return _notice(self.words, "unknown", HTTPStatus.NOT_FOUND)
        except StoreError:
            return _notice(self.words, "unavailable", HTTPStatus.SERVICE_UNAVAILABLE)


def _show(desk: Desk, words: Words, link: str, now: datetime) -> Response:
    ticket = desk.ticket_by_link(link)
    asks = ticket.state == "served" and desk.asks_for_rating(link)
    center = desk.center()
    language = _choose_language(words, ticket.language)
    domains = {domain.id: domain.name for domain in center.domains}
    return _answer(
        words,
        language,
        ticket=ticket,
        asks=asks,
        center=in_language(center.name, language),
        domain=in_language(domains.get(ticket.domain, {"vi": ticket.domain}), language),
        now=now,
    )


def _rate(desk: Desk, link: str) -> AnyResponse:
    stars = _stars(request.form.get("rating", ""))
    if stars:
        desk.rate(link, stars)
    query = urlencode({"lang": request.args["lang"]}) if "lang" in request.args else ""
    return redirect(f"/t/{link}?{query}" if query else f"/t/{link}", HTTPStatus.SEE_OTHER)


def _stars(text: str) -> int:
    """1 to 5, else 0."""
    return next((rating for rating in RATINGS if text == str(rating)), 0)


def poll_seconds(ticket: Ticket) -> int | None:
    """How soon a page asks again: the nearer the call, the sooner; null once nothing can change any more."""
    if ticket.state not in _LIVE_STATES:
        return None
    if ticket.state == "called" or (ticket.state == "waiting" and ticket.ahead <= FEW_AHEAD):
        return SOON_SECONDS
    return LATER_SECONDS if ticket.ahead <= MANY_AHEAD else MUCH_LATER_SECONDS


def _answer(
    words: Words, language: str, *, ticket: Ticket, asks: bool, now: datetime, **names: str
) -> Response:
    """The page, or only that nothing has changed since the one that the phone has."""
    texts = words.of(language)
    mark = _mark(ticket, texts, asks=asks)
    if mark in request.if_none_match:
        response = Response(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = _page(
            "ticket.html",
            HTTPStatus.OK,
            texts=texts,
            others=[words.of(other) for other in words.languages() if other != language],
            ticket=ticket,
            ratings=RATINGS[::-1] if asks else (),
            wait=describe_wait(ticket.estimated_wait_s, texts),
            now=now,
            poll_seconds=poll_seconds(ticket),
            script=_SCRIPT,
            **names,
        )
    response.set_etag(mark)
    # Kept by nobody: the mark is for the page's own script alone.
    response.headers["Cache-Control"] = "no-store"
    return response


def _mark(ticket: Ticket, texts: Catalogue, *, asks: bool) -> str:
    """A text that changes whenever the page would."""
    shown = (ticket.state, ticket.number, ticket.counter, ticket.ahead, ticket.domain, texts.language)
    wait = describe_wait(ticket.estimated_wait_s, texts)
    return hashlib.sha256(repr((shown, wait, asks, poll_seconds(ticket))).encode()).hexdigest()[:24]


def _choose_language(words: Words, ticket_language: str) -> str:
    """What the reader asks for, else the ticket's own, else Vietnamese."""
    known = words.languages()
    for language in (request.args.get("lang", ""), ticket_language):
        if language in known:
            return language
    return known[0]


def _busy(words: Words) -> Response:
    page = _notice(words, "busy", HTTPStatus.TOO_MANY_REQUESTS)
    page.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return page


def _notice(words: Words, key: str, status: HTTPStatus) -> Response:
    """A page in every language, for whoever holds no ticket that could say which."""
    return _page("notice.html", status, key=key, catalogues=[words.of(name) for name in words.languages()])


def _page(template: str, status: HTTPStatus, **values: object) -> Response:
    html = render_template(template, style=_STYLE, **values)
    return Response(html, status, headers={"Content-Security-Policy": _POLICY}, mimetype="text/html")
