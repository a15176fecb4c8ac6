"""A domain's form: its name, prefix, icon, time, procedures with their papers, and where it stands on the kiosk."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from coordinator.web.settings_pages import edits
from coordinator.web.settings_pages.edits import Raw
from coordinator.web.settings_pages.mistakes import Mistakes
from coordinator.web.settings_pages.pages import SETTINGS, SettingsPages, sent_form
from coordinator.web.staff.drawing import lead
from coordinator.web.staff.gate import MANAGERS, only_for

ICONS: Final = (
    "stamper",
    "human-male-female-child",
    "baby-face-outline",
    "ring",
    "land-plots",
    "home-city-outline",
    "crane",
    "storefront-outline",
    "briefcase-outline",
    "hand-heart-outline",
    "medal-outline",
    "wheelchair-accessibility",
    "school-outline",
    "hospital-box-outline",
    "sprout-outline",
    "water-outline",
    "car-outline",
    "cash-multiple",
    "scale-balance",
    "card-account-details-outline",
    "account-hard-hat-outline",
    "office-building-outline",
    "file-sign",
    "file-check-outline",
    "chat-question-outline",
    "information-outline",
)
"""What is offered; a file may name any other one."""
_NEW: Final[Mapping[str, Any]] = {
    "id": "",
    "prefix": "",
    "name": {},
    "icon": "",
    "service_minutes": edits.USUAL_MINUTES,
    "procedures": [],
}
NEW_DOMAIN: Final = f"{SETTINGS}/new-domain"


def add_domains(blueprint: Blueprint, pages: SettingsPages) -> None:
    _add_new(blueprint, pages)

    @blueprint.get("/settings/domains/<string(maxlength=64):domain>")
    @only_for(MANAGERS)
    def show_domain(domain: str) -> AnyResponse:
        if domain not in _known(pages):
            return lead(SETTINGS, "unknown-domain")
        return pages.form(partial(_draw, pages, domain))

    @blueprint.post("/settings/domains/<string(maxlength=64):domain>")
    @only_for(MANAGERS)
    def save_domain(domain: str) -> AnyResponse:
        if domain not in _known(pages):
            return lead(SETTINGS, "unknown-domain")
        edit = edits.edit_domain(sent_form(), domain)
        return pages.save(edit, SETTINGS, partial(_draw, pages, domain), partial(_prefixes, domain))

    @blueprint.post("/settings/domains/<string(maxlength=64):domain>/remove")
    @only_for(MANAGERS)
    def remove_domain(domain: str) -> AnyResponse:
        return pages.remove(edits.remove_domain(domain), f"{SETTINGS}/domains/{domain}")


def _add_new(blueprint: Blueprint, pages: SettingsPages) -> None:
    @blueprint.get("/settings/new-domain")
    @only_for(MANAGERS)
    def new_domain() -> AnyResponse:
        return pages.form(partial(_draw, pages, None))

    @blueprint.post("/settings/new-domain")
    @only_for(MANAGERS)
    def add_domain() -> AnyResponse:
        known = _known(pages)

        def made(raw: Raw) -> str:
            return next(str(one["id"]) for one in raw["domains"] if one["id"] not in known)

        return pages.save(
            edits.edit_domain(sent_form(), None),
            SETTINGS,
            lambda raw, mistakes, status: _draw(pages, made(raw), raw, mistakes, status, is_new=True),
            lambda raw: _prefixes(made(raw), raw),
        )


def _draw(
    pages: SettingsPages,
    domain: str | None,
    raw: Raw,
    mistakes: Mistakes,
    status: int = HTTPStatus.OK,
    *,
    is_new: bool = False,
) -> AnyResponse:
    """`domain` null: a blank form; `is_new`: of one that is still to be made."""
    place = _place(raw, domain)
    table = _NEW if place is None else raw["domains"][place]
    return pages.page(
        "settings-domain.html",
        pages.room.look(),
        status,
        mistakes=mistakes,
        languages=edits.languages_of(raw),
        domain={**_NEW, **table},
        is_new=is_new or place is None,
        place=(len(raw["domains"]) if place is None else place) + 1,
        count=len(raw["domains"]) + (place is None),
        icons=ICONS,
        here_path=NEW_DOMAIN if is_new or domain is None else f"{SETTINGS}/domains/{domain}",
    )


def _prefixes(domain: str, raw: Raw) -> list[str]:
    """What stands in the file before the names of the form's fields."""
    return [f"domains[{(_place(raw, domain) or 0) + 1}]."]


def _place(raw: Raw, domain: str | None) -> int | None:
    return next((n for n, one in enumerate(raw["domains"]) if one["id"] == domain), None)


def _known(pages: SettingsPages) -> list[str]:
    """The domains of the file."""
    standing = pages.room.look()
    return [domain.id for domain in standing.settings.domains] if standing.settings else []
