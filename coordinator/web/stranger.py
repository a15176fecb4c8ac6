"""What a process that serves several centres answers under a name that is none of theirs: how it is, and no more."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

import msgspec
from flask import Flask, Response, request

from coordinator.web.flood import install_flood_guard
from coordinator.web.headers import install_headers
from coordinator.web.problems import Rejected, install_problems
from runtime.clock import Clock
from wire.messages import Health


def create_stranger(version: str, find_faults: Callable[[], Mapping[str, str]], clock: Clock) -> Flask:
    """`find_faults` gives the reason of each centre that does not work, by its id."""
    application = Flask(__name__, static_folder=None)
    application.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    application.url_map.merge_slashes = False
    install_problems(application)
    install_headers(application)
    application.before_request(_misdirect)

    @application.get("/healthz", endpoint="readHealth")
    def read_health() -> Response:
        reason = "; ".join(f"{center}: {reason}" for center, reason in find_faults().items())
        status = HTTPStatus.SERVICE_UNAVAILABLE if reason else HTTPStatus.OK
        health = Health(status="failing" if reason else "ok", version=version, reason=reason)
        return Response(msgspec.json.encode(health), status, mimetype="application/json")

    install_flood_guard(application, clock)
    return application


def _misdirect() -> None:
    if request.endpoint is None:
        raise Rejected(
            HTTPStatus.MISDIRECTED_REQUEST,
            "unknown-host",
            "No centre has this name",
            "a centre is found under the host name of its [coordinator] url or public_url",
        )
