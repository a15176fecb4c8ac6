"""The board between the stream and the screen: driven by boards and time, looked at by what stands on it."""

from datetime import timedelta
from typing import Any

import pygame
import pytest
from msgspec.structs import replace

from boards.area import Area
from boards.notice import TextNotice
from display.app import LATE_SECONDS, FaultFound, LinkChanged, SoundChanged
from display.highlights import HALF_FLASH_SECONDS, HIGHLIGHT_SECONDS
from display.notices import NoticeTurn
from display.paint import palette
from tests.display.hall import SIZE, Hall
from tests.fakes.boards import EIGHT, a_board, a_call, a_center, a_queue
from wire.faults import LineFault
from wire.messages import Board, BoardCounter


def desks(*numbers: str | None) -> list[BoardCounter]:
    return [BoardCounter(id=i, open=True, number=number, domain=None) for i, number in enumerate(numbers, 1)]


def evening() -> Board:
    return a_board(5, calls=[a_call(5, number="A024")], counters=desks("A024", None))


def a_new_call(seq: int = 6, number: str = "A025") -> Board:
    return a_board(
        seq, calls=[a_call(seq, number=number), a_call(5, number="A024")], counters=desks(number, None)
    )


def test_before_the_first_board_it_says_that_it_connects() -> None:
    assert Hall().look() == {
        "board": None,
        "calls": [],
        "latest": None,
        "is_stale": True,
        "fault": None,
        "is_silent": False,
    }


def test_a_first_board_that_does_not_come_for_a_minute_is_not_waited_for_in_words() -> None:
    hall = Hall()
    hall.show(FaultFound(LineFault("silent")), LinkChanged(is_up=False))
    connecting = hall.surface.copy().get_buffer().raw
    hall.look()
    assert hall.app.next_wake() == LATE_SECONDS
    hall.clock.seconds += LATE_SECONDS
    hall.look()
    assert hall.surface.get_buffer().raw != connecting
    assert hall.app.next_wake() is None


def test_a_new_call_is_on_the_board_and_spoken() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    note = hall.show(a_new_call())
    assert (note["latest"], note["calls"], note["is_stale"]) == ("A025", [5, 6], False)
    assert [call.number for call in hall.voice.calls] == ["A025"]


def test_what_was_called_before_the_start_is_shown_and_neither_spoken_nor_glowing() -> None:
    hall = Hall()
    assert hall.show(LinkChanged(is_up=True), evening())["latest"] == "A024"
    assert not hall.is_glowing()
    assert hall.voice.calls == []


def test_a_new_call_glows_flashes_and_comes_to_rest() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening(), a_new_call())
    assert hall.is_glowing()
    hall.clock.seconds += HALF_FLASH_SECONDS
    assert not hall.is_glowing()
    hall.clock.seconds += HALF_FLASH_SECONDS
    assert hall.is_glowing()
    hall.clock.seconds += HIGHLIGHT_SECONDS
    assert not hall.is_glowing()
    assert hall.app.paint(hall.surface) == []


def test_a_lost_line_turns_the_header_and_its_return_turns_it_back() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    assert hall.colors() >= {palette.HEADER.ground}
    assert hall.show(LinkChanged(is_up=False))["is_stale"]
    assert palette.WARNING.ground in hall.colors()
    assert not hall.show(LinkChanged(is_up=True))["is_stale"]
    assert palette.WARNING.ground not in hall.colors()


def test_a_lost_line_s_board_is_marked_as_old_with_its_time_and_its_reason() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening(), FaultFound(LineFault("store", "full")))
    assert hall.show(LinkChanged(is_up=False))["fault"] == 2
    assert palette.HERO.ground != hall.hero_ground()
    hall.show(FaultFound(None), LinkChanged(is_up=True))
    assert palette.HERO.ground == hall.hero_ground()


def test_nothing_is_painted_while_nothing_happens_and_the_next_waking_is_the_clock_s() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    hall.clock.seconds += 17
    assert hall.app.paint(hall.surface) == []
    assert hall.app.next_wake() == pytest.approx(43)


def test_when_the_minute_turns_only_the_clock_is_painted() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    hall.clock.seconds += 60
    (rect,) = hall.app.paint(hall.surface)
    assert rect.width * rect.height < SIZE[0] * SIZE[1] / 10


def test_a_new_call_repaints_what_changed_and_not_the_whole_board() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    hall.app.on_event(a_new_call())
    rects = hall.app.paint(hall.surface)
    assert sum(rect.width * rect.height for rect in rects) < 0.6 * SIZE[0] * SIZE[1]


def test_painting_the_changes_gives_the_same_picture_as_painting_anew() -> None:
    hall, fresh = Hall(), Hall()
    hall.show(LinkChanged(is_up=True), evening())
    hall.look()
    hall.show(a_new_call())
    fresh.show(LinkChanged(is_up=True), evening(), a_new_call())
    same = pygame.image.tobytes(hall.surface, "RGB") == pygame.image.tobytes(fresh.surface, "RGB")
    assert same


def test_an_area_s_board_neither_shows_nor_speaks_what_is_called_elsewhere() -> None:
    hall = Hall(Area(counters=frozenset({2})))
    hall.show(LinkChanged(is_up=True), evening())
    here = a_call(7, number="C001", counter=2)
    note = hall.show(a_new_call(), a_board(7, calls=[here, a_call(6)], counters=desks("A025", "C001")))
    assert (note["latest"], note["calls"]) == ("C001", [7])
    assert hall.voice.calls == [here]


def test_a_call_that_is_taken_back_leaves_the_board_at_rest_and_is_not_spoken_any_more() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening(), a_new_call())
    assert hall.is_glowing()
    back = a_board(7, calls=[a_call(5, number="A024")], counters=desks("A024", None))
    assert hall.show(back)["latest"] == "A024"
    assert not hall.is_glowing()
    assert hall.voice.calls == []


def test_a_quiet_area_s_last_call_stays_when_the_rest_of_the_hall_was_called_twenty_times() -> None:
    hall = Hall(Area(counters=frozenset({2})))
    here = a_call(1, number="C001", counter=2)
    hall.show(LinkChanged(is_up=True), a_board(1, calls=[here], counters=desks(None, "C001")))
    elsewhere = [a_call(seq, number=f"A{seq:03}", counter=1) for seq in range(40, 1, -1)]
    for seq in (21, 30, 40):
        named = [call for call in elsewhere if call.seq <= seq][:20]
        assert hall.show(a_board(seq, calls=named, counters=desks("A001", "C001")))["latest"] == "C001"
    assert hall.show(a_board(41, calls=elsewhere[:3], counters=desks("A001", None)))["latest"] is None


def test_names_are_asked_for_when_the_line_stands_again_and_when_a_domain_is_unknown() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True))
    assert hall.names_asked == 1
    known = [a_queue("ho-tich", 3)]
    hall.show(a_center(), a_board(5, domains=known))
    assert hall.names_asked == 1
    hall.show(LinkChanged(is_up=False), LinkChanged(is_up=True))
    assert hall.names_asked == 2
    center = a_center()
    hall.show(center.__class__(**{**_fields(center), "domains": []}), a_board(6, domains=known))
    assert hall.names_asked == 3


def test_names_that_have_changed_are_asked_for_and_shown() -> None:
    hall = Hall()
    known = [a_queue("ho-tich", 3)]
    hall.show(LinkChanged(is_up=True), a_center(), a_board(5, domains=known))
    hall.show(a_board(6, domains=known, revision=4))
    assert hall.names_asked == 2
    hall.show(replace(a_center(), revision=4), a_board(7, domains=known, revision=4))
    assert hall.names_asked == 2


def _fields(struct: Any) -> dict[str, Any]:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def test_a_voice_without_a_device_is_marked_until_it_is_back() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    quiet = pygame.image.tobytes(hall.surface, "RGB")
    hall.show(SoundChanged("no device"))
    assert pygame.image.tobytes(hall.surface, "RGB") != quiet
    hall.show(SoundChanged(""))
    assert pygame.image.tobytes(hall.surface, "RGB") == quiet


def test_a_night_without_calls_and_the_first_call_of_the_morning() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    hall.clock.seconds += 14 * 3600
    morning = EIGHT + timedelta(hours=14)
    assert hall.show(a_board(40, morning))["latest"] is None
    first = a_call(41, number="A001", called_at=morning)
    assert hall.show(a_board(41, morning, [first], counters=desks("A001", None)))["latest"] == "A001"
    assert hall.voice.calls == [first]
    assert hall.is_glowing()


def test_a_notice_has_a_place_of_its_own_and_waits_while_a_call_draws_the_eye() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening(), a_new_call())
    calling = pygame.image.tobytes(hall.surface, "RGB")
    hall.show(NoticeTurn(TextNotice("Nghỉ lễ", "Từ 01/09")))
    assert pygame.image.tobytes(hall.surface, "RGB") == calling
    hall.clock.seconds += HIGHLIGHT_SECONDS
    note = hall.look()
    assert (note["latest"], note["calls"]) == ("A025", [5, 6])
    with_notice = pygame.image.tobytes(hall.surface, "RGB")
    hall.show(NoticeTurn(TextNotice("Nghỉ lễ", "Từ 02/09")))
    assert pygame.image.tobytes(hall.surface, "RGB") != with_notice


def test_a_notice_that_cannot_be_shown_is_marked() -> None:
    hall = Hall()
    hall.show(LinkChanged(is_up=True), evening())
    before = pygame.image.tobytes(hall.surface, "RGB")
    hall.show(NoticeTurn(None, ("1.png",)))
    assert pygame.image.tobytes(hall.surface, "RGB") != before
