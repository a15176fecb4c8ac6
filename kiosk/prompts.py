"""Which sentence is spoken when a screen appears. Pure.

A clip is named LANGUAGE/kiosk-WORD; its text stands in the catalogue under `clip.kiosk-WORD`.
"""

from typing import Final

from kiosk.state import (
    Choose,
    Confirm,
    Paused,
    Priorities,
    Procedures,
    ShowNumber,
    State,
    TakeTicket,
    Unreachable,
)

HUSH: Final = ""
"""Whatever is being said ends: it belongs to a screen that is gone."""
_WORDS: Final[dict[type, str]] = {
    Choose: "kiosk-choose",
    Priorities: "kiosk-priorities",
    Procedures: "kiosk-procedures",
    Confirm: "kiosk-confirm",
    TakeTicket: "kiosk-take",
    ShowNumber: "kiosk-note",
    Paused: "kiosk-paused",
    Unreachable: "kiosk-unreachable",
}
_CLOSED: Final = "kiosk-closed"


def all_prompts(languages: tuple[str, ...]) -> list[str]:
    """Every clip that `prompt_after` can name."""
    return [f"{language}/{word}" for language in languages for word in (*_WORDS.values(), _CLOSED)]


def prompt_after(before: State, after: State) -> str | None:
    """The clip to say now, `HUSH` for silence; null: what is being said goes on."""
    if (before.screen, before.language) == (after.screen, after.language):
        return None
    word = _word(after)
    if word is None:
        return HUSH
    is_same = _word(before) == word and before.language == after.language
    return None if is_same else f"{after.language}/{word}"


def _word(state: State) -> str | None:
    if isinstance(state.screen, Choose) and state.screen.notice == "domain_closed":
        return _CLOSED
    return _WORDS.get(type(state.screen))
