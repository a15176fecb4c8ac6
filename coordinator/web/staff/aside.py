"""What any of the staff does from any page: answer a call for help, test a printer."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk
from coordinator.web.staff.drawing import carry_out, once
from coordinator.web.staff.gate import CLERKS, EVERYONE, FOLDER, only_for, visitor

_BACK = {"counter": f"{FOLDER}/counter", "tickets": f"{FOLDER}/tickets", "admin": f"{FOLDER}/admin"}


def add_aside(blueprint: Blueprint, desk: Desk) -> None:
    @blueprint.post("/help/<string(maxlength=64):place>/answer")
    @only_for(EVERYONE)
    def answer_help(place: str) -> AnyResponse:
        return carry_out(lambda: desk.answer_help(place, visitor().actor, once()), _back())

    @blueprint.post("/printers/<string(maxlength=64):printer>/test")
    @only_for(CLERKS)
    def test_printer(printer: str) -> AnyResponse:
        return carry_out(lambda: desk.test_printer(printer, visitor().actor, once()), _back(), "printing")


def _back() -> str:
    return _BACK.get(request.form.get("back", ""), FOLDER)
