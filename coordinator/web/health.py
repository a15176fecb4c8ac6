"""Whether the coordinator works, for those who watch it; needs no token and tells nothing else."""

import logging
from typing import Final

import msgspec
from flask import Blueprint, Response

from coordinator.broadcast import Broadcast
from coordinator.desk import Desk
from coordinator.store.database import StoreError
from wire.messages import Health

log = logging.getLogger(__name__)

# Three readings missed, and a little.
LONGEST_SILENCE_SECONDS: Final = 16.0


def health_blueprint(desk: Desk, broadcast: Broadcast, version: str) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz", endpoint="readHealth")
    def read_health() -> Response:
        reason = _find_reason(desk, broadcast)
        health = Health(status="failing" if reason else "ok", version=version, reason=reason)
        status = 503 if reason else 200
        return Response(msgspec.json.encode(health), status, mimetype="application/json")

    return blueprint


def _find_reason(desk: Desk, broadcast: Broadcast) -> str:
    try:
        desk.check_health()
    except StoreError as error:
        log.error("health: the store fails: %s", error)  # noqa: TRY400 it is foreseen
        return str(error)
    if broadcast.seconds_behind() > LONGEST_SILENCE_SECONDS:
        return f"the board was not read for {broadcast.seconds_behind():.0f} s"
    return ""
