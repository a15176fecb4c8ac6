"""The earlier versions: who made which when, what was different, and the way back to one of them."""

import logging
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from config import SettingsError, load_text
from config.live import Live, live_part
from coordinator.center_file.versions import Version
from coordinator.desk import Refusal
from coordinator.desk.renewing import FILE
from coordinator.web.settings_pages.pages import SETTINGS, SettingsPages, answer
from coordinator.web.settings_pages.wording import Teller, Told
from coordinator.web.staff.drawing import lead, once
from coordinator.web.staff.gate import MANAGERS, only_for, visitor
from words import Catalogue

VERSIONS: Final = f"{SETTINGS}/versions"
_TOLD_IN_SHORT: Final = 2
_STAFF: Final = "admin:staff/"

log = logging.getLogger(__name__)


def add_versions(blueprint: Blueprint, pages: SettingsPages) -> None:
    @blueprint.get("/settings/versions")
    @only_for(MANAGERS)
    def show_versions() -> Response:
        return _show_all(pages)

    @blueprint.get("/settings/versions/<string(maxlength=32):name>")
    @only_for(MANAGERS)
    def show_version(name: str) -> AnyResponse:
        return _show(pages, name)

    @blueprint.post("/settings/versions/<string(maxlength=32):name>")
    @only_for(MANAGERS)
    def take_back(name: str) -> AnyResponse:
        version = pages.room.versions.one(name)
        return lead(VERSIONS, "unknown-version") if version is None else _take_back(pages, version)


def _show_all(pages: SettingsPages) -> Response:
    versions, texts = pages.room.versions.all(), pages.drawing.texts
    earlier, standing = [version.text for version in versions[1:]], pages.room.look()
    now = standing.written.text if standing.written else ""
    return pages.page(
        "settings-versions.html",
        standing,
        now=next((version.name for version in versions if version.text == now), ""),
        versions=[
            (one, _in_short(before, one.text, texts)) for one, before in zip_longest(versions, earlier)
        ],
        day=_day_and_time,
        who=lambda version: _who(version, texts),
    )


def _show(pages: SettingsPages, name: str) -> AnyResponse:
    versions = pages.room.versions.all()
    place = next((n for n, one in enumerate(versions) if one.name == name), None)
    if place is None:
        return lead(VERSIONS, "unknown-version")
    standing, texts, version = pages.room.look(), pages.drawing.texts, versions[place]
    earlier = versions[place + 1] if place + 1 < len(versions) else None
    return pages.page(
        "settings-version.html",
        standing,
        version=version,
        day=_day_and_time,
        who=_who(version, texts),
        made=_told(earlier.text, version.text, texts) if earlier else None,
        back=_told(standing.written.text if standing.written else "", version.text, texts),
        is_whole=_live(version.text) is not None,
    )


def _take_back(pages: SettingsPages, version: Version) -> AnyResponse:
    try:
        reply = pages.room.take_back(version, request.form.get("digest", ""), visitor().actor, once())
    except SettingsError as error:
        log.warning("the version %s cannot hold any more: %s", version.name, error)
        return lead(request.path, "version-not-whole")
    except Refusal as refusal:
        return lead(request.path, refusal.problem.type.rpartition("/")[2])
    except OSError as error:
        log.error("%s cannot be written: %s", pages.room.file.path, error)  # noqa: TRY400 it is foreseen
        return lead(request.path, "settings-not-written")
    return answer(reply, SETTINGS, request.path)


@lru_cache(maxsize=64)
def _live(text: str) -> Live | None:
    """Null where it cannot hold, or not any more."""
    try:
        return live_part(load_text(text, "version"))
    except SettingsError:
        return None


def _told(before: str, after: str, texts: Catalogue) -> list[Told] | None:
    """Null where one of the two cannot be read."""
    old, new = _live(before), _live(after)
    return None if old is None or new is None else Teller(old, new, texts).tell()


def _in_short(before: str | None, after: str, texts: Catalogue) -> str:
    """What a version has changed, the first few of it."""
    told = _told(before, after, texts) if before is not None else None
    words = [one.what for one in told or []]
    return "; ".join([*words[:_TOLD_IN_SHORT], *(["…"] if len(words) > _TOLD_IN_SHORT else [])])


def _day_and_time(moment: datetime) -> str:
    return f"{moment:%H:%M %d/%m/%Y}"


def _who(version: Version, texts: Catalogue) -> str:
    if version.who.startswith(_STAFF):
        return version.who.removeprefix(_STAFF)
    return texts("versions.by-hand") if version.who == str(FILE) else version.who
