"""What each screen says: the words of the domain, in both languages, and the buttons that it must have."""

from dataclasses import replace

import msgspec
import pytest

from kiosk.actions import (
    Action,
    AskHelp,
    AskPriority,
    Back,
    ChooseDomain,
    ChoosePriority,
    Do,
    Done,
    MakeSure,
    ShowDomains,
    Start,
    SwitchLanguage,
    TakeNumber,
)
from kiosk.deeds import CancelTicket, CloseDomain, OpenDomain, PrintAgain, PrintTest
from kiosk.numbers import counters_for, wait_in_words
from kiosk.pages.phrases import ANY_DOMAIN
from kiosk.paint.icons import is_icon
from kiosk.sample import sample_state
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Corner,
    CornerDomains,
    Help,
    Idle,
    Issuing,
    Offline,
    Paused,
    Pin,
    Printing,
    Priorities,
    Procedures,
    Screen,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Unreachable,
    Wish,
)
from kiosk.terms import Terms
from kiosk.view import Choice, Message, Number, PinPad, Question, View
from kiosk.viewer import Viewer
from tests.kiosk.screens import ROOT, SETTINGS, WORDS, equipment
from tests.kiosk.world import board, center, ticket
from wire.faults import LineFault
from wire.messages import Wait

STATE = replace(sample_state(SETTINGS), last=None)
GIVEN = ticket(domain="ho-tich")


def view_of(screen: Screen, language: str = "vi", **changes: object) -> View:
    state = replace(STATE, screen=screen, language=language, **changes)  # type: ignore[arg-type]
    return Viewer(equipment()).view(state, 0.0)


def actions(view: View) -> list[Action]:
    bar = [button for button in (view.bar.left, view.bar.middle, *view.bar.right) if button is not None]
    match view.body:
        case Choice(buttons=buttons):
            return [button.action for button in (*buttons, *bar)]
        case Question(yes=yes):
            return [yes.action, *(button.action for button in bar)]
        case Message(action=action) if action is not None:
            return [action, *(button.action for button in bar)]
        case _:
            return [button.action for button in bar]


def text(view: View) -> str:
    return repr(view)


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        (Idle(), "CHẠM VÀO MÀN HÌNH ĐỂ LẤY SỐ THỨ TỰ"),
        (Choose(), "Quý khách chọn lĩnh vực cần giải quyết"),
        (Confirm(Wish("ho-tich")), "Xác nhận lĩnh vực: Hộ tịch"),
        (Printing(GIVEN, 0.0), "Đang in phiếu. Vui lòng nhận phiếu bên dưới."),
        (
            ShowNumber(GIVEN, "no_paper"),
            "Máy tạm hết giấy. Số của quý khách là A025. Vui lòng ghi nhớ số này hoặc liên hệ nhân viên hướng dẫn.",
        ),
        (Closed(), "Chưa đến giờ hoặc đã hết giờ lấy số."),
        (Choose(notice="domain_closed"), "Lĩnh vực này đã ngừng lấy số hôm nay."),
    ],
)
def test_the_words_are_those_that_the_centres_agreed_on(screen: Screen, words: str) -> None:
    assert words in text(view_of(screen))


def test_a_machine_that_gives_no_numbers_says_so_in_both_languages_and_tells_the_staff_why() -> None:
    fault = LineFault("store", "full")
    lost = replace(STATE, screen=Offline(), link_lost_at=0.0, fault=fault)
    for language in ("vi", "en"):
        said = text(Viewer(equipment()).view(replace(lost, language=language), 0.0))
        assert "Máy tạm thời không lấy được số" in said
        assert "Please go to the help desk" in said
        assert "Lỗi 2: máy chủ hết chỗ lưu – gọi kỹ thuật" in said
    at_the_door = text(Viewer(equipment()).view(replace(lost, screen=Pin()), 0.0))
    assert "Lỗi 2: máy chủ hết chỗ lưu" in at_the_door
    assert "Mạng: tốt" not in at_the_door


def test_nobody_is_called_a_customer() -> None:
    for path in (ROOT / "kiosk" / "locale").glob("*.po"):
        assert "khách hàng" not in path.read_text().lower()


ALWAYS = (SwitchLanguage(),)
ASKING = (Back(), AskHelp(), *ALWAYS)


@pytest.mark.parametrize(
    ("screen", "wanted"),
    [
        (Starting(), ALWAYS),
        (Offline(), ALWAYS),
        (Idle(), (Start(), AskHelp(), *ALWAYS)),
        (Closed(), (AskHelp(), *ALWAYS)),
        (Paused(15.0), (AskHelp(), *ALWAYS)),
        (Choose(), (ChooseDomain("ho-tich"), AskPriority(), *ASKING)),
        (Priorities(Choose()), (ChoosePriority("elderly"), ChoosePriority(None), *ASKING)),
        (Procedures(Wish("ho-tich")), (TakeNumber(), *ASKING)),
        (Confirm(Wish("ho-tich")), (TakeNumber(), *ASKING)),
        (Issuing(Wish("ho-tich"), 1, 0.0), (AskHelp(), *ALWAYS)),
        (Unreachable(Wish("ho-tich"), 1), ASKING),
        (TakeTicket(GIVEN), (Done(), AskHelp(), *ALWAYS)),
        (ShowNumber(GIVEN, "failed"), (Done(), AskHelp(), *ALWAYS)),
        (Pin(), (Back(), *ALWAYS)),
    ],
)
def test_each_screen_has_a_way_back_help_and_the_other_language(
    screen: Screen, wanted: tuple[Action, ...]
) -> None:
    assert set(wanted) <= set(actions(view_of(screen)))


def test_the_language_button_speaks_the_language_that_it_leads_to() -> None:
    assert "'English'" in text(view_of(Idle()))
    assert "'Tiếng Việt'" in text(view_of(Idle(), "en"))


def test_one_language_has_no_button_for_another() -> None:
    alone = replace(equipment(), terms=Terms("kiosk-1", ("vi",)))
    view = Viewer(alone).view(STATE, 0.0)
    assert SwitchLanguage() not in actions(view)


def test_a_text_that_the_centre_did_not_translate_is_shown_in_vietnamese() -> None:
    known = center()
    known.domains[0].name.pop("en")
    body = view_of(Choose(), "en", center=known, board=board()).body
    assert isinstance(body, Choice)
    assert body.buttons[0].label == "Chứng thực"
    assert body.buttons[1].label == "Civil status"


def test_a_domain_says_how_many_wait_or_that_it_gives_no_more_numbers() -> None:
    shown = board(["dat-dai"])
    shown.domains[1] = msgspec.structs.replace(shown.domains[1], waiting=0)
    body = view_of(Choose(), center=center(), board=shown).body
    assert isinstance(body, Choice)
    notes = {button.label: (button.note, button.tone) for button in body.buttons}
    assert notes["Chứng thực"] == ("3 người đang chờ", "plain")
    assert notes["Hộ tịch"] == ("không có người chờ", "plain")
    assert notes["Đất đai – Địa chính"] == ("đã ngừng lấy số", "closed")


def test_one_person_is_not_people() -> None:
    shown = board()
    shown.domains[0] = msgspec.structs.replace(shown.domains[0], waiting=1)
    assert "'1 person waiting'" in text(view_of(Choose(), "en", center=center(), board=shown))


def test_a_number_comes_with_what_the_citizen_wants_to_know_next() -> None:
    body = view_of(TakeTicket(GIVEN), center=center(), board=board()).body
    assert isinstance(body, Number)
    assert (body.number, body.subject, body.link) == ("A025", "Hộ tịch", "")
    facts = {fact.label: fact.value for fact in body.facts}
    assert facts == {"Số người chờ trước": "3", "Thời gian chờ dự kiến": "5–15 phút"}


def test_without_paper_there_is_a_code_for_the_phone() -> None:
    body = view_of(ShowNumber(GIVEN, "no_printer")).body
    assert isinstance(body, Number)
    assert body.link == GIVEN.status_url
    assert body.mood == "trouble"


def test_the_class_of_priority_stands_on_no_ticket_screen() -> None:
    honoured = msgspec.structs.replace(GIVEN, priority="merit")
    for screen in (Printing(honoured, 0.0), TakeTicket(honoured), ShowNumber(honoured, "failed")):
        assert WORDS.of("vi")("priority.merit") not in text(view_of(screen))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 30, "under 1 minute"),
        (59, 301, "under 6 minutes"),
        (1500, 2399, "25–40 minutes"),
        (600, 600, "10–11 minutes"),
    ],
)
def test_a_wait_is_rounded_outwards(low: int, high: int, words: str) -> None:
    assert wait_in_words(Wait(low=low, high=high), WORDS.of("en")) == words


def test_counters_are_the_open_ones_that_serve_the_domain() -> None:
    state = State(Idle(), "vi", 0.0, 0.0, center=center())
    assert counters_for("chung-thuc", state) == (1,)
    assert counters_for("dat-dai", state) == ()
    assert counters_for("chung-thuc", replace(state, center=None)) == ()
    assert counters_for("chung-thuc", STATE) == (1, 2, 3, 4)
    assert STATE.board is not None
    shut = [msgspec.structs.replace(counter, open=counter.id == 2) for counter in STATE.board.counters]
    only = msgspec.structs.replace(STATE.board, counters=shut)
    assert counters_for("chung-thuc", replace(STATE, board=only)) == (2,)


@pytest.mark.parametrize(
    ("stage", "words"),
    [("none", "Trợ giúp"), ("asking", "Đang báo…"), ("lit", "Đã báo nhân viên"), ("failed", "Chưa báo được")],
)
def test_the_help_button_says_how_it_stands(stage: str, words: str) -> None:
    assert words in text(view_of(Idle(), help=Help(stage)))  # type: ignore[arg-type]


def test_the_corner_offers_what_there_is_to_do() -> None:
    nothing_printed = actions(view_of(Corner()))
    assert nothing_printed == [Do(PrintTest("kiosk-1")), ShowDomains(), Back(), *ALWAYS]
    after = actions(view_of(Corner(), last=GIVEN))
    assert Do(PrintAgain(GIVEN.id, "A025", "kiosk-1")) in after
    assert MakeSure(CancelTicket(GIVEN.id, "A025")) in after


def test_the_corner_s_list_opens_what_is_closed_and_closes_what_is_open() -> None:
    wanted = actions(view_of(CornerDomains(), center=center(), board=board(["dat-dai"])))
    assert Do(OpenDomain("dat-dai")) in wanted
    assert Do(CloseDomain("ho-tich")) in wanted


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (board(), "Máy in: sẵn sàng"),
        (board(paper="low"), "sắp hết giấy"),
        (board(paper="out"), "hết giấy"),
        (board(online=False), "không kết nối"),
    ],
)
def test_the_corner_tells_how_the_machine_is_also_before_the_pin(shown: object, words: str) -> None:
    body = view_of(Pin("47"), board=shown).body
    assert isinstance(body, PinPad)
    assert words in body.text
    assert "Phiên bản 0.1.0" in body.text
    assert body.typed == "••"
    lost = view_of(Pin(), link_lost_at=1.0).body
    assert isinstance(lost, PinPad)
    assert "mất kết nối" in lost.text


def test_a_button_has_the_icon_that_the_coordinator_tells() -> None:
    told = msgspec.structs.replace(center(), revision=1)
    domains = [
        msgspec.structs.replace(one, icon=icon)
        for one, icon in zip(told.domains, ("gavel", "no-such-icon", ""), strict=False)
    ]
    state = replace(
        sample_state(SETTINGS), center=msgspec.structs.replace(told, domains=domains), screen=Choose()
    )
    shown = Viewer(replace(equipment(), has_icon=is_icon)).view(state, 0.0).body
    assert isinstance(shown, Choice)
    assert [button.icon for button in shown.buttons] == ["gavel", ANY_DOMAIN, ANY_DOMAIN]
