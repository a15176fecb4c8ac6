"""A counter's form: which domains it serves by itself, and which only while nobody waits for those."""

from functools import partial
from http import HTTPStatus

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from coordinator.web.settings_pages import edits
from coordinator.web.settings_pages.edits import Raw
from coordinator.web.settings_pages.mistakes import Mistakes
from coordinator.web.settings_pages.pages import SETTINGS, SettingsPages, sent_form
from coordinator.web.staff.drawing import lead
from coordinator.web.staff.gate import MANAGERS, only_for


def add_counters(blueprint: Blueprint, pages: SettingsPages) -> None:
    _add_new(blueprint, pages)

    @blueprint.get("/settings/counters/<int(max=9999):counter>")
    @only_for(MANAGERS)
    def show_counter_settings(counter: int) -> AnyResponse:
        if not _has(pages, counter):
            return lead(SETTINGS, "unknown-counter")
        return pages.form(partial(_draw, pages, counter))

    @blueprint.post("/settings/counters/<int(max=9999):counter>")
    @only_for(MANAGERS)
    def save_counter(counter: int) -> AnyResponse:
        if not _has(pages, counter):
            return lead(SETTINGS, "unknown-counter")
        edit = edits.edit_counter(sent_form(), counter)
        return pages.save(edit, SETTINGS, partial(_draw, pages, counter), partial(_prefixes, counter))

    @blueprint.post("/settings/counters/<int(max=9999):counter>/remove")
    @only_for(MANAGERS)
    def remove_counter(counter: int) -> AnyResponse:
        return pages.remove(edits.remove_counter(counter), f"{SETTINGS}/counters/{counter}")


def _add_new(blueprint: Blueprint, pages: SettingsPages) -> None:
    @blueprint.get("/settings/new-counter")
    @only_for(MANAGERS)
    def new_counter() -> AnyResponse:
        return pages.form(partial(_draw, pages, None))

    @blueprint.post("/settings/new-counter")
    @only_for(MANAGERS)
    def add_counter() -> AnyResponse:
        edit = edits.edit_counter(sent_form(), None)
        return pages.save(edit, SETTINGS, partial(_draw, pages, None), partial(_prefixes, None))


def _draw(
    pages: SettingsPages, counter: int | None, raw: Raw, mistakes: Mistakes, status: int = HTTPStatus.OK
) -> AnyResponse:
    """`counter` null: one that is still to be made, which stands last where it was made with a mistake."""
    if counter is not None:
        table = next(one for one in raw["counters"] if one["id"] == counter)
    else:
        table = raw["counters"][-1] if mistakes else {"id": _free_number(raw), "domains": []}
    return pages.page(
        "settings-counter.html",
        pages.room.look(),
        status,
        mistakes=mistakes,
        counter=table,
        is_new=counter is None,
        domains=raw["domains"],
        here_path=f"{SETTINGS}/new-counter" if counter is None else f"{SETTINGS}/counters/{counter}",
    )


def _prefixes(counter: int | None, raw: Raw) -> list[str]:
    last = len(raw["counters"])
    place = next((n for n, one in enumerate(raw["counters"], 1) if one["id"] == counter), last)
    return [f"counters[{last if counter is None else place}]."]


def _has(pages: SettingsPages, counter: int) -> bool:
    standing = pages.room.look()
    return standing.settings is not None and any(one.id == counter for one in standing.settings.counters)


def _free_number(raw: Raw) -> int:
    taken = {one["id"] for one in raw["counters"]}
    return next(n for n in range(1, len(taken) + 2) if n not in taken)
