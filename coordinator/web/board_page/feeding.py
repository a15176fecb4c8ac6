"""What the page's script asks for: the stream of what is to be seen, where it stands, and the letters."""

from http import HTTPStatus
from pathlib import Path
from typing import Final

import fontpkg_be_vietnam_pro
import msgspec
from flask import Blueprint, Response, request

from boards.view import Viewer
from config import Settings
from coordinator.desk import Desk
from coordinator.web.board_page.gate import check_welcome, is_welcome, sent_token
from coordinator.web.board_page.places import find_places
from coordinator.web.board_page.showing import Showing
from coordinator.web.board_page.wishes import read_area, read_contents, read_screen
from coordinator.web.problems import Rejected
from coordinator.web.streams import Streams

_LETTERS: Final = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
_WEIGHTS: Final = {"medium": "Medium", "semibold": "SemiBold", "bold": "Bold"}
_A_DAY: Final = "private, max-age=86400"


def add_feeding(
    blueprint: Blueprint, desk: Desk, settings: Settings, streams: Streams, viewer: Viewer
) -> None:
    @blueprint.get("/events")
    def events() -> Response:
        check_welcome(desk.authenticate)
        token = sent_token()
        showing = Showing(viewer, read_area(request.args), desk.center)
        return streams.open(lambda: is_welcome(desk.recognise, token), showing.write)

    @blueprint.get("/places")
    def places() -> Response:
        check_welcome(desk.authenticate)
        table = settings.display
        screen = read_screen(request.args, table.width_mm, table.distance_m)
        found = find_places(screen, read_contents(request.args))
        return Response(msgspec.json.encode(found), mimetype="application/json")

    @blueprint.get("/letters/<string(maxlength=16):weight>")
    def letters(weight: str) -> Response:
        check_welcome(desk.authenticate)
        if weight not in _WEIGHTS:
            raise Rejected(HTTPStatus.NOT_FOUND, "unknown-path", "No such letters", weight, sorted(_WEIGHTS))
        content = (_LETTERS / f"BeVietnamPro-{_WEIGHTS[weight]}.ttf").read_bytes()
        return Response(content, mimetype="font/ttf", headers={"Cache-Control": _A_DAY})
