"""The manager's page of devices: the six digits that a new one shows are typed here."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk.pairing import Pairings
from coordinator.web.staff.drawing import Drawing, carry_out
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for
from wire.pairing import DIGITS

DEVICES = f"{FOLDER}/devices"


def add_device_page(blueprint: Blueprint, pairings: Pairings, drawing: Drawing) -> None:
    @blueprint.get("/devices")
    @only_for(MANAGERS)
    def show_devices() -> Response:
        return drawing.page("devices.html", digits=DIGITS)

    @blueprint.post("/devices")
    @only_for(MANAGERS)
    def admit() -> AnyResponse:
        """Typed with or without the gap that the device shows."""
        code = "".join(request.form.get("code", "")[:32].split())
        return carry_out(lambda: _admit(pairings, code), DEVICES, "device-admitted")


def _admit(pairings: Pairings, code: str) -> None:
    pairings.admit(code)
