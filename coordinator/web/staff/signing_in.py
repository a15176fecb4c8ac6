"""In and out: the one page below `/staff` that is for everyone."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk, Refusal
from coordinator.web.staff.drawing import Drawing, lead
from coordinator.web.staff.gate import (
    FOLDER,
    check_door,
    let_in,
    let_out,
    open_door,
    sent_token,
    visitor,
)


def add_sign_in(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/sign-in")
    def show_sign_in() -> Response:
        return draw_sign_in("", "")

    @blueprint.post("/sign-in")
    def sign_in() -> AnyResponse:
        check_door()
        name, pin = request.form.get("name", "")[:64], request.form.get("pin", "")[:64]
        try:
            signed = desk.staff.sign_in(name, pin.strip(), request.remote_addr or "", is_page=True)
        except Refusal as refusal:
            page = draw_sign_in(name, refusal.problem.type.rpartition("/")[2], refusal.problem.status)
            if refusal.retry_after_s is not None:
                page.headers["Retry-After"] = str(refusal.retry_after_s)
            return page
        _end_session_before(desk)
        response = lead(FOLDER)
        let_in(response, signed.token)
        return response

    @blueprint.post("/sign-out")
    def sign_out() -> AnyResponse:
        desk.staff.sign_out(visitor().session)
        response = lead(f"{FOLDER}/sign-in", "signed-out")
        let_out(response)
        return response

    def draw_sign_in(name: str, problem: str, status: int = 200) -> Response:
        door = Response()
        csrf = open_door(door)
        page = drawing.page(
            "sign-in.html", status, signed_in=False, csrf=csrf, name=name, problem=drawing.said(problem)
        )
        for cookie in door.headers.getlist("Set-Cookie"):
            page.headers.add("Set-Cookie", cookie)
        return page


def _end_session_before(desk: Desk) -> None:
    """Whoever signs in anew in a browser leaves no open session behind in it."""
    session = desk.staff.session(sent_token()) if sent_token() else None
    if session is not None:
        desk.staff.sign_out(session)
