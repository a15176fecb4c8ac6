"""The help button: asked once, lit as long as the staff's pages show it, honest when nobody could be asked."""

from kiosk.actions import AskHelp, BoardArrived, HelpAsked
from kiosk.commands import AskForHelp
from kiosk.helping import BOARD_SECONDS, SAID_SECONDS
from kiosk.state import Idle
from tests.kiosk.world import awake, board


def test_help_is_asked_once_however_often_the_button_is_touched() -> None:
    world = awake()
    world.touch(AskHelp(), AskHelp())
    world.hear(HelpAsked(is_lit=True))
    world.touch(AskHelp())
    assert world.commands.count(AskForHelp()) == 1
    assert world.help() == "lit"
    assert world.screen() == Idle()


def test_the_sign_goes_out_when_staff_answered() -> None:
    world = awake()
    world.touch(AskHelp())
    world.hear(HelpAsked(is_lit=True), BoardArrived(board(helped=["kiosk-1"])))
    world.wait(BOARD_SECONDS * 10)
    assert world.help() == "lit"
    world.hear(BoardArrived(board()))
    assert world.help() == "none"
    world.touch(AskHelp())
    assert world.commands.count(AskForHelp()) == 2


def test_the_board_that_was_on_its_way_when_help_was_asked_does_not_put_the_sign_out() -> None:
    world = awake()
    world.touch(AskHelp())
    world.hear(HelpAsked(is_lit=True), BoardArrived(board()))
    assert world.help() == "lit"
    world.hear(BoardArrived(board(helped=["kiosk-1"])))
    assert world.help() == "lit"


def test_a_sign_that_no_board_shows_goes_out_by_itself() -> None:
    world = awake()
    world.touch(AskHelp())
    world.hear(HelpAsked(is_lit=True))
    world.wait(BOARD_SECONDS)
    assert world.help() == "none"


def test_another_kiosk_s_sign_is_not_ours() -> None:
    world = awake()
    world.hear(BoardArrived(board(helped=["kiosk-2"])))
    assert world.help() == "none"
    world.hear(BoardArrived(board(helped=["kiosk-2", "kiosk-1"])))
    assert world.help() == "lit"


def test_who_could_not_be_asked_is_told_for_a_while_and_may_be_asked_again() -> None:
    world = awake()
    world.touch(AskHelp())
    world.hear(HelpAsked(is_lit=False))
    assert world.help() == "failed"
    world.wait(SAID_SECONDS)
    assert world.help() == "none"
    world.touch(AskHelp())
    assert world.commands.count(AskForHelp()) == 2
