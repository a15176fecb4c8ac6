"""The help button: asked, lit at the staff's pages, answered. Pure.

The board is the truth: the sign is lit as long as the kiosk's place stands on it.
"""

from dataclasses import replace
from typing import Final

from kiosk.commands import AskForHelp, Command
from kiosk.state import Help, State
from wire.messages import Board

SAID_SECONDS: Final = 8.0
"""How long the button tells that nobody could be asked."""
BOARD_SECONDS: Final = 5.0
"""By then a board must show what was answered; without it the sign counts as out."""


def ask_help(state: State, now: float) -> tuple[State, list[Command]]:
    """Ask once; while the sign is lit or on its way another touch changes nothing."""
    if state.help.stage in ("asking", "lit"):
        return state, []
    return replace(state, help=Help("asking", now)), [AskForHelp()]


def help_answered(state: State, now: float, *, is_lit: bool) -> State:
    return replace(state, help=Help("lit" if is_lit else "failed", now))


def help_on_board(state: State, board: Board, place: str, now: float) -> State:
    """Lit where the board says so; out once it does not any more."""
    if any(call.place == place for call in board.help):
        shown = Help("lit", state.help.at if state.help.stage == "lit" else now, is_on_board=True)
        return replace(state, help=shown)
    return replace(state, help=Help()) if state.help.is_on_board else state


def help_changes_at(state: State) -> float | None:
    """When time alone changes the button; null: never."""
    if state.help.stage == "failed":
        return state.help.at + SAID_SECONDS
    if state.help.stage == "lit" and not state.help.is_on_board:
        return state.help.at + BOARD_SECONDS
    return None


def settle_help(state: State, now: float) -> State:
    changes = help_changes_at(state)
    return replace(state, help=Help()) if changes is not None and now >= changes else state
