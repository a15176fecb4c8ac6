"""The staff's pages put together: one blueprint below `/staff`, behind its gate."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, Response
from werkzeug.wrappers import Response as AnyResponse

from coordinator.broadcast import HEARTBEAT, HEARTBEAT_SECONDS
from coordinator.desk import Desk
from coordinator.desk.pairing import Pairings
from coordinator.web.staff.admin import add_admin_pages
from coordinator.web.staff.aside import add_aside
from coordinator.web.staff.counter import add_counter_pages
from coordinator.web.staff.devices import add_device_page
from coordinator.web.staff.drawing import Drawing, install_problem_pages, lead
from coordinator.web.staff.gate import CLERKS, FOLDER, install_gate, visitor
from coordinator.web.staff.signing_in import add_sign_in
from coordinator.web.staff.tickets import add_ticket_pages
from coordinator.web.streams import Streams

_TEMPLATES: Final = Path(__file__).parents[1] / "templates"
# After a restart of the coordinator every page is back within a second, not the browser's own three to five.
CHANGED: Final = b"retry: 1000\nevent: changed\ndata:\n\n"
_ALIVE_EVERY: Final = round(4 / HEARTBEAT_SECONDS)


def install_staff_pages(
    application: Flask,
    desk: Desk,
    drawing: Drawing,
    streams: Streams,
    pairings: Pairings,
    more: Iterable[Callable[[Blueprint], None]] = (),
) -> None:
    """`more`: what adds further pages behind the same gate."""
    install_gate(application, desk)
    install_problem_pages(application, drawing)
    blueprint = Blueprint("staff_pages", __name__, template_folder=str(_TEMPLATES), url_prefix=FOLDER)
    _add_home(blueprint)
    _add_events(blueprint, desk, streams)
    add_sign_in(blueprint, desk, drawing)
    add_counter_pages(blueprint, desk, drawing)
    add_ticket_pages(blueprint, desk, drawing)
    add_aside(blueprint, desk)
    add_admin_pages(blueprint, desk, drawing)
    add_device_page(blueprint, pairings, drawing)
    for add in more:
        add(blueprint)
    application.register_blueprint(blueprint)


def _add_home(blueprint: Blueprint) -> None:
    @blueprint.get("")
    def home() -> AnyResponse:
        """Where this account's work is."""
        session = visitor().session
        if session.role not in CLERKS:
            return lead(f"{FOLDER}/tickets")
        return lead(f"{FOLDER}/counter" if session.counter is not None else f"{FOLDER}/counters")


def _add_events(blueprint: Blueprint, desk: Desk, streams: Streams) -> None:
    @blueprint.get("/events")
    def events() -> Response:
        """That something changed, and every few seconds that the line is alive: a script hears no comments."""
        token = visitor().token
        return streams.open(lambda: desk.staff.session(token) is not None, write_changes)


def write_changes(frames: Iterable[bytes]) -> Iterable[bytes]:
    """Boards as news of boards."""
    silences = 0
    for frame in frames:
        silences = silences + 1 if frame == HEARTBEAT else 0
        if frame != HEARTBEAT:
            yield CHANGED
        elif silences % _ALIVE_EVERY == 0:
            yield b"event: alive\ndata:\n\n"
        else:
            yield frame
