"""Where things stand: on the paper, beside and not upon each other, the number the largest, no paper wasted."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from centers.description import describe_center
from config import Settings
from printer.face import PaperList, Row, TicketFace
from printer.flow import Box, FillPiece, PicturePiece, TextPiece
from printer.layout import DOTS_PER_MM, NARROW, WIDE, Design, Layout, design_for, lay_out
from printer.lettering import draw_line, draw_tight
from printer.picture import draw
from printer.sample import face_of_test
from tests.fakes.clock import MONDAY
from tests.fakes.sheets import a_face, a_layout, words
from tests.fakes.sheets import settings as example
from wire.messages import Wait

LONGEST_MM = 110
DESIGNS = pytest.mark.parametrize("design", [WIDE, NARROW], ids=["80 mm", "58 mm"])
HAI_CHAU: Settings = example()
LONG_NAME = (
    "Đăng ký, chuyển đổi, cấp lại, xác nhận và điều chỉnh các loại giấy tờ về quyền sử dụng đất, nhà ở"
)

line = st.text(alphabet=st.sampled_from("aAđĐơỘẾyg 0123–.·"), max_size=70)
lines = st.lists(line, max_size=3).map(tuple)
faces = st.builds(
    TicketFace,
    marks=st.sampled_from([(), ("BẢN IN LẠI",), ("BẢN IN LẠI", "REPRINT")]),
    center=lines,
    headings=lines,
    number=st.from_regex(r"[A-Z]{1,2}[0-9]{3,5}", fullmatch=True),
    domain=lines,
    rows=st.lists(
        st.builds(
            Row,
            labels=st.lists(line.filter(str.strip), min_size=1, max_size=3).map(tuple),
            values=st.lists(line.filter(str.strip), min_size=1, max_size=2).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
    paper_lists=st.lists(
        st.builds(PaperList, heading=line, papers=st.lists(line, max_size=4).map(tuple), note=line),
        max_size=1,
    ).map(tuple),
    link=st.text(alphabet="abc/:.?0", max_size=400),
    link_hints=lines,
    times=lines,
    validity=lines,
    closing=lines,
)
logos = st.one_of(
    st.none(), st.builds(Image.new, st.just("1"), st.tuples(st.integers(1, 96), st.integers(1, 96)))
)


def check_sound(layout: Layout) -> None:
    paper = Box(0, 0, layout.width, layout.height)
    for piece in layout.pieces:
        box = piece.box
        assert box.left >= 0, piece
        assert box.top >= 0, piece
        assert box.right <= paper.right, piece
        assert box.bottom <= paper.bottom, piece
    black = [piece.box for piece in layout.pieces if isinstance(piece, FillPiece)]
    others = [piece for piece in layout.pieces if not isinstance(piece, FillPiece)]
    for one, other in itertools.combinations(others, 2):
        assert not one.box.overlaps(other.box), (one, other)
    for piece in others:
        on_black = [ground for ground in black if piece.box.overlaps(ground)]
        assert bool(on_black) == (isinstance(piece, TextPiece) and piece.white), piece


def texts(layout: Layout) -> str:
    return " ".join(piece.text for piece in layout.pieces if isinstance(piece, TextPiece))


def every_ticket() -> list[Any]:
    """Each domain of the example, in each language, as an original and as a copy, on both papers."""
    return [
        pytest.param(
            domain.id, language, languages, copy, id=f"{domain.id} {language} {len(languages)} {copy}"
        )
        for domain in HAI_CHAU.domains
        for language in ("vi", "en")
        for languages in (("vi", "en"), ())
        for copy in (False, True)
    ]


@DESIGNS
@settings(max_examples=60, deadline=None)
@given(face=faces, logo=logos)
def test_nothing_overlaps_and_nothing_leaves_the_paper(
    design: Design, face: TicketFace, logo: Image.Image | None
) -> None:
    check_sound(lay_out(face, design, logo))


@DESIGNS
@settings(max_examples=60, deadline=None)
@given(face=faces)
def test_long_texts_wrap_and_no_letter_is_lost(design: Design, face: TicketFace) -> None:
    shown = "".join(texts(lay_out(face, design)).split())
    said = [*face.center, *face.domain, face.number, *face.closing]
    said += [value for row in face.rows for value in (*row.labels, row.values[0])]
    said += [paper for papers in face.paper_lists for paper in (papers.heading, *papers.papers, papers.note)]
    for text in said:
        assert "".join(text.split()) in shown, text


@DESIGNS
@pytest.mark.parametrize(("domain", "language", "languages", "copy"), every_ticket())
def test_without_a_list_of_papers_a_ticket_is_no_longer_than_110_mm(
    design: Design, domain: str, language: str, languages: tuple[str, ...], copy: bool
) -> None:
    counters = tuple(counter.id for counter in HAI_CHAU.counters if domain in counter.domains)
    wait = Wait(low=7200, high=10800)
    what: dict[str, Any] = {"domain": domain, "language": language, "languages": languages, "copy": copy}
    logo = Image.new("1", (design.width // 4, 96), 255)
    layout = lay_out(a_face(counters=counters, ahead=125, estimated_wait_s=wait, **what), design, logo)
    check_sound(layout)
    assert layout.height <= LONGEST_MM * DOTS_PER_MM


@DESIGNS
def test_the_number_is_the_largest_thing_by_far(design: Design) -> None:
    layout = a_layout(design)
    heights = sorted(piece.box.height for piece in layout.pieces if isinstance(piece, TextPiece))
    (number,) = [piece for piece in layout.pieces if isinstance(piece, TextPiece) and piece.text == "A025"]
    assert number.box.height == heights[-1]
    assert number.box.height >= 2 * heights[-2]
    assert number.box.width >= 0.85 * design.width


@DESIGNS
@pytest.mark.parametrize("number", ["A001", "W888", "AB1234", "MW99999"])
def test_any_number_fits_on_one_line(design: Design, number: str) -> None:
    layout = a_layout(design, number=number)
    check_sound(layout)
    assert number in texts(layout)


@DESIGNS
def test_the_longest_names_wrap(design: Design) -> None:
    layout = a_layout(design, domain=LONG_NAME)
    check_sound(layout)
    assert " ".join(LONG_NAME.split()) in texts(layout)


@DESIGNS
def test_a_label_of_the_citizens_language_is_not_broken(design: Design) -> None:
    for language in ("vi", "en"):
        shown = [
            piece.text for piece in a_layout(design, language=language).pieces if isinstance(piece, TextPiece)
        ]
        for label in ("Thời gian chờ dự kiến", "Số người chờ trước"):
            assert label in shown


@DESIGNS
def test_a_copys_mark_is_white_on_black_at_the_very_top(design: Design) -> None:
    layout = a_layout(design, copy=True)
    ground, mark = layout.pieces[:2]
    assert isinstance(ground, FillPiece)
    assert isinstance(mark, TextPiece)
    assert mark.text.startswith("BẢN IN LẠI")
    assert ground.box.top == 0
    picture = draw(layout).crop((ground.box.left, 0, ground.box.right, ground.box.bottom))
    assert picture.convert("L").histogram()[255] > picture.width * picture.height / 2


@DESIGNS
def test_a_test_ticket_fits_and_shows_all_letters(design: Design) -> None:
    center = describe_center(HAI_CHAU)
    face = face_of_test(center, words(), ("vi", "en"), printer="kiosk-1", device="usb:0416:5011", at=MONDAY)
    layout = lay_out(face, design)
    check_sound(layout)
    assert "ỹ" in texts(layout)
    assert layout.height <= LONGEST_MM * DOTS_PER_MM


@DESIGNS
def test_a_code_too_large_for_the_paper_is_left_out_with_the_words_about_it(design: Design) -> None:
    layout = a_layout(design, status_url="https://hai-chau.example/" + "x" * 3000)
    assert not [piece for piece in layout.pieces if isinstance(piece, PicturePiece)]
    assert "Quét mã" not in texts(layout)
    assert "In lúc" in texts(layout)


def test_narrow_paper_gets_the_narrow_design() -> None:
    assert design_for(576) is WIDE
    assert design_for(384) is NARROW


@DESIGNS
def test_every_piece_is_drawn_into_its_box_and_nothing_elsewhere(design: Design) -> None:
    layout = a_layout(design, copy=True)
    picture = draw(layout)
    assert picture.mode == "1"
    for piece in layout.pieces:
        if isinstance(piece, TextPiece) and not piece.white:
            drawn = picture.crop((piece.box.left, piece.box.top, piece.box.right, piece.box.bottom))
            alone = draw_tight(piece.text, piece.style) if piece.tight else draw_line(piece.text, piece.style)
            assert drawn.tobytes() == alone.tobytes()
    for piece in layout.pieces:
        picture.paste(0, (piece.box.left, piece.box.top, piece.box.right, piece.box.bottom))
    assert picture.getbbox() is None
