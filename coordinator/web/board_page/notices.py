"""The notices of the page: those of the coordinator's own folder, `[display] notices`."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
from flask import Blueprint, Response

from boards.notice_files import PICTURES, TEXT, BrokenNotice, list_notices, parse_text
from config.settings import DisplayTable
from coordinator.desk import Desk
from coordinator.web.board_page.gate import check_welcome
from coordinator.web.problems import Rejected

LARGEST_PICTURE_BYTES: Final = 20_000_000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageNotice:
    """A text has a heading; a picture has none, and an address that changes with the file."""

    heading: str = ""
    body: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Turns:
    """What takes turns, and for how many seconds each."""

    seconds: float
    notices: list[PageNotice]


def add_notices(blueprint: Blueprint, desk: Desk, table: DisplayTable) -> None:
    folder = Path(table.notices) if table.notices else None

    @blueprint.get("/notices")
    def notices() -> Response:
        check_welcome(desk.authenticate)
        found = find_notices(folder) if folder else []
        return Response(msgspec.json.encode(Turns(table.notice_seconds, found)), mimetype="application/json")

    @blueprint.get("/notices/<string(maxlength=255):name>")
    def picture(name: str) -> Response:
        check_welcome(desk.authenticate)
        # Only what the folder itself lists: a name is never made into a path before.
        media_type = PICTURES.get(Path(name).suffix.lower())
        if folder is None or media_type is None or name not in _names(folder):
            raise Rejected(HTTPStatus.NOT_FOUND, "unknown-notice", "There is no such notice", name[:64])
        content = _read_picture(folder / name)
        if content is None:
            raise Rejected(HTTPStatus.NOT_FOUND, "unknown-notice", "The picture cannot be shown", name[:64])
        return Response(content, mimetype=media_type)


def find_notices(folder: Path) -> list[PageNotice]:
    """In the order in which they take turns; what cannot be read is passed over and logged."""
    return [notice for name in _names(folder) if (notice := _notice(folder / name)) is not None]


def _names(folder: Path) -> list[str]:
    try:
        return list_notices(folder)
    except OSError as error:
        log.warning("the notices cannot be listed: %s", error)
        return []


def _notice(path: Path) -> PageNotice | None:
    try:
        if path.suffix.lower() == TEXT:
            text = parse_text(path.read_bytes())
            return PageNotice(heading=text.heading, body=text.body)
        return PageNotice(picture=f"{path.name}?{path.stat().st_mtime_ns}")
    except (OSError, BrokenNotice) as error:
        log.warning("notice %s: %s", path.name, error)
        return None


def _read_picture(path: Path) -> bytes | None:
    """Null where it is gone or too large for a page."""
    try:
        if path.stat().st_size > LARGEST_PICTURE_BYTES:
            log.warning("notice %s: more than %d bytes", path.name, LARGEST_PICTURE_BYTES)
            return None
        return path.read_bytes()
    except OSError as error:
        log.warning("notice %s: %s", path.name, error)
        return None
