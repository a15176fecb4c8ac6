"""Whether the coordinator works, for those who watch it; needs no token and tells nothing else."""

import logging

import msgspec
from flask import Blueprint, Response

from coordinator.broadcast import LONGEST_SILENCE_SECONDS, Broadcast
from coordinator.causes import cause_of
from coordinator.desk import Desk
from coordinator.store.database import StoreError
from coordinator.vigil import Vigil
from runtime.seldom import Seldom
from wire.messages import Health

log = logging.getLogger(__name__)


def health_blueprint(desk: Desk, broadcast: Broadcast, vigil: Vigil, version: str) -> Blueprint:
    blueprint, seldom = Blueprint("health", __name__), Seldom()

    @blueprint.get("/healthz", endpoint="readHealth")
    def read_health() -> Response:
        reason = cause = ""
        try:
            vigil.check()
            desk.check_health()
        except StoreError as error:
            reason, cause = str(error), cause_of(error)
            if seldom.is_due(reason):
                log.error("health: the store fails: %s", error)  # noqa: TRY400 it is foreseen
        else:
            reason = find_silence(broadcast)
        health = Health(status="failing" if reason else "ok", version=version, reason=reason, cause=cause)
        status = 503 if reason else 200
        return Response(msgspec.json.encode(health), status, mimetype="application/json")

    return blueprint


def find_silence(broadcast: Broadcast) -> str:
    """Says for how long the board was not read, where that is too long; else empty."""
    behind = broadcast.seconds_behind()
    return f"the board was not read for {behind:.0f} s" if behind > LONGEST_SILENCE_SECONDS else ""
