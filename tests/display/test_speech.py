"""What is said, word for word, as `domain/CENTRE.md` asks."""

from pathlib import Path

import pytest

import display
from display.speech import (
    Manner,
    all_clips,
    english_number,
    speak,
    speak_briefly,
    spell,
    vietnamese_number,
)
from tests.fakes.boards import a_call
from voice.pauses import COMMA, PAUSES, STOP
from words import load_words

WORDS = load_words(Path(display.__file__).parent / "locale")

# Written out, not computed: the irregular forms (mốt, tư, lăm, mười) are what is to be shown.
ONE_TO_99 = """
một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười
mười một|mười hai|mười ba|mười bốn|mười lăm|mười sáu|mười bảy|mười tám|mười chín|hai mươi
hai mươi mốt|hai mươi hai|hai mươi ba|hai mươi tư|hai mươi lăm|hai mươi sáu|hai mươi bảy|hai mươi tám|hai mươi chín|ba mươi
ba mươi mốt|ba mươi hai|ba mươi ba|ba mươi tư|ba mươi lăm|ba mươi sáu|ba mươi bảy|ba mươi tám|ba mươi chín|bốn mươi
bốn mươi mốt|bốn mươi hai|bốn mươi ba|bốn mươi tư|bốn mươi lăm|bốn mươi sáu|bốn mươi bảy|bốn mươi tám|bốn mươi chín|năm mươi
năm mươi mốt|năm mươi hai|năm mươi ba|năm mươi tư|năm mươi lăm|năm mươi sáu|năm mươi bảy|năm mươi tám|năm mươi chín|sáu mươi
sáu mươi mốt|sáu mươi hai|sáu mươi ba|sáu mươi tư|sáu mươi lăm|sáu mươi sáu|sáu mươi bảy|sáu mươi tám|sáu mươi chín|bảy mươi
bảy mươi mốt|bảy mươi hai|bảy mươi ba|bảy mươi tư|bảy mươi lăm|bảy mươi sáu|bảy mươi bảy|bảy mươi tám|bảy mươi chín|tám mươi
tám mươi mốt|tám mươi hai|tám mươi ba|tám mươi tư|tám mươi lăm|tám mươi sáu|tám mươi bảy|tám mươi tám|tám mươi chín|chín mươi
chín mươi mốt|chín mươi hai|chín mươi ba|chín mươi tư|chín mươi lăm|chín mươi sáu|chín mươi bảy|chín mươi tám|chín mươi chín
"""  # noqa: E501 a row for every ten
BELOW_HUNDRED = [text for row in ONE_TO_99.split("\n") for text in row.split("|") if text]
DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def vietnamese_of_every_number(odd: str) -> list[str]:
    texts = list(BELOW_HUNDRED)
    for hundreds in DIGITS[1:]:
        texts.append(f"{hundreds} trăm")
        texts += [f"{hundreds} trăm {odd} {digit}" for digit in DIGITS[1:]]
        texts += [f"{hundreds} trăm {below}" for below in BELOW_HUNDRED[9:]]
    return texts


def text_of(clips: list[str]) -> str:
    """The sentence as it is heard: pauses as signs, the chime as a note."""
    signs = {COMMA: ",", STOP: ".", "chime": "♪"}
    heard = ""
    for clip in clips:
        if clip in signs:
            heard += signs[clip]
        else:
            language, _, word = clip.partition("/")
            heard += " " + WORDS.of(language)(f"clip.{word}")
    return heard.strip()


@pytest.mark.parametrize("odd", ["lẻ", "linh"])
def test_every_counter_from_1_to_999_is_read_as_the_written_table_says(odd: str) -> None:
    expected = vietnamese_of_every_number(odd)
    read = [text_of([f"vi/{word}" for word in vietnamese_number(n, odd)]) for n in range(1, 1000)]
    assert len(expected) == 999
    assert read == expected


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (221, "hai trăm hai mươi mốt"),
    ],
)
def test_the_examples_of_the_domain_s_page(n: int, text: str) -> None:
    assert text_of([f"vi/{word}" for word in vietnamese_number(n)]) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [(4, "four"), (13, "thirteen"), (20, "twenty"), (21, "twenty one"), (105, "one hundred five")],
)
def test_english_counters(n: int, text: str) -> None:
    assert text_of([f"en/{word}" for word in english_number(n)]) == text


def test_every_english_number_is_read_differently() -> None:
    assert len({tuple(english_number(n)) for n in range(1, 1000)}) == 999


@pytest.mark.parametrize("n", [0, -1, 1000])
def test_numbers_out_of_range_are_refused(n: int) -> None:
    for read in (vietnamese_number, english_number):
        with pytest.raises(ValueError, match="1 to 999"):
            read(n)


def test_a_ticket_is_read_sign_by_sign() -> None:
    assert text_of([f"vi/{sign}" for sign in spell("A025")]) == "a không hai năm"


@pytest.mark.parametrize("number", ["a025", "A-25", "Đ001", "A٣"])
def test_a_sign_without_a_clip_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="cannot be read out"):
        spell(number)


def test_a_call_is_said_twice_after_one_chime() -> None:
    sentence = "Mời công dân có số thứ tự a, không, hai, năm, đến quầy số bốn."
    assert text_of(speak(a_call(1), Manner())) == f"♪ {sentence} {sentence}"


def test_a_recall_says_which_one_it_is() -> None:
    second = text_of(speak(a_call(1, times=2), Manner(repeats=1)))
    third = text_of(speak(a_call(1, times=3), Manner(repeats=1)))
    assert second == "♪ Mời lần hai, công dân có số thứ tự a, không, hai, năm, đến quầy số bốn."
    assert third.startswith("♪ Mời lần ba,")


def test_english_comes_second_where_it_is_switched_on() -> None:
    heard = text_of(speak(a_call(1), Manner(repeats=1, english=True)))
    assert heard.endswith("đến quầy số bốn. Number A zero two five, counter four.")
    again = text_of(speak(a_call(1, times=2), Manner(repeats=1, english=True)))
    assert again.endswith("Calling again, Number A zero two five, counter four.")


def test_in_short_it_is_said_once_and_in_vietnamese() -> None:
    manner = Manner(repeats=2, english=True)
    heard = text_of(speak_briefly(a_call(1), manner, chime=False))
    assert heard == "Mời công dân có số thứ tự a, không, hai, năm, đến quầy số bốn."


@pytest.mark.parametrize("manner", [Manner(english=True), Manner(english=True, hundreds="linh")])
def test_the_list_to_record_has_every_clip_that_is_ever_asked_for_and_each_has_a_text(manner: Manner) -> None:
    listed = all_clips(manner)
    assert len(listed) == len(set(listed))
    asked: set[str] = set()
    for counter in range(1, 1000):
        asked |= set(speak(a_call(1, counter=counter, times=1 + counter % 4), manner))
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        asked |= set(speak(a_call(1, number=f"{letter}0123456789"), manner))
    assert asked - set(PAUSES) - {"chime"} == set(listed)
    assert all(text_of([clip]) for clip in listed)
