"""The staff corner: behind a PIN, each deed told how it went, shut again when nobody is there."""

import pytest

from kiosk.actions import (
    Back,
    BoardArrived,
    ChooseDomain,
    DeedDone,
    Do,
    Done,
    EnterPin,
    EraseDigit,
    HoldCorner,
    LinkChanged,
    MakeSure,
    ShowDomains,
    ShowMore,
    SignedIn,
    SignInFailed,
    Start,
    SwitchLanguage,
    TicketSeen,
    TypeDigit,
)
from kiosk.commands import Perform, SignIn, SignOut
from kiosk.corner import LONGEST_PIN
from kiosk.deeds import CancelTicket, CloseDomain, PrintTest
from kiosk.state import (
    Choose,
    Closed,
    Corner,
    CornerDomains,
    CornerSure,
    Idle,
    Issuing,
    Offline,
    Pin,
    Starting,
)
from tests.fakes.boards import DOMAINS
from tests.kiosk.world import PLAIN, World, awake, board, ticket

TEST = PrintTest("kiosk-1")
CANCEL = CancelTicket("id-A025", "A025")


def inside() -> World:
    world = awake()
    world.touch(HoldCorner(), TypeDigit("1"), TypeDigit("2"), EnterPin())
    world.hear(SignedIn())
    assert world.screen() == Corner()
    return world


def test_a_held_corner_and_the_right_pin_open_it() -> None:
    world = awake()
    world.touch(HoldCorner())
    assert world.screen() == Pin()
    world.touch(TypeDigit("4"), TypeDigit("7"), EraseDigit(), TypeDigit("1"), EnterPin())
    assert world.screen() == Pin(stage="checking")
    assert world.commands[-1] == SignIn("41")
    world.touch(TypeDigit("9"), EnterPin(), Back())
    assert world.screen() == Pin(stage="checking")
    world.hear(SignedIn())
    assert world.screen() == Corner()


def test_digits_are_taken_as_fast_as_they_are_typed() -> None:
    world = awake()
    world.touch(HoldCorner())
    for digit in "4711":
        world.now += world.times.typing_guard
        world.touch_at_once(TypeDigit(digit))
    assert world.screen() == Pin("4711")


@pytest.mark.parametrize(
    ("refusal", "stage"), [("forbidden", "wrong"), ("refused", "wrong"), ("unreachable", "unreachable")]
)
def test_a_door_that_stays_shut_says_why(refusal: str, stage: str) -> None:
    world = awake()
    world.touch(HoldCorner(), TypeDigit("1"), EnterPin())
    world.hear(SignInFailed(refusal))  # type: ignore[arg-type]
    assert world.screen() == Pin(stage=stage)  # type: ignore[arg-type]
    world.touch(TypeDigit("2"))
    assert world.screen() == Pin("2")


def test_an_empty_pin_is_not_sent_and_a_long_one_is_cut() -> None:
    world = awake()
    world.touch(HoldCorner(), EnterPin(), EraseDigit())
    assert world.screen() == Pin()
    world.touch(*[TypeDigit("1")] * (LONGEST_PIN + 3))
    assert world.screen() == Pin("1" * LONGEST_PIN)


def test_the_pin_is_in_no_log() -> None:
    world = awake()
    world.touch(HoldCorner(), TypeDigit("4"), TypeDigit("7"))
    assert "47" not in repr(world.screen())
    assert "47" not in repr(SignIn("47"))


def test_a_deed_is_done_once_and_told_how_it_went() -> None:
    world = inside()
    world.touch(Do(TEST))
    assert world.screen() == Corner(doing=TEST)
    world.touch(Do(TEST), MakeSure(CANCEL), ShowDomains(), Back())
    assert world.screen() == Corner(doing=TEST)
    assert world.commands.count(Perform(TEST)) == 1
    world.hear(DeedDone(CANCEL))
    assert world.screen() == Corner(doing=TEST)
    world.hear(DeedDone(TEST, "forbidden"))
    assert world.screen() == Corner(done=TEST, refusal="forbidden")


def test_what_cannot_be_undone_is_asked_once_more() -> None:
    world = inside()
    world.touch(MakeSure(CANCEL))
    assert world.screen() == CornerSure(CANCEL)
    world.touch(Back())
    assert world.screen() == Corner()
    assert Perform(CANCEL) not in world.commands
    world.touch(MakeSure(CANCEL), Do(CANCEL))
    assert world.commands[-1] == Perform(CANCEL)


def test_a_domain_is_closed_from_its_list() -> None:
    world = inside()
    world.touch(ShowDomains(), ShowMore())
    assert world.screen() == CornerDomains(1)
    world.touch(Back(), ShowDomains(), Do(CloseDomain(PLAIN)))
    assert world.commands[-1] == Perform(CloseDomain(PLAIN))
    world.hear(BoardArrived(board([PLAIN])), DeedDone(CloseDomain(PLAIN)))
    assert world.screen() == Corner(done=CloseDomain(PLAIN))


def test_leaving_signs_out() -> None:
    world = inside()
    world.touch(Back())
    assert world.screen() == Idle()
    assert world.commands[-1] == SignOut()


def test_a_corner_that_nobody_shuts_shuts_itself_and_signs_out() -> None:
    world = inside()
    world.touch(ShowDomains())
    world.wait(world.times.asking)
    assert world.screen() == Idle()
    assert world.commands[-1] == SignOut()
    world.hear(DeedDone(TEST), SignedIn(), SignInFailed("refused"))
    assert world.screen() == Idle()


def test_the_corner_opens_where_no_citizen_loses_anything() -> None:
    starting = World()
    starting.touch(HoldCorner())
    assert starting.screen() == Pin()
    starting.touch(Back())
    assert starting.screen() == Starting()

    closed = awake()
    closed.hear(BoardArrived(board(list(DOMAINS))))
    closed.touch(HoldCorner(), Back())
    assert closed.screen() == Closed()

    offline = awake()
    offline.hear(LinkChanged(up=False))
    offline.wait(offline.times.link_grace)
    offline.touch(HoldCorner(), Back())
    assert offline.screen() == Offline()

    choosing = awake()
    choosing.touch(Start(), HoldCorner())
    assert choosing.screen() == Pin()


def test_the_corner_does_not_open_over_a_citizen_s_number() -> None:
    world = awake()
    world.issue()
    world.touch(HoldCorner())
    assert isinstance(world.screen(), Issuing)
    world.answer(ticket())
    world.hear(TicketSeen(world.printed(ticket())))
    before = world.screen()
    world.touch(HoldCorner())
    assert world.screen() == before
    world.touch(Done(), Start(), ChooseDomain(PLAIN), HoldCorner())
    assert not isinstance(world.screen(), Pin)


def test_the_language_can_be_changed_in_the_corner() -> None:
    world = inside()
    world.touch(SwitchLanguage())
    assert (world.screen(), world.state.language) == (Corner(), "en")
    world.touch(Back(), Start())
    assert (world.screen(), world.state.language) == (Choose(), "vi")
