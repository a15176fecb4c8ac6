"""The manager's page of the machines: what is wrong with the coordinator's, and which devices are silent or old."""

import logging
from typing import Final

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from coordinator.checking import CheckFailed, MachineCheck
from coordinator.desk import Desk
from coordinator.web.devices import devices_of
from coordinator.web.staff.drawing import Drawing, lead
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for

CHECK: Final = f"{FOLDER}/check"

log = logging.getLogger(__name__)


def add_check_page(
    blueprint: Blueprint, desk: Desk, check: MachineCheck, version: str, drawing: Drawing
) -> None:
    @blueprint.get("/check")
    @only_for(MANAGERS)
    def show_check() -> Response:
        devices = devices_of(desk, version)
        return drawing.page(
            "check.html",
            checked=check.newest,
            devices=devices,
            silent={one.name for one in devices.silent()},
            different={one.name for one in devices.others()},
        )

    @blueprint.post("/check")
    @only_for(MANAGERS)
    def run_check() -> AnyResponse:
        """Only when asked: the page itself shows what the last look found."""
        try:
            check.run()
        except CheckFailed as error:
            log.warning("the check of this machine gave no findings: %s", error)
            return lead(CHECK, error.slug)
        return lead(CHECK, "checked")
