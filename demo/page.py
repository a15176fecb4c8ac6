"""The page: kiosk, paper, buttons and board, live, and the hands that reach into it."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Final, TypeVar

import fontpkg_be_vietnam_pro
import msgspec
from flask import Flask, Response, abort, redirect, render_template, request, send_file
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from demo.admission import HEADER, PARAMETER, Admission
from demo.hall import Hall
from demo.supervision import Deed, Supervision
from demo.watch import Watch
from words import Words

LONGEST_BODY_BYTES: Final = 1024
SIGN_OF_LIFE_SECONDS: Final = 10.0
FOR_EVER_SECONDS: Final = 86400
WEIGHTS: Final = ("Regular", "SemiBold", "Bold")
READING: Final = ("GET", "HEAD")
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_FONTS: Final = Path(fontpkg_be_vietnam_pro.ROOT) / "files"

T = TypeVar("T")


class Touch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finger on the kiosk, in its pixels."""

    x: int
    y: int


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button goes down, or up."""

    pressed: bool


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done to a process."""

    deed: Deed


def create_page(
    hall: Hall, watch: Watch, supervision: Supervision, admission: Admission, words: Words
) -> Flask:
    """The WSGI application of the demonstration; every request passes `admission`."""
    page = Flask(__name__)
    page.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY_BYTES
    _install_gate(page, admission, words)
    _install_lobby(page, hall, supervision, admission, words)
    _install_sights(page, hall, watch)
    _install_hands(page, hall, supervision)
    return page


def _install_gate(page: Flask, admission: Admission, words: Words) -> None:
    @page.before_request
    def check() -> BaseResponse | None:
        if not admission.is_ours(request.host):
            abort(HTTPStatus.FORBIDDEN)
        if request.path == "/" and admission.knows(request.args.get(PARAMETER)):
            entered = redirect("/", HTTPStatus.SEE_OTHER)
            entered.set_cookie(admission.cookie, admission.key, httponly=True, samesite="Lax")
            return entered
        header = request.headers.get(HEADER)
        if not admission.admits(request.cookies, header, is_reading=request.method in READING):
            abort(HTTPStatus.FORBIDDEN)
        return None

    @page.after_request
    def guard(response: Response) -> Response:
        response.headers.update(HEADERS)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    @page.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> tuple[str, int]:
        status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        key = "refused.key" if status == HTTPStatus.FORBIDDEN else "refused.other"
        catalogues = [words.of(language) for language in words.languages()]
        detail = f"{status} {error.description or error.name}"
        return render_template("refused.html", key=key, catalogues=catalogues, detail=detail), status


def _install_lobby(
    page: Flask, hall: Hall, supervision: Supervision, admission: Admission, words: Words
) -> None:
    @page.get("/")
    def show_lobby() -> str:
        domains = {domain.id: domain.name for domain in hall.settings.domains}
        return render_template(
            "lobby.html",
            catalogues=[words.of(language) for language in words.languages()],
            screens=hall.screens,
            counters=hall.settings.counters,
            domains=domains,
            processes=supervision.names,
            key=admission.key,
            staff_url=hall.staff_url,
            account=hall.account,
        )

    @page.get("/fonts/<name>.ttf")
    def give_font(name: str) -> Response:
        if name not in WEIGHTS:
            abort(HTTPStatus.NOT_FOUND)
        return send_file(_FONTS / f"BeVietnamPro-{name}.ttf", max_age=FOR_EVER_SECONDS)


def _install_sights(page: Flask, hall: Hall, watch: Watch) -> None:
    @page.get("/events")
    def stream() -> Response:
        def tell() -> Iterator[bytes]:
            seq = 0
            with watch.watching():
                while not watch.is_over():
                    seq, snapshot = watch.newer_than(seq, SIGN_OF_LIFE_SECONDS)
                    yield b"data: %b\n\n" % msgspec.json.encode(snapshot) if snapshot else b":\n\n"

        return Response(tell(), mimetype="text/event-stream")

    @page.get("/screens/<name>.png")
    def show_screen(name: str) -> Response:
        if name not in hall.screens:
            abort(HTTPStatus.NOT_FOUND)
        return _picture(hall.frame_file(name), max_age=0)

    @page.get("/papers/<int:paper>.png")
    def show_paper(paper: int) -> Response:
        return _picture(hall.paper_file(f"{paper:06}"), max_age=FOR_EVER_SECONDS)


def _picture(file: Path, max_age: int) -> Response:
    """The file as it is now, under an ETag; 404 while there is none."""
    if not file.exists():
        abort(HTTPStatus.NOT_FOUND)
    return send_file(file, mimetype="image/png", max_age=max_age)


def _install_hands(page: Flask, hall: Hall, supervision: Supervision) -> None:
    counters = {counter.id for counter in hall.settings.counters}

    @page.errorhandler(OSError)
    def tell_nobody_is_there(_error: OSError) -> tuple[str, int]:
        return "", HTTPStatus.SERVICE_UNAVAILABLE

    @page.post("/touch")
    def touch() -> tuple[str, int]:
        finger = _read(Touch)
        hall.touch(finger.x, finger.y)
        return "", HTTPStatus.NO_CONTENT

    @page.post("/counters/<int:counter>/button")
    def press(counter: int) -> tuple[str, int]:
        if counter not in counters:
            abort(HTTPStatus.NOT_FOUND)
        hall.press(counter, _read(Contact).pressed)
        return "", HTTPStatus.NO_CONTENT

    @page.post("/processes/<name>")
    def do_to_process(name: str) -> tuple[str, int]:
        if name not in supervision.names:
            abort(HTTPStatus.NOT_FOUND)
        supervision.ask(name, _read(Task).deed)
        return "", HTTPStatus.ACCEPTED


def _read(kind: type[T]) -> T:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.DecodeError as error:
        abort(HTTPStatus.BAD_REQUEST, str(error))
