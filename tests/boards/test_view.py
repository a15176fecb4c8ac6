"""A board, the names and the line make what is to be seen, in the words of one language and small in a second."""

from datetime import datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from boards.view import CalledNumber, Label, Situation, Tile, View, Viewer
from boards.words import board_words
from tests.fakes.boards import EIGHT, a_board, a_call, a_center, a_queue
from wire.faults import LineFault
from wire.messages import Board, BoardCounter, BoardPrinter, HelpCall

HANOI = timezone(timedelta(hours=7))


def view(board: Board | None, *, languages: list[str] | None = None, **more: object) -> View:
    viewer = Viewer(board_words(), languages or ["vi", "en"])
    situation = {"center": a_center(), "now": EIGHT, "is_linked": True, **more}
    return viewer.view(Situation(board=board, **situation))  # type: ignore[arg-type]


def a_counter(number: int, ticket: str | None = None, *, is_open: bool = True) -> BoardCounter:
    return BoardCounter(id=number, open=is_open, number=ticket, domain=None)


def test_the_newest_call_is_the_latest_and_the_others_follow() -> None:
    calls = [a_call(7, number="C001", counter=2), a_call(6, number="A025")]
    shown = view(a_board(calls=calls))
    assert shown.latest == CalledNumber(7, "C001", 2, is_new=False)
    assert [call.number for call in shown.called] == ["A025"]


def test_new_calls_are_marked_where_they_stand() -> None:
    board = a_board(calls=[a_call(7, number="A025")], counters=[a_counter(4, "A025"), a_counter(5, "C001")])
    shown = view(board, new_calls=frozenset({7}))
    assert shown.latest is not None
    assert shown.latest.is_new
    assert [tile.is_new for tile in shown.tiles] == [True, False]


def test_a_counter_s_older_call_of_the_same_number_is_not_new() -> None:
    again, first = a_call(9, number="A025", times=2), a_call(7, number="A025")
    shown = view(a_board(calls=[again, first], counters=[a_counter(4, "A025")]), new_calls=frozenset({7}))
    assert shown.tiles == (Tile(4, "A025", is_open=True, is_new=False, seq=9),)


def test_the_line_s_state_is_told_in_words() -> None:
    assert view(a_board()).warning is None
    stale = view(a_board(), is_linked=False, heard=EIGHT.replace(hour=9, minute=31))
    assert stale.warning == Label(
        "Số liệu lúc 09:31 – mất kết nối. Xin nghe nhân viên gọi số.",
        "As of 09:31 – connection lost. Please listen for the staff.",
    )
    assert stale.is_old
    assert not view(a_board()).is_old
    connecting = view(None, is_linked=False, fault=LineFault("silent"))
    assert connecting.warning == connecting.nobody == Label("Đang kết nối với máy chủ…", "Connecting…")


def test_a_board_that_cannot_come_says_where_to_listen() -> None:
    without = view(None, is_linked=False, fault=LineFault("store", "disk"))
    assert without.warning == without.nobody
    assert without.nobody.main == "Bảng chưa có số liệu. Xin nghe nhân viên gọi số."


def test_a_coordinator_that_takes_too_long_is_no_start() -> None:
    late = view(None, is_linked=False, fault=LineFault("silent"), is_late=True)
    assert late.nobody.main == "Bảng chưa có số liệu. Xin nghe nhân viên gọi số."


def test_the_staff_are_told_why_there_is_no_line_before_anything_else() -> None:
    printer = BoardPrinter(name="kiosk-1", online=True, paper="out")
    shown = view(a_board(printers=[printer]), is_linked=False, fault=LineFault("store", "full"))
    assert shown.marks == ("Lỗi 2: máy chủ hết chỗ lưu – gọi kỹ thuật", "kiosk-1: hết giấy")


def test_where_no_call_is_known_the_counters_numbers_still_are() -> None:
    assert view(a_board()).nobody.main == "Chưa gọi số nào"
    assert view(a_board(counters=[a_counter(1, "A001")])).nobody.main == "Mời xem số tại từng quầy"


@pytest.mark.parametrize(
    ("wait", "said"),
    [
        (None, ""),
        ((120, 300), "dưới 5 phút"),
        ((30, 700), "dưới 12 phút"),
        ((240, 600), "4–10 phút"),
        ((1500, 2390), "25–40 phút"),
        ((3540, 4000), "59–67 phút"),
        ((3600, 7300), "1–3 giờ"),
        ((19500, 41940), "5–12 giờ"),
    ],
)
def test_a_wait_is_a_range_that_promises_no_more_than_is_known(
    wait: tuple[int, int] | None, said: str
) -> None:
    (queue,) = view(a_board(domains=[a_queue("ho-tich", 3, wait)])).queues
    assert queue.wait == said


def test_who_waits_for_nothing_is_told_no_wait() -> None:
    (queue,) = view(a_board(domains=[a_queue("ho-tich", 0, (240, 600))])).queues
    assert queue.wait == ""


def test_a_domain_without_a_known_name_shows_its_letter() -> None:
    center = replace(a_center(), domains=[])
    (queue,) = view(a_board(domains=[a_queue("ho-tich", 3)]), center=center).queues
    assert queue.name == Label("C", "")


def test_date_and_time_are_the_centre_s() -> None:
    shown = view(a_board(), now=datetime(2025, 7, 4, 8, 5, tzinfo=HANOI))
    assert shown.clock == "08:05"
    assert shown.date == Label("Thứ Sáu, 04/07/2025", "Friday 04/07/2025")


def test_one_language_stands_alone() -> None:
    shown = view(a_board(), languages=["vi"])
    assert shown.title == Label("Trung tâm Phục vụ hành chính công phường Hải Châu", "")
    assert shown.date.small == ""


@pytest.mark.parametrize(
    ("printer", "mark"),
    [
        (BoardPrinter(name="kiosk-1", online=True, paper="ok"), []),
        (BoardPrinter(name="kiosk-1", online=True, paper="low"), ["kiosk-1: sắp hết giấy"]),
        (BoardPrinter(name="kiosk-1", online=True, paper="out"), ["kiosk-1: hết giấy"]),
        (BoardPrinter(name="kiosk-1", online=False, paper="unknown"), ["kiosk-1: kiểm tra máy in"]),
        (BoardPrinter(name="kiosk-1", online=True, paper="out", cover_open=True), ["kiosk-1: nắp đang mở"]),
    ],
)
def test_a_printer_that_needs_someone_is_marked_by_its_first_want(
    printer: BoardPrinter, mark: list[str]
) -> None:
    assert list(view(a_board(printers=[printer])).marks) == mark


def test_help_wanted_no_sound_and_broken_notices_are_marked_for_the_staff() -> None:
    board = replace(a_board(), help=[HelpCall(place="kiosk-1", asked_at=EIGHT)])
    shown = view(board, sound_fault="no device", broken_notices=("1.png",))
    assert shown.marks == ("kiosk-1: cần hỗ trợ", "Không có âm thanh", "không đọc được thông báo 1.png")
