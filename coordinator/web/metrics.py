"""`/metrics` for Prometheus: the lobby as numbers over time, for whoever watches many centres.

Asked for with a device token, as everything is; nothing in it is of a person.
"""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, g

from coordinator.broadcast import Broadcast
from coordinator.desk import Actor, Desk
from coordinator.web.problems import Rejected
from wire.messages import Role

PATH: Final = "/metrics"
ROLES: Final = frozenset[Role]({"admin", "display"})


def metrics_blueprint(desk: Desk, broadcast: Broadcast, version: str) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get(PATH, endpoint="readMetrics")
    def read_metrics() -> Response:
        actor: Actor = g.actor
        if actor.role not in ROLES:
            raise Rejected(
                HTTPStatus.FORBIDDEN,
                "wrong-role",
                "The token's role may not do this",
                f"the token {actor.name} has the role {actor.role}",
                sorted(ROLES),
            )
        # Most centres are watched by nobody, and a coordinator that was killed should not wait for the library.
        from coordinator.web.gauges import CONTENT_TYPE, exposition  # noqa: PLC0415

        return Response(exposition(desk, broadcast, version), content_type=CONTENT_TYPE)

    return blueprint
