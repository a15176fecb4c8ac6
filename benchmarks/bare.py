"""A bare Flask answer on the coordinator's own server: what is paid before the queue does anything.

`python -m benchmarks.bare CENTER.toml` listens on a free port and says so, as the coordinator does.
"""

import sys
from pathlib import Path

import msgspec
from flask import Flask, Response, request

from config import load
from coordinator.hosting import Hosted
from coordinator.listener import open_listener
from coordinator.opening import Opening
from coordinator.serving import Server, _SteadyArbiter

ANSWER = msgspec.json.encode({"number": "A001", "state": "waiting", "status_url": "x" * 400})


class BareServer(Server):
    """The coordinator's server around an application that knows nothing."""

    def load(self) -> Flask:
        application = Flask(__name__)

        @application.post("/api/v1/tickets")
        def answer() -> Response:
            request.get_data()
            return Response(ANSWER, 201, mimetype="application/json")

        return application


if __name__ == "__main__":
    file = Path(sys.argv[1])
    centres = [Hosted(load(file), file)]
    opening = Opening(centres, "sqlite://")
    _SteadyArbiter(BareServer(centres, opening, "0", open_listener("127.0.0.1", 0))).run()
