"""A citizen's way through the kiosk, and everything that can come in between; no screen, no network."""

import pytest
from msgspec.structs import replace

from kiosk.actions import (
    Action,
    AskPriority,
    Back,
    BoardArrived,
    CenterArrived,
    ChooseDomain,
    ChoosePriority,
    ChooseProcedure,
    Done,
    FaultFound,
    Issued,
    LinkChanged,
    LookUpFailed,
    ShowMore,
    Start,
    SwitchLanguage,
    TakeNumber,
    TicketSeen,
    WishRefused,
)
from kiosk.commands import Abandon, FetchCenter, Issue, LookUp
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Idle,
    Issuing,
    Offline,
    Paused,
    Printing,
    Priorities,
    Procedures,
    ShowNumber,
    Starting,
    TakeTicket,
    Unreachable,
    Wish,
)
from kiosk.timing import countdown
from tests.fakes.boards import DOMAINS
from tests.kiosk.world import PLAIN, PRINTER, WITH_PROCEDURES, World, awake, board, center, quick, ticket
from wire.faults import LineFault
from wire.messages import IssueTicket, Problem

CLOSED_DOMAIN = Problem(type="about:blank", title="closed", status=409)


def test_three_touches_are_a_number() -> None:
    world = awake()
    assert world.screen() == Idle()
    world.touch(Start(), ChooseDomain(PLAIN), TakeNumber())
    assert world.commands == [
        FetchCenter(),
        Issue(1, IssueTicket(domain=PLAIN, language="vi", printer=PRINTER)),
    ]
    given = ticket()
    world.answer(given)
    assert world.screen() == Printing(given, world.now)
    world.hear(TicketSeen(world.printed(given)))
    assert world.screen() == TakeTicket(world.printed(given))
    world.touch(Done())
    assert world.screen() == Idle()


def test_three_touches_are_enough_where_there_are_procedures_too() -> None:
    world = awake()
    world.touch(Start(), ChooseDomain(WITH_PROCEDURES))
    assert world.screen() == Procedures(Wish(WITH_PROCEDURES))
    world.touch(TakeNumber())
    assert world.last_issue().request == IssueTicket(domain=WITH_PROCEDURES, printer=PRINTER)


def test_a_procedure_is_sent_with_the_wish() -> None:
    world = awake()
    world.touch(Start(), ChooseDomain(WITH_PROCEDURES), ChooseProcedure("khai-sinh"))
    assert world.screen() == Confirm(Wish(WITH_PROCEDURES, "khai-sinh"))
    world.touch(TakeNumber())
    assert world.last_issue().request.procedure == "khai-sinh"


def test_priority_is_asked_on_a_screen_of_its_own_and_kept() -> None:
    world = awake()
    world.touch(Start(), AskPriority())
    assert world.screen() == Priorities(Choose())
    world.touch(
        ChoosePriority("elderly"), ChooseDomain(WITH_PROCEDURES), ChooseProcedure("khai-sinh"), Back()
    )
    assert world.screen() == Procedures(Wish(WITH_PROCEDURES, None, "elderly"))
    world.touch(Back())
    assert world.screen() == Choose("elderly")
    world.touch(AskPriority(), ChoosePriority(None))
    assert world.screen() == Choose(None)


def test_the_language_is_sent_with_the_wish_and_the_next_citizen_starts_in_vietnamese() -> None:
    world = awake()
    world.touch(SwitchLanguage())
    assert world.state.language == "en"
    world.issue()
    assert world.last_issue().request.language == "en"
    world.answer(ticket())
    world.hear(TicketSeen(world.printed(ticket())))
    world.touch(SwitchLanguage(), SwitchLanguage(), Done())
    assert (world.screen(), world.state.language) == (Idle(), "vi")


def test_a_language_left_on_the_idle_screen_is_forgotten() -> None:
    world = awake()
    world.touch(SwitchLanguage())
    world.wait(world.times.asking - 1)
    assert world.state.language == "en"
    world.wait(1)
    assert world.state.language == "vi"


@pytest.mark.parametrize(
    "way",
    [
        [Start(), Back()],
        [Start(), AskPriority(), Back(), Back()],
        [Start(), ChooseDomain(PLAIN), Back(), Back()],
        [Start(), ChooseDomain(WITH_PROCEDURES), Back(), Back()],
        [Start(), ChooseDomain(WITH_PROCEDURES), ChooseProcedure("khai-sinh"), Back(), Back(), Back()],
        [Start(), ShowMore(), ShowMore(), Back()],
    ],
)
def test_there_is_always_a_way_back(way: list[object]) -> None:
    world = awake()
    world.touch(*way)  # type: ignore[arg-type]
    assert world.screen() == Idle()


@pytest.mark.parametrize(
    "way",
    [
        [],
        [AskPriority()],
        [ChooseDomain(PLAIN)],
        [ChooseDomain(WITH_PROCEDURES)],
        [ChooseDomain(WITH_PROCEDURES), ChooseProcedure("khai-sinh")],
    ],
)
def test_a_citizen_who_leaves_is_forgotten_after_a_countdown(way: list[object]) -> None:
    world = awake()
    world.touch(Start(), *way)  # type: ignore[arg-type]
    world.wait(world.times.asking - world.times.countdown - 0.5)
    assert countdown(world.state, world.now, world.times) is None
    world.wait(1)
    assert countdown(world.state, world.now, world.times) == 10
    world.touch(None)
    assert countdown(world.state, world.now, world.times) is None
    world.wait(world.times.asking - 0.5)
    assert countdown(world.state, world.now, world.times) == 1
    assert world.screen() != Idle()
    world.wait(0.5)
    assert world.screen() == Idle()


def test_a_double_touch_is_one_wish() -> None:
    world = awake()
    world.touch(Start(), ChooseDomain(PLAIN), TakeNumber())
    for _ in range(3):
        world.touch_at_once(TakeNumber())
        world.touch(TakeNumber(), Back(), Done(), Start())
    assert [command for command in world.commands if isinstance(command, Issue)] == [world.last_issue()]
    world.answer(ticket())
    world.touch_at_once(Done())
    assert isinstance(world.screen(), Printing)


def test_a_touch_meant_for_the_screen_before_does_nothing() -> None:
    world = awake()
    world.touch(Start())
    world.touch_at_once(ChooseDomain(PLAIN))
    world.now += world.times.guard - 0.01
    world.touch_at_once(ChooseDomain(PLAIN))
    assert world.screen() == Choose()
    world.touch(ChooseDomain(PLAIN))
    assert world.screen() == Confirm(Wish(PLAIN))


def test_an_action_that_the_screen_does_not_offer_changes_nothing() -> None:
    world = awake()
    world.touch(TakeNumber(), Done(), Back(), ChooseDomain(PLAIN), ChooseProcedure("x"), ShowMore())
    assert world.screen() == Idle()
    world.touch(Start(), Done(), TakeNumber(), ChooseProcedure("x"), Start())
    assert world.screen() == Choose()


def test_a_wish_that_takes_long_is_told_and_still_answered() -> None:
    world = awake()
    issue = world.issue()
    world.wait(world.times.patience)
    assert world.screen() == Unreachable(Wish(PLAIN), issue.wish)
    world.answer(ticket())
    assert isinstance(world.screen(), Printing)


def test_who_goes_while_the_coordinator_is_away_leaves_no_wish_behind() -> None:
    world = awake()
    issue = world.issue()
    world.wait(world.times.patience)
    world.touch(Back())
    assert world.screen() == Idle()
    assert world.commands[-1] == Abandon(issue.wish)
    world.answer(ticket())
    assert world.screen() == Idle()


def test_who_walks_away_while_the_coordinator_is_away_leaves_no_wish_behind() -> None:
    world = awake()
    issue = world.issue()
    world.wait(world.times.patience + world.times.asking)
    assert world.screen() == Idle()
    assert Abandon(issue.wish) in world.commands


def test_an_answer_to_an_old_wish_is_not_taken_for_the_new_one() -> None:
    world = awake()
    old = world.issue()
    world.wait(world.times.patience)
    world.touch(Back())
    new = world.issue()
    assert new.wish != old.wish
    world.hear(Issued(old.wish, ticket(number="A001")))
    assert isinstance(world.screen(), Issuing)
    world.hear(Issued(new.wish, ticket(number="A002")))
    assert world.screen() == Printing(ticket(number="A002"), world.now)


def test_a_domain_that_closes_while_its_button_is_shown_is_told() -> None:
    world = awake()
    world.touch(Start())
    world.hear(BoardArrived(board([PLAIN])))
    assert world.screen() == Choose()
    world.touch(ChooseDomain(PLAIN))
    assert world.screen() == Choose(notice="domain_closed")
    world.touch(ChooseDomain("dat-dai"))
    assert world.screen() == Confirm(Wish("dat-dai"))


@pytest.mark.parametrize("way", [[ChooseDomain(WITH_PROCEDURES)], [ChooseDomain(PLAIN)]])
def test_a_domain_that_closes_while_it_is_confirmed_is_told(way: list[object]) -> None:
    world = awake()
    world.touch(Start(), AskPriority(), ChoosePriority("merit"), *way)  # type: ignore[arg-type]
    world.hear(BoardArrived(board([PLAIN, WITH_PROCEDURES])))
    assert world.screen() == Choose("merit", notice="domain_closed")


def test_a_domain_that_closes_before_the_wish_arrives_is_told() -> None:
    world = awake()
    issue = world.issue()
    world.hear(WishRefused(issue.wish, CLOSED_DOMAIN))
    assert world.screen() == Choose(notice="domain_closed")


def test_a_domain_that_is_gone_has_the_names_fetched_anew() -> None:
    world = awake()
    issue = world.issue()
    world.hear(WishRefused(issue.wish, Problem(type="about:blank", title="unknown", status=404)))
    assert world.screen() == Choose(notice="refused")
    assert world.commands[-1] == FetchCenter()


def test_a_board_with_other_domains_has_the_names_fetched_anew() -> None:
    world = awake()
    world.commands.clear()
    world.hear(BoardArrived(board()))
    assert world.commands == []
    fewer = board()
    fewer.domains.pop()
    world.hear(BoardArrived(fewer))
    assert world.commands == [FetchCenter()]


def test_a_board_of_other_names_has_them_fetched_anew() -> None:
    world = awake()
    world.commands.clear()
    world.hear(BoardArrived(replace(board(), revision=2)))
    assert world.commands == [FetchCenter()]


def test_newer_names_wait_until_nobody_looks_for_a_button() -> None:
    world = awake()
    newer = replace(center(), name={"vi": "Tên mới"}, domains=center().domains[1:])
    world.touch(Start())
    world.hear(CenterArrived(newer))
    assert world.state.center == center()
    world.touch(ChooseDomain(PLAIN))
    assert world.screen() == Confirm(Wish(PLAIN))
    world.touch(Back(), Back())
    assert world.screen() == Idle()
    assert world.state.center == newer
    newest = replace(newer, name={"vi": "Tên mới nhất"})
    world.hear(CenterArrived(newest))
    assert world.state.center == newest


def test_closed_hours_are_told_until_a_domain_opens() -> None:
    world = awake()
    world.hear(BoardArrived(board(list(DOMAINS))))
    assert world.screen() == Closed()
    world.touch(Start(), None)
    assert world.screen() == Closed()
    world.hear(BoardArrived(board()))
    assert world.screen() == Idle()


def test_closing_time_takes_nobody_from_a_number_that_is_on_its_way() -> None:
    world = awake()
    world.issue()
    world.hear(BoardArrived(board(list(DOMAINS))))
    assert isinstance(world.screen(), Issuing)
    world.answer(ticket())
    assert isinstance(world.screen(), Printing)


def test_closing_time_ends_a_choice() -> None:
    world = awake()
    world.touch(Start())
    world.hear(BoardArrived(board(list(DOMAINS))))
    assert world.screen() == Closed()


def test_starting_ends_when_names_and_board_are_there_in_any_order() -> None:
    world = World()
    assert world.screen() == Starting()
    world.hear(CenterArrived(center()))
    assert world.screen() == Starting()
    world.hear(BoardArrived(board()))
    assert world.screen() == Idle()


def test_a_lost_line_is_told_after_a_moment_and_forgotten_when_it_is_back() -> None:
    world = awake()
    world.hear(LinkChanged(up=False))
    assert world.screen() == Idle()
    world.wait(world.times.link_grace)
    assert world.screen() == Offline()
    world.touch(Start())
    assert world.screen() == Offline()
    world.hear(LinkChanged(up=True))
    assert world.screen() == Idle()


def test_a_short_loss_of_the_line_is_not_told() -> None:
    world = awake()
    world.hear(LinkChanged(up=False))
    world.wait(world.times.link_grace - 0.1)
    world.hear(LinkChanged(up=True))
    world.wait(10)
    assert world.screen() == Idle()


def test_repeated_news_of_a_lost_line_count_from_the_first() -> None:
    world = awake()
    for _ in range(4):
        world.hear(LinkChanged(up=False))
        world.wait(world.times.link_grace / 2)
    assert world.screen() == Offline()


def test_no_paper_shows_the_number_to_remember() -> None:
    world = awake()
    world.hear(BoardArrived(board(paper="out")))
    world.issue()
    given = ticket()
    world.answer(given)
    assert world.screen() == ShowNumber(given, "no_paper")


def test_a_printer_that_goes_away_while_it_prints_shows_the_number() -> None:
    world = awake()
    world.issue()
    given = ticket()
    world.answer(given)
    world.hear(BoardArrived(board(online=False)))
    assert world.screen() == ShowNumber(given, "no_printer")


def test_a_print_that_failed_shows_the_number() -> None:
    world = awake()
    world.issue()
    world.answer(ticket())
    world.hear(TicketSeen(ticket("failed")))
    assert world.screen() == ShowNumber(ticket("failed"), "failed")


def test_paper_that_does_not_come_shows_the_number() -> None:
    world = awake()
    world.issue()
    world.answer(ticket())
    world.wait(world.times.print_patience)
    assert world.screen() == ShowNumber(ticket(), "failed")


def test_paper_that_comes_after_all_is_told() -> None:
    world = awake()
    world.hear(BoardArrived(board(paper="out")))
    world.issue()
    given = ticket()
    world.answer(given)
    world.hear(TicketSeen(world.printed(given)))
    assert world.screen() == TakeTicket(world.printed(given))


def test_a_kiosk_without_a_printer_asks_for_no_print_and_shows_the_number() -> None:
    world = awake(printer=None)
    issue = world.issue()
    assert issue.request.printer is None
    given = ticket(None)
    world.answer(given)
    assert world.screen() == ShowNumber(given, "not_printed")


def test_the_print_is_looked_at_again_and_again_but_one_look_at_a_time() -> None:
    world = awake()
    world.issue()
    world.answer(ticket())
    world.commands.clear()
    world.hear(BoardArrived(board()))
    assert world.commands == []
    world.hear(LookUpFailed("id-A025"))
    world.wait(world.times.look_again)
    assert world.commands == [LookUp("id-A025")]
    world.hear(TicketSeen(ticket("claimed")), BoardArrived(board()))
    assert world.commands == [LookUp("id-A025")] * 2


def test_a_number_stays_to_be_read_for_half_a_minute_at_least() -> None:
    world = awake()
    world.issue()
    world.answer(ticket())
    world.hear(TicketSeen(world.printed(ticket())))
    world.wait(29)
    assert isinstance(world.screen(), TakeTicket)
    world.wait(world.times.taking - 29)
    assert world.screen() == Idle()


def take_one(world: World, number: str) -> None:
    world.issue()
    world.answer(ticket(number=number))
    world.hear(TicketSeen(world.printed(ticket(number=number))))
    world.touch(Done())


def test_number_after_number_leads_to_a_pause_and_then_goes_on() -> None:
    world = awake()
    for i in range(3):
        take_one(world, f"A00{i}")
    world.touch(Start())
    assert world.screen() == Paused(world.now + world.times.pause)
    assert countdown(world.state, world.now, world.times) == 15
    world.touch(Start(), Back(), None)
    assert isinstance(world.screen(), Paused)
    world.wait(world.times.pause)
    assert world.screen() == Idle()
    take_one(world, "A004")
    world.touch(Start())
    assert world.screen() == Choose()


def test_numbers_taken_at_leisure_lead_to_no_pause() -> None:
    world = awake()
    for i in range(6):
        take_one(world, f"A00{i}")
        world.wait(world.times.numbers_within / 2)
    world.touch(Start())
    assert world.screen() == Choose()


def test_the_guard_can_be_switched_off() -> None:
    world = awake(times=quick(numbers=0))
    for i in range(6):
        take_one(world, f"A00{i}")
    world.touch(Start())
    assert world.screen() == Choose()


STORE_FULL = LineFault("store", "full")


@pytest.mark.parametrize("way", [[Start()], [Start(), ChooseDomain(PLAIN)], [Start(), AskPriority()]])
def test_nobody_is_led_on_where_no_number_can_be_kept(way: list[Action]) -> None:
    world = awake()
    world.touch(*way)
    world.hear(LinkChanged(up=False), FaultFound(STORE_FULL))
    world.wait(world.times.link_grace)
    assert world.screen() == Offline()
    world.touch(TakeNumber())
    assert not any(isinstance(command, Issue) for command in world.commands)
    world.hear(FaultFound(None), LinkChanged(up=True))
    assert world.screen() == Idle()


def test_a_choice_outlives_a_coordinator_that_restarts_and_not_one_that_stays_away() -> None:
    world = awake()
    world.touch(Start(), ChooseDomain(PLAIN))
    world.hear(LinkChanged(up=False), FaultFound(LineFault("silent")))
    world.wait(world.times.choosing_grace - 0.1)
    assert world.screen() == Confirm(Wish(PLAIN))
    world.wait(0.1)
    assert world.screen() == Offline()


def test_a_wish_on_its_way_is_tried_on_while_the_store_fails() -> None:
    world = awake()
    issue = world.issue()
    world.hear(LinkChanged(up=False), FaultFound(STORE_FULL))
    world.wait(world.times.patience)
    assert world.screen() == Unreachable(Wish(PLAIN), issue.wish)
    world.answer(ticket())
    assert isinstance(world.screen(), Printing)


def test_a_start_without_a_coordinator_is_no_start_for_ever() -> None:
    world = World()
    world.hear(FaultFound(LineFault("silent")), LinkChanged(up=False))
    world.wait(world.times.starting_grace - 0.1)
    assert world.screen() == Starting()
    world.wait(0.1)
    assert world.screen() == Offline()
    world.hear(LinkChanged(up=True))
    assert world.screen() == Starting()
    world.wake_up()
    assert world.screen() == Idle()


@pytest.mark.parametrize("fault", [STORE_FULL, LineFault("refused"), LineFault("strange")])
def test_a_start_that_cannot_succeed_is_told_at_once(fault: LineFault) -> None:
    world = World()
    world.hear(FaultFound(fault), LinkChanged(up=False))
    world.wait(world.times.link_grace)
    assert world.screen() == Offline()
