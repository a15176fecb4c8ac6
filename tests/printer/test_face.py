"""What a ticket says: everything that a citizen needs, in the right words, and nothing that it must not say."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from centers.description import describe_center
from printer.face import Row, TicketFace, make_face
from printer.sample import face_of_test
from tests.fakes.print_desk import a_ticket
from tests.fakes.sheets import a_face, settings, words
from wire.messages import Center, Wait

CENTER = "Trung tâm Phục vụ hành chính công phường Hải Châu"
RECEIPT_WORDS = ("tiếp nhận", "hẹn trả", "hồ sơ", "biên nhận", "receipt")
PRIORITIES = ("elderly", "disabled", "pregnant", "child", "merit")


def every_text(face: TicketFace) -> str:
    return " ".join(str(getattr(face, field.name)) for field in fields(face))


def test_a_ticket_in_vietnamese_says_all_that_it_must() -> None:
    face = a_face(languages=("vi",), issued_at=datetime(2025, 7, 4, 1, 5, tzinfo=UTC))
    assert face.center == (CENTER,)
    assert face.headings == ("SỐ THỨ TỰ",)
    assert face.number == "A025"
    assert face.domain == ("Chứng thực",)
    assert face.rows == (
        Row(("Quầy",), ("1, 2, 3, 4",)),
        Row(("Số người chờ trước",), ("12",)),
        Row(("Thời gian chờ dự kiến",), ("25–40 phút",)),
    )
    assert face.times == ("In lúc 08:05, 04/07/2025",)
    assert face.closing == ("Quý khách vui lòng chờ đến lượt.",)
    assert face.validity == ("Phiếu có giá trị trong ngày.",)
    assert face.link == "http://192.168.1.10:8080/t/AbCdEfGhIjKlMnOpQrStUv"
    assert face.marks == ()


def test_the_citizens_language_comes_first() -> None:
    assert a_face(language="en").headings == ("YOUR NUMBER", "SỐ THỨ TỰ")
    assert a_face(language="vi").headings == ("SỐ THỨ TỰ", "YOUR NUMBER")
    assert a_face(language="en", languages=("vi",)).headings == ("YOUR NUMBER", "SỐ THỨ TỰ")


def test_a_language_without_words_falls_back_to_vietnamese() -> None:
    assert a_face(language="ktu", languages=()).headings == ("SỐ THỨ TỰ",)
    assert a_face(language="ktu", languages=("en",)).headings == ("YOUR NUMBER",)


def test_what_is_alike_in_both_languages_stands_once() -> None:
    assert a_face().rows[1].values == ("12",)
    assert a_face().number == "A025"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1500, 2400, "25–40 phút"),
        (1559, 2401, "25–41 phút"),
        (0, 300, "dưới 5 phút"),
        (30, 61, "dưới 2 phút"),
        (0, 0, "dưới 1 phút"),
        (60, 60, "1–2 phút"),
        (7200, 10800, "120–180 phút"),
    ],
)
def test_a_wait_is_a_range_rounded_outwards_so_that_it_never_promises_more(
    low: int, high: int, said: str
) -> None:
    face = a_face(languages=("vi",), estimated_wait_s=Wait(low=low, high=high))
    assert face.rows[-1].values == (said,)


def test_without_an_estimate_or_counters_nothing_is_invented() -> None:
    face = a_face(languages=("vi",), estimated_wait_s=None, counters=())
    assert [row.labels for row in face.rows] == [("Số người chờ trước",)]


def test_a_copy_is_marked_and_tells_when_the_number_was_taken() -> None:
    face = a_face(copy=True, issued_at=datetime(2025, 7, 4, 1, 5, tzinfo=UTC))
    assert face.marks == ("BẢN IN LẠI", "REPRINT")
    assert face.times[0] == "Lấy số lúc 08:05, 04/07/2025"


def test_the_chosen_procedures_papers_are_listed_in_the_citizens_language() -> None:
    face = a_face(domain="ho-tich", procedure="khai-tu")
    (papers,) = face.paper_lists
    assert papers.heading == "Giấy tờ cần mang: Đăng ký khai tử"
    assert papers.papers == ("Tờ khai đăng ký khai tử", "Giấy báo tử", "Căn cước công dân")
    assert papers.note == "Tham khảo – theo hướng dẫn của cán bộ"
    (english,) = a_face(domain="ho-tich", procedure="khai-tu", language="en").paper_lists
    assert english.papers == ("Death registration form", "Notice of death", "Citizen identity card")


@pytest.mark.parametrize("procedure", [None, "unheard-of", "ban-sao"])
def test_no_papers_are_listed_without_a_procedure_of_the_domain(procedure: str | None) -> None:
    assert a_face(domain="ho-tich", procedure=procedure).paper_lists == ()


def test_a_domain_that_the_centre_does_not_name_is_shown_by_its_id() -> None:
    assert a_face(domain="moi-mo").domain == ("moi-mo",)


def test_a_ticket_without_a_link_asks_nobody_to_scan() -> None:
    assert a_face(status_url="").link_hints == ()


def test_the_footer_of_the_configuration_stands_after_each_languages_words() -> None:
    center = describe_center(settings())
    footer = {"vi": "Đường dây nóng: 0236 1022", "en": " "}
    with_footer = Center(
        **{**{name: getattr(center, name) for name in center.__struct_fields__}, "footer": footer}
    )
    face = make_face(a_ticket(), with_footer, words(), ("vi", "en"))
    assert face.closing == (
        "Quý khách vui lòng chờ đến lượt.",
        "Đường dây nóng: 0236 1022",
        "Please wait for your turn.",
    )


@pytest.mark.parametrize("priority", PRIORITIES)
def test_why_someone_has_priority_is_never_said(priority: str) -> None:
    ordinary, preferred = a_face(), a_face(priority=priority)
    assert ordinary == preferred


def test_nobody_can_take_it_for_the_receipt_of_a_dossier() -> None:
    procedures = [(d.id, p.id) for d in settings().domains for p in d.procedures]
    faces = [a_face(domain=domain, procedure=procedure, copy=True) for domain, procedure in procedures]
    texts = " ".join(every_text(face) for face in [a_face(), *faces]).lower()
    assert not [word for word in RECEIPT_WORDS if word in texts]


def test_the_public_is_called_citizen_and_guest_never_customer() -> None:
    assert "khách hàng" not in every_text(a_face(copy=True)).lower()


def test_a_test_of_the_printer_has_no_number_no_code_and_says_what_it_is() -> None:
    at = datetime(2025, 7, 4, 1, 5, tzinfo=UTC)
    center = describe_center(settings())
    face = face_of_test(center, words(), ("vi", "en"), printer="kiosk-1", device="usb", at=at)
    assert face.marks == ("PHIẾU THỬ", "TEST")
    assert not any(character.isdigit() for character in face.number)
    assert face.link == ""
    assert face.rows == (Row(("kiosk-1",), ("usb",)),)
    assert face.times[0] == "In lúc 08:05, 04/07/2025"
