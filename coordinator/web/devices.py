"""The centre's devices as they were last heard, for whoever looks after them."""

from coordinator.desk import Desk
from coordinator.web.endpoint import ISSUERS, Endpoint, Topic
from coordinator.web.overview.links import PREFIX
from wire.devices import Devices


def devices_of(desk: Desk, version: str) -> Devices:
    """Without the leaders' links, which are nobody's machine."""
    heard = desk.devices(version)
    devices = [one for one in heard.devices if not one.name.startswith(PREFIX)]
    return Devices(version=heard.version, up_s=heard.up_s, devices=devices)


def devices_topic(desk: Desk, version: str) -> Topic:
    return Topic(
        "devices",
        [
            Endpoint(
                "readDevices",
                "GET",
                "/devices",
                "Who holds a device token, in which version and how long ago each was heard.",
                ISSUERS,
                lambda _ask: devices_of(desk, version),
                {200: Devices},
            )
        ],
    )
