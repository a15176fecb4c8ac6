"""`/board` put together: the page and its sign-in, and what its script asks for."""

import json
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from boards.headings import headings
from boards.view import Viewer
from boards.words import board_words
from config import Settings
from coordinator.desk import Desk
from coordinator.web.board_page.feeding import add_feeding
from coordinator.web.board_page.gate import (
    FOLDER,
    enter,
    is_welcome,
    sent_token,
)
from coordinator.web.board_page.notices import add_notices
from coordinator.web.board_page.wishes import read_area
from coordinator.web.headers import page_policy
from coordinator.web.rate import Meter, Rate
from coordinator.web.streams import Streams
from runtime.clock import Clock
from wire.faults import STORE_CAUSES, LineFault
from words import load_words

_ROOM: Final = Path(__file__).parent
_TEMPLATES: Final = _ROOM.parent / "templates"

# A token cannot be guessed; whoever tries is not answered for long.
MISSES: Final = Rate(per_second=0.2, burst=20)


def _read(name: str) -> str:
    return (_TEMPLATES / "board" / name).read_text(encoding="utf-8")


_PAGES: Final = ("board", "sign-in")
_STYLES: Final = {name: _read(f"{name}.css") for name in _PAGES}
_SCRIPTS: Final = {name: _read(f"{name}.js") for name in _PAGES}


def board_blueprint(desk: Desk, settings: Settings, streams: Streams, clock: Clock) -> Blueprint:
    blueprint = Blueprint("board_page", __name__, template_folder=str(_TEMPLATES), url_prefix=FOLDER)
    viewer = Viewer(board_words(), settings.display.languages)
    _add_page(blueprint, desk, settings, viewer, MISSES.meter(clock))
    add_feeding(blueprint, desk, settings, streams, viewer)
    add_notices(blueprint, desk, settings.display)
    return blueprint


def _add_page(blueprint: Blueprint, desk: Desk, settings: Settings, viewer: Viewer, misses: Meter) -> None:
    sign_in_words = load_words(_ROOM / "locale")

    def draw_sign_in(*, is_refused: bool) -> Response:
        catalogues = [sign_in_words.of(language) for language in settings.display.languages[:2]]
        status = HTTPStatus.UNAUTHORIZED
        return _page("sign-in", status, catalogues=catalogues, is_refused=is_refused)

    @blueprint.get("")
    def show() -> AnyResponse:
        if not is_welcome(desk.authenticate, sent_token()):
            return draw_sign_in(is_refused=False)
        read_area(request.args)
        return _page("board", HTTPStatus.OK, words=_words(viewer))

    @blueprint.post("")
    def sign_in() -> AnyResponse:
        return enter(desk.authenticate, misses, _here(), "token", lambda: draw_sign_in(is_refused=True))


def _here() -> str:
    """Where this request came to, with what its address asks for, and nothing else."""
    query = request.query_string.decode("ascii", "ignore")
    return f"{FOLDER}?{query}" if query else FOLDER


def _words(viewer: Viewer) -> str:
    """What the page's script says by itself, as JSON."""
    said = {
        "headings": asdict(headings(viewer)),
        "stale": asdict(viewer.label("board.stale", time="{time}")),
        "connecting": asdict(viewer.label("board.connecting")),
        "without": asdict(viewer.label("board.without")),
        "silent": viewer.name_fault(LineFault("silent")),
        "failing": {cause: viewer.name_fault(LineFault("store", cause)) for cause in STORE_CAUSES},
        "calendars": [asdict(calendar) for calendar in viewer.calendars],
    }
    # In a script element only "<" could end it.
    return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")


def _page(name: str, status: HTTPStatus, **values: object) -> Response:
    style, script = _STYLES[name], _SCRIPTS[name]
    html = render_template(f"board/{name}.html", style=style, script=script, **values)
    policy = page_policy(style, script, "font-src 'self'", "img-src 'self' data:")
    # A form of a page that tells nobody where it stands would come from nowhere.
    headers = {"Content-Security-Policy": policy, "Referrer-Policy": "same-origin"}
    return Response(html, status, headers=headers, mimetype="text/html")
