"""Letters as dots: one bit, exact sizes, lines that wrap and never clip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from printer.lettering import (
    INK,
    Style,
    Weight,
    _font,
    draw_line,
    draw_tight,
    ink_height,
    line_height,
    line_width,
    wrap,
)
from printer.sample import MARKED_LETTERS

STYLE = Style("Medium", 25)
WEIGHTS: list[Weight] = ["Regular", "Medium", "SemiBold", "Bold", "ExtraBold", "Italic"]
texts = st.text(alphabet=st.sampled_from("abcđ ươẾỘ ygqÂ–123 \n\t"), max_size=60)


def count_ink(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[INK]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_weight_has_every_letter_of_vietnamese(weight: Weight) -> None:
    letters = [letter for letter in MARKED_LETTERS + MARKED_LETTERS.upper() if letter != " "]
    pictures = {letter: draw_line(letter, Style(weight, 40)).tobytes() for letter in letters}
    missing = draw_line("\ue123", Style(weight, 40)).tobytes()  # no font has a letter of private use
    assert missing not in pictures.values()
    assert len(set(pictures.values())) == len(pictures), "two letters look alike"


@pytest.mark.parametrize("text", ["SỐ THỨ TỰ", "Quầy", "1, 2, 3, 4", "đỹ", "ẤẰỘ", "fj", "[Ợ]"])
@pytest.mark.parametrize("style", [STYLE, Style("ExtraBold", 208), Style("Italic", 22)], ids=str)
def test_a_line_has_the_size_that_was_said_and_all_its_ink(text: str, style: Style) -> None:
    line, tight = draw_line(text, style), draw_tight(text, style)
    assert line.size == (line_width(text, style), line_height(text, style))
    assert tight.size == (line_width(text, style), ink_height(text, style))
    everything = Image.new("1", (line.width + 400, line.height + 400))
    draw = ImageDraw.Draw(everything)
    draw.fontmode = "1"
    draw.text((200, 300), text, fill=INK, font=_font(style), anchor="ls")
    assert count_ink(line) == count_ink(tight) == count_ink(everything)


def test_marks_above_and_below_make_a_line_higher() -> None:
    assert line_height("Ộ", STYLE) > line_height("O", STYLE)


def test_text_is_black_or_white_and_its_stems_are_whole_dots() -> None:
    assert draw_line("Thời gian chờ", STYLE).mode == "1"
    stem = draw_tight("I", Style("Bold", 40))
    box = stem.getbbox()
    assert box is not None
    assert count_ink(stem) == (box[2] - box[0]) * (box[3] - box[1]), "a ragged stem"


def test_a_line_is_drawn_once_and_kept() -> None:
    assert draw_line("Chứng thực", STYLE) is draw_line("Chứng thực", STYLE)


@given(texts, st.integers(20, 400))
def test_no_wrapped_line_is_wider_than_the_paper(text: str, width: int) -> None:
    lines = wrap(text, STYLE, width)
    assert all(line_width(line, STYLE) <= width for line in lines if len(line) > 1)


@given(texts, st.integers(20, 400))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, STYLE, width)).split()) == "".join(text.split())


def test_words_stay_whole_where_they_fit() -> None:
    text = "Trung tâm Phục vụ hành chính công phường Hải Châu"
    assert " ".join(wrap(text, STYLE, 300)) == text
    assert len(wrap(text, STYLE, 300)) > 1


def test_a_word_wider_than_the_paper_is_broken_in_itself() -> None:
    assert len(wrap("Nghiêng" * 20, STYLE, 200)) > 1


def test_nothing_makes_no_line() -> None:
    assert wrap(" \n ", STYLE, 100) == ()
