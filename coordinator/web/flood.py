"""How often anybody may ask: enough for any honest device and for a hall full of phones, and no flood.

Whoever has shown who they are is counted by their name, wherever they ask from; strangers by their address, and all of
them together. A whole hall may stand behind one address: 300 phones, each asking every 5 to 20 s, are some 35 requests
a second. This machine's own processes are not counted. Doors at which somebody guesses have narrower bounds of their
own: `board_page`, `overview`, `pairing`, and the counts at the sign-in.
"""

from http import HTTPStatus
from typing import Final

from flask import Flask, Response, g, request

from coordinator.crowd import OWN_ADDRESSES
from coordinator.web.problems import Rejected
from coordinator.web.rate import Rate
from runtime.clock import Clock
from wire.messages import ASKED_TOO_OFTEN

HOLDER: Final = Rate(per_second=50, burst=500)
ADDRESS: Final = Rate(per_second=60, burst=600)
STRANGERS: Final = Rate(per_second=400, burst=4000)
RETRY_AFTER_SECONDS: Final = 5
_EVERYBODY: Final = "*"


def install_flood_guard(application: Flask, clock: Clock) -> None:
    """Called last: by then it is known who asks, where anybody is.

    Whoever is turned away before, for a token or a session that is none, is counted when the answer goes out.
    """
    holders, addresses, strangers = (rate.meter(clock) for rate in (HOLDER, ADDRESS, STRANGERS))

    @application.before_request
    def bound() -> None:
        g.is_counted = True
        address = request.remote_addr or ""
        if address in OWN_ADDRESSES:
            return
        name = _name_of_holder()
        may_ask = holders.take(name) if name else addresses.take(address) and strangers.take(_EVERYBODY)
        if not may_ask:
            raise _too_often(name or address)

    @application.after_request
    def bound_who_was_turned_away(response: Response) -> Response:
        if "is_counted" not in g:
            try:
                bound()
            except Rejected as rejected:
                return application.make_response(application.handle_user_exception(rejected))
        return response


def _name_of_holder() -> str:
    """Of a token or of a session; empty where none was shown, or is looked at only later."""
    if "actor" in g:
        return str(g.actor)
    return str(g.visitor.actor) if "visitor" in g else ""


def _too_often(who: str) -> Rejected:
    return Rejected(
        HTTPStatus.TOO_MANY_REQUESTS,
        ASKED_TOO_OFTEN.rpartition("/")[2],
        "There are too many requests",
        f"{who} asks too often; nothing was done. Wait a little, and ask again.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
