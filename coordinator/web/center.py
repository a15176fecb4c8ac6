"""The centre as the devices show it: names and texts come from here, so that a change reaches them all."""

from coordinator.desk import Desk
from coordinator.web.endpoint import EVERY_ROLE, Endpoint, Topic
from wire import messages as m


def center_topic(desk: Desk) -> Topic:
    return Topic(
        "center",
        [
            Endpoint(
                "readCenter",
                "GET",
                "/center",
                "Names, languages, domains and counters.",
                EVERY_ROLE,
                lambda _ask: desk.center(),
                {200: m.Center},
            )
        ],
    )
