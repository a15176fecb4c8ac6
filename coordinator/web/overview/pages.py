"""Where the overview stands: among the staff's pages for who manages, and behind a leader's link below the board."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk
from coordinator.web.board_page.gate import (
    check_welcome,
    enter,
    is_welcome,
    sent_token,
)
from coordinator.web.board_page.pages import MISSES
from coordinator.web.overview.links import LEADERS, PREFIX, address_of, name_of
from coordinator.web.overview.reports import add_reports
from coordinator.web.overview.showing import SHEET, Overview
from coordinator.web.qr import qr_path
from coordinator.web.rate import Meter
from coordinator.web.staff.drawing import lead
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for, visitor
from coordinator.web.staff.pages import write_changes
from coordinator.web.streams import Streams
from runtime.clock import Clock

LINKS: Final = f"{FOLDER}/overview/links"


class ManagerPages:
    """The manager's pages of the day and of days past, behind the staff's gate."""

    def __init__(self, overview: Overview) -> None:
        self.overview = overview

    def add(self, blueprint: Blueprint) -> None:
        _add_overview(blueprint, self.overview)
        _add_links(blueprint, self.overview)
        add_reports(blueprint, self.overview.desk, self.overview.drawing)


def _add_overview(blueprint: Blueprint, overview: Overview) -> None:
    @blueprint.get("/overview")
    @only_for(MANAGERS)
    def show_overview() -> Response:
        return overview.page("overview.html", signed_in=True)


def _add_links(blueprint: Blueprint, overview: Overview) -> None:
    desk, drawing = overview.desk, overview.drawing

    def show_links(made: str = "") -> Response:
        return drawing.page(
            "links.html", sheet=SHEET, links=desk.links(PREFIX), made=made, qr=qr_path(made) if made else None
        )

    @blueprint.get("/overview/links")
    @only_for(MANAGERS)
    def see_links() -> Response:
        return show_links()

    @blueprint.post("/overview/links")
    @only_for(MANAGERS)
    def make_link() -> AnyResponse:
        """The link is shown once, by this answer alone."""
        name = name_of(request.form.get("name", "")[:64])
        if not name:
            return lead(LINKS, "bad-link-name")
        return show_links(address_of(desk.give_link(name, visitor().actor), desk.settings))

    @blueprint.post("/overview/links/end")
    @only_for(MANAGERS)
    def end_link() -> AnyResponse:
        name = request.form.get("name", "")[:64]
        # Tokens of devices are not ended here, whatever a form may say.
        if name.startswith(PREFIX):
            desk.end_link(name, visitor().actor)
        return lead(LINKS, "saved")


def install_leaders_page(
    application: Flask, desk: Desk, overview: Overview, streams: Streams, clock: Clock
) -> None:
    blueprint = Blueprint("leaders", __name__, url_prefix=LEADERS)
    _add_door(blueprint, desk, overview, MISSES.meter(clock))

    @blueprint.get("/events")
    def events() -> Response:
        check_welcome(desk.authenticate)
        token = sent_token()
        return streams.open(lambda: is_welcome(desk.authenticate, token), write_changes)

    application.register_blueprint(blueprint)


def _add_door(blueprint: Blueprint, desk: Desk, overview: Overview, misses: Meter) -> None:
    def draw_door(*, is_refused: bool) -> Response:
        return overview.drawing.page(
            "door.html", HTTPStatus.UNAUTHORIZED, signed_in=False, is_refused=is_refused, is_door=True
        )

    @blueprint.get("")
    def show() -> Response:
        if not is_welcome(desk.authenticate, sent_token()):
            return draw_door(is_refused=False)
        return overview.page("leaders.html", signed_in=False, events=f"{LEADERS}/events", door=LEADERS)

    @blueprint.post("")
    def follow() -> AnyResponse:
        return enter(desk.authenticate, misses, LEADERS, "link", lambda: draw_door(is_refused=True))
