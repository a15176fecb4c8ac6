"""What all pages of the settings share, the look at the whole, and the form of the centre itself."""

import logging
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import msgspec
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from config import SettingsError
from config.settings import QueueTable, TargetTable
from coordinator.center_file.changing import Edit, SettingsRoom, Standing
from coordinator.desk import Desk, Refusal, Reply
from coordinator.web.settings_pages import edits
from coordinator.web.settings_pages.edits import Form, Raw
from coordinator.web.settings_pages.mistakes import Mistakes, at_fields
from coordinator.web.settings_pages.wording import hours_in_words
from coordinator.web.staff.drawing import Drawing, lead, once
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for, visitor
from wire.messages import Problem

SETTINGS: Final = f"{FOLDER}/settings"
SHEET: Final = (Path(__file__).parents[1] / "templates" / "staff" / "settings.css").read_text("utf-8")
_PERCENT: Final = 100

log = logging.getLogger(__name__)

Draw = Callable[[Raw, Mistakes, int], AnyResponse]


@dataclass(frozen=True)
class SettingsPages:
    """Behind the staff's gate, for who manages."""

    desk: Desk
    room: SettingsRoom
    drawing: Drawing

    def page(
        self,
        template: str,
        standing: Standing,
        status: int = HTTPStatus.OK,
        **values: Any,  # noqa: ANN401 what a template shows
    ) -> Response:
        return self.drawing.page(
            template,
            status,
            sheet=SHEET,
            standing=standing,
            digest=standing.written.digest if standing.written else "",
            is_writable=self.room.is_writable(),
            file=self.room.file,
            number=_number,
            **values,
        )

    def form(self, draw: Draw) -> AnyResponse:
        """A form made of the file; where that is broken, what is said of it."""
        standing = self.room.look()
        if standing.settings is None or standing.written is None:
            return lead(SETTINGS)
        return draw(tomllib.loads(standing.written.text), Mistakes(), HTTPStatus.OK)

    def save(
        self, edit: Edit, back: str, draw: Draw, prefixes: Callable[[Raw], Iterable[str]]
    ) -> AnyResponse:
        """Let what the form says hold, and lead back; with a mistake, the form once more and each at its field."""
        standing = self.room.look()
        try:
            reply = self.room.save(edit, request.form.get("digest", ""), visitor().actor, once())
        except SettingsError as error:
            if standing.settings is None or standing.written is None:
                return lead(SETTINGS)
            raw = tomllib.loads(standing.written.text)
            edit(raw)
            mistakes = at_fields(error.mistakes, prefixes(raw), request.form)
            return draw(raw, mistakes, HTTPStatus.UNPROCESSABLE_ENTITY)
        except Refusal as refusal:
            return lead(request.path, _slug(refusal.problem))
        except OSError as error:
            log.error("%s cannot be written: %s", self.room.file.path, error)  # noqa: TRY400 it is foreseen
            return lead(request.path, "settings-not-written")
        return answer(reply, back, request.path)

    def remove(self, edit: Edit, here: str) -> AnyResponse:
        """As `save`; a mistake is in a part of the file that no page shows."""

        def draw(_raw: Raw, mistakes: Mistakes, status: int) -> AnyResponse:
            return self.page("settings-refused.html", self.room.look(), status, mistakes=mistakes, back=here)

        answered = self.save(edit, SETTINGS, draw, lambda _raw: [])
        if answered.location and answered.location.startswith(request.path):
            return lead(here, answered.location.partition("said=")[2])
        return answered


def answer(reply: Reply, back: str, here: str) -> AnyResponse:
    if reply.status >= HTTPStatus.BAD_REQUEST:
        return lead(here, _slug(msgspec.json.decode(reply.body, type=Problem)))
    return lead(back, "settings-saved")


def _slug(problem: Problem) -> str:
    return problem.type.rpartition("/")[2]


def sent_form() -> Form:
    return Form(request.form.to_dict(flat=False))


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def add_home(blueprint: Blueprint, pages: SettingsPages) -> None:
    @blueprint.get("/settings")
    @only_for(MANAGERS)
    def show_settings() -> Response:
        standing = pages.room.look()
        settings, texts = standing.settings or pages.desk.settings, pages.drawing.texts
        return pages.page(
            "settings.html",
            standing,
            settings=settings,
            names={domain.id: domain.name for domain in settings.domains},
            hours=[hours_in_words(one, texts) for one in settings.center.hours],
        )


def add_centre(blueprint: Blueprint, pages: SettingsPages) -> None:
    def draw(raw: Raw, mistakes: Mistakes, status: int) -> AnyResponse:
        blank: Raw = {"days": [], "start": "", "end": ""}
        return pages.page(
            "settings-centre.html",
            pages.room.look(),
            status,
            mistakes=mistakes,
            languages=edits.languages_of(raw),
            name=raw["center"]["name"],
            hours=[*edits.hours_rows(raw), blank],
            week=edits.WEEK,
            footer=raw.get("ticket", {}).get("footer", {}),
            queue=_with_defaults(raw, "queue", QueueTable()),
            target=_with_percent(_with_defaults(raw, "target", TargetTable())),
        )

    @blueprint.get("/settings/centre")
    @only_for(MANAGERS)
    def show_centre() -> AnyResponse:
        return pages.form(draw)

    @blueprint.post("/settings/centre")
    @only_for(MANAGERS)
    def save_centre() -> AnyResponse:
        prefixes = ["center.", "ticket.", ""]
        return pages.save(edits.edit_centre(sent_form()), SETTINGS, draw, lambda _raw: prefixes)


def _with_defaults(raw: Raw, name: str, usual: msgspec.Struct) -> Raw:
    return {**{key: getattr(usual, key) for key in usual.__struct_fields__}, **raw.get(name, {})}


def _with_percent(target: Raw) -> Raw:
    share = target["share"]
    return {**target, "share": share if isinstance(share, str) else share * _PERCENT}
