"""Domains: the manager lets the kiosk offer them, or not. Who waits is served either way."""

from coordinator.desk import Desk
from coordinator.web.endpoint import MANAGER, Endpoint, Topic
from wire import messages as m


def domains_topic(desk: Desk) -> Topic:
    return Topic(
        "domains",
        [
            Endpoint(
                "openDomain",
                "POST",
                "/domains/{domain}/open",
                "Numbers of this domain are issued.",
                MANAGER,
                lambda ask: desk.open_domain(ask["domain"], ask.actor, ask.once),
                {200: m.BoardDomain},
                refusals=(404,),
            ),
            Endpoint(
                "closeDomain",
                "POST",
                "/domains/{domain}/close",
                "No more numbers of this domain are issued; who waits is still served.",
                MANAGER,
                lambda ask: desk.close_domain(ask["domain"], ask.actor, ask.once),
                {200: m.BoardDomain},
                refusals=(404,),
            ),
        ],
    )
