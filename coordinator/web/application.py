"""The Flask application: topics put together, each route behind the same gate."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Blueprint, Flask, Response, request

from config import Settings
from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import USUAL_PLACE, CenterFile
from coordinator.checking import MachineCheck, check_command
from coordinator.desk import Desk, Reply
from coordinator.vigil import Vigil
from coordinator.web.admission import check_role, install_admission
from coordinator.web.board import board_topic
from coordinator.web.board_page.pages import board_blueprint
from coordinator.web.center import center_topic
from coordinator.web.citizen import citizen_blueprint
from coordinator.web.counters import counters_topic
from coordinator.web.devices import devices_topic
from coordinator.web.domains import domains_topic
from coordinator.web.endpoint import PARAMETERS, PREFIX, STRANGER, Ask, Endpoint, Topic
from coordinator.web.flood import install_flood_guard
from coordinator.web.headers import install_headers
from coordinator.web.health import health_blueprint
from coordinator.web.help_calls import help_topic
from coordinator.web.metrics import metrics_blueprint
from coordinator.web.openapi import openapi_topic
from coordinator.web.overview.pages import ManagerPages, install_leaders_page
from coordinator.web.pairing import fingerprint_of, pairing_topic
from coordinator.web.printers import printers_topic
from coordinator.web.problems import MEDIA_TYPE, install_problems
from coordinator.web.reading import LONGEST_BODY_BYTES, read_once, read_wish
from coordinator.web.settings_pages import SettingsPages, add_settings_pages
from coordinator.web.staff.check import add_check_page
from coordinator.web.staff.drawing import Drawing
from coordinator.web.staff.pages import install_staff_pages
from coordinator.web.staff_sessions import staff_topic
from coordinator.web.streams import Places, Streams
from coordinator.web.tickets import tickets_topic
from runtime.clock import SystemClock
from words import load_words

_LOCALE: Final = Path(__file__).parent / "locale"
# So many threads stay for the commands, however many displays listen.
FEWEST_COMMAND_THREADS: Final = 2


def create_application(
    desk: Desk,
    broadcast: Broadcast,
    settings: Settings,
    version: str,
    checking: Sequence[str] | None = None,
    vigil: Vigil | None = None,
    room: SettingsRoom | None = None,
    places: Places | None = None,
) -> Flask:
    """A centre's WSGI application. `broadcast` and `vigil` are started and closed by the caller; `checking` is the
    command that looks at this machine, `room` has the file that the settings come from, `places` are the process's for
    streams.
    """
    vigil = vigil or Vigil(desk.prove)
    application = Flask(__name__, static_folder=None)
    application.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY_BYTES
    application.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    application.url_map.merge_slashes = False
    install_problems(application, vigil.wake)
    install_admission(application, desk.authenticate, desk.roll.hear)
    _refuse_what_cannot_be_kept(application, vigil)
    install_headers(application)
    words = load_words(_LOCALE)
    clock = SystemClock()
    pairings = desk.pairings(fingerprint_of(settings))
    streams = Streams(broadcast, places or Places(most_streams(settings.coordinator.threads)))
    topics = [
        center_topic(desk),
        tickets_topic(desk),
        printers_topic(desk),
        counters_topic(desk),
        domains_topic(desk),
        help_topic(desk),
        staff_topic(desk),
        pairing_topic(pairings, clock),
        board_topic(desk, streams),
        devices_topic(desk, version),
    ]
    for topic in [*topics, openapi_topic(topics, version)]:
        application.register_blueprint(_blueprint(topic), url_prefix=PREFIX)
    application.register_blueprint(health_blueprint(desk, broadcast, vigil, version))
    application.register_blueprint(metrics_blueprint(desk, broadcast, version))
    application.register_blueprint(citizen_blueprint(desk, settings, words, SystemClock()))
    application.register_blueprint(board_blueprint(desk, settings, streams, SystemClock()))
    drawing = Drawing(words, desk)
    manager = ManagerPages(desk, broadcast, drawing, version)
    check = MachineCheck(checking or check_command(), clock)
    more: list[Callable[[Blueprint], None]] = [
        manager.add,
        partial(add_check_page, desk=desk, check=check, version=version, drawing=drawing),
        partial(add_settings_pages, pages=SettingsPages(desk, room or _usual_room(desk), drawing)),
    ]
    install_staff_pages(application, desk, drawing, streams, pairings, more)
    install_leaders_page(application, desk, manager.overview, streams, clock)
    install_flood_guard(application, clock)
    return application


def _usual_room(desk: Desk) -> SettingsRoom:
    return SettingsRoom(desk, CenterFile(USUAL_PLACE), SystemClock())


def _refuse_what_cannot_be_kept(application: Flask, vigil: Vigil) -> None:
    """While the store fails nothing is begun that would fail after ten seconds, or end in a file that is not found."""

    @application.before_request
    def refuse() -> None:
        if request.method not in ("GET", "HEAD"):
            vigil.check()


def most_streams(threads: int) -> int:
    """How many event streams may be open at once: three quarters of the threads."""
    return min(threads * 3 // 4, threads - FEWEST_COMMAND_THREADS)


def _blueprint(topic: Topic) -> Blueprint:
    blueprint = Blueprint(topic.name, __name__)
    for endpoint in topic.endpoints:
        blueprint.add_url_rule(
            flask_rule(endpoint.path),
            endpoint=endpoint.name,
            view_func=_view(endpoint),
            methods=[endpoint.method],
        )
    return blueprint


def flask_rule(path: str) -> str:
    """`/counters/{counter}/next` as Flask writes it."""
    for name, parameter in PARAMETERS.items():
        path = path.replace(f"{{{name}}}", f"<{parameter.converter}:{name}>")
    return path


def _view(endpoint: Endpoint) -> Callable[..., Response]:
    def view(**arguments: Any) -> Response:  # noqa: ANN401 texts and numbers of the path
        actor = check_role(endpoint) if endpoint.roles else STRANGER
        wish = read_wish(endpoint)
        once = read_once(endpoint, wish)
        outcome = endpoint.handle(Ask(actor=actor, once=once, wish=wish, arguments=arguments))
        if isinstance(outcome, Response):
            return outcome
        if isinstance(outcome, Reply):
            return _respond(outcome.status, outcome.body)
        return _respond(HTTPStatus.OK, msgspec.json.encode(outcome))

    return view


def _respond(status: int, body: bytes) -> Response:
    media_type = MEDIA_TYPE if status >= HTTPStatus.BAD_REQUEST else "application/json"
    return Response(body, status, mimetype=None if status == HTTPStatus.NO_CONTENT else media_type)
