"""The Flask application: topics put together, each route behind the same gate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Blueprint, Flask, Response, request

from config import Settings
from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.checking import MachineCheck
from coordinator.copy_health import CopyHealth
from coordinator.desk import Desk, Reply
from coordinator.desk.pairing import Pairings
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
from coordinator.web.overview.showing import Overview
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
from runtime.clock import Clock, SystemClock
from words import load_words

_LOCALE: Final = Path(__file__).parent / "locale"
# So many threads stay for the commands, however many displays listen.
FEWEST_COMMAND_THREADS: Final = 2


@dataclass(frozen=True)
class ServedCenter:
    """One centre, and all that it is served with.

    `settings` are those of the start. `broadcast` and `vigil` are threads that whoever made them starts and closes;
    `places` for streams are the process's, which may serve other centres too; `copies`: how those of the records are.
    """

    desk: Desk
    settings: Settings
    version: str
    broadcast: Broadcast
    vigil: Vigil
    places: Places
    settings_room: SettingsRoom
    check: MachineCheck
    copies: Callable[[], list[CopyHealth]]


def create_application(center: ServedCenter) -> Flask:
    """The centre's WSGI application; raises `OSError` where its certificate cannot be read."""
    desk = center.desk
    application = Flask(__name__, static_folder=None)
    application.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY_BYTES
    application.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    application.url_map.merge_slashes = False
    install_problems(application, center.vigil.wake)
    install_admission(application, desk.authenticate, desk.roll.hear)
    _refuse_what_cannot_be_kept(application, center.vigil)
    install_headers(application)
    clock = SystemClock()
    pairings = desk.pairings(fingerprint_of(center.settings))
    streams = Streams(center.broadcast, center.places)
    _add_topics(application, center, streams, pairings, clock)
    _add_pages(application, center, streams, pairings, clock)
    install_flood_guard(application, clock)
    return application


def _add_topics(
    application: Flask, center: ServedCenter, streams: Streams, pairings: Pairings, clock: Clock
) -> None:
    """What programs ask for: each topic in the document of all."""
    desk, version = center.desk, center.version
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
    application.register_blueprint(health_blueprint(desk, center.broadcast, center.vigil, version))
    application.register_blueprint(metrics_blueprint(desk, center.broadcast, version))


def _add_pages(
    application: Flask, center: ServedCenter, streams: Streams, pairings: Pairings, clock: Clock
) -> None:
    """What people read."""
    desk, version, words = center.desk, center.version, load_words(_LOCALE)
    application.register_blueprint(citizen_blueprint(desk, center.settings, words, clock))
    application.register_blueprint(board_blueprint(desk, center.settings, streams, clock))
    drawing = Drawing(words, desk)
    manager = ManagerPages(Overview(desk, center.broadcast, drawing, version, center.copies))
    more: list[Callable[[Blueprint], None]] = [
        manager.add,
        partial(add_check_page, desk=desk, check=center.check, version=version, drawing=drawing),
        partial(add_settings_pages, pages=SettingsPages(desk, center.settings_room, drawing)),
    ]
    install_staff_pages(application, desk, drawing, streams, pairings, more)
    install_leaders_page(application, desk, manager.overview, streams, clock)


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
