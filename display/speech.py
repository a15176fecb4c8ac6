"""The words of an announcement, as names of clips. Pure; the rules are those of `domain/CENTRE.md`.

A ticket's number is read sign by sign, a counter as a number. A clip is named LANGUAGE/WORD; its text
stands in the room's catalogue under `clip.WORD`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from voice.pauses import CHIME, COMMA, PAUSES, STOP
from wire.messages import Call

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LARGEST_NUMBER: Final = 999

_FOUR, _FIVE, _TEN, _TWENTY = 4, 5, 10, 20


@dataclass(frozen=True)
class Manner:
    """How announcements are spoken. `hundreds`: lẻ, or in the north linh; `repeats`: Vietnamese, in all."""

    repeats: int = 2
    english: bool = False
    hundreds: Literal["lẻ", "linh"] = "lẻ"


def speak(call: Call, manner: Manner) -> list[str]:
    """The whole announcement: chime, the Vietnamese sentence as often as asked, then the English one."""
    clips = [CHIME]
    for _ in range(manner.repeats):
        clips += [*_vietnamese(call, manner), STOP]
    if manner.english:
        clips += [*_english(call), STOP]
    return clips


def speak_briefly(call: Call, manner: Manner, *, chime: bool) -> list[str]:
    """The same call said once and in Vietnamese only, for when many wait to be announced."""
    return [*([CHIME] if chime else []), *_vietnamese(call, manner), STOP]


def all_clips(manner: Manner) -> list[str]:
    """Every clip that `speak` can ask for, once, without chime and pauses."""
    names = [f"vi/{name}" for name in _vietnamese_words(manner)]
    if manner.english:
        names += [f"en/{name}" for name in _english_words()]
    return names


def _vietnamese(call: Call, manner: Manner) -> list[str]:
    if call.times > 1:
        opening = ["again", *vietnamese_number(min(call.times, LARGEST_NUMBER), manner.hundreds), COMMA]
        opening.append("citizen")
    else:
        opening = ["invite"]
    counter = vietnamese_number(call.counter, manner.hundreds)
    signs = [word for sign in spell(call.number) for word in (sign, COMMA)]
    return _of("vi", [*opening, *signs, "to-counter", *counter])


def _english(call: Call) -> list[str]:
    opening = ["again", COMMA] if call.times > 1 else []
    counter = english_number(call.counter)
    return _of("en", [*opening, "number", *spell(call.number), COMMA, "counter", *counter])


def _of(language: str, words: list[str]) -> list[str]:
    return [word if word in PAUSES else f"{language}/{word}" for word in words]


def spell(number: str) -> list[str]:
    """A ticket's number sign by sign: A025 is letter-a, 0, 2, 5. `ValueError` on another sign."""
    return [_sign(sign) for sign in number]


def _sign(sign: str) -> str:
    if sign in LETTERS:
        return f"letter-{sign.lower()}"
    if sign.isascii() and sign.isdigit():
        return sign
    raise ValueError(f"{sign!r} cannot be read out (accepted: A to Z, 0 to 9)")


def vietnamese_number(n: int, hundreds: str = "lẻ") -> list[str]:
    """The words of 1 to 999: 21 hai mươi mốt, 24 hai mươi tư, 15 mười lăm, 105 một trăm lẻ năm."""
    _check_range(n)
    above, rest = divmod(n, 100)
    if not above:
        return _vietnamese_below_hundred(rest)
    words = [str(above), "hundred"]
    if 0 < rest < _TEN:
        words.append("odd" if hundreds == "lẻ" else "odd-north")
    return words + (_vietnamese_below_hundred(rest) if rest else [])


def _vietnamese_below_hundred(n: int) -> list[str]:
    tens, ones = divmod(n, 10)
    if not tens:
        return [str(ones)]
    words = ["ten"] if tens == 1 else [str(tens), "tens"]
    if ones == _FIVE:
        return [*words, "five-after-ten"]
    if tens > 1 and ones in (1, _FOUR):
        return [*words, "one-after-tens" if ones == 1 else "four-after-tens"]
    return [*words, str(ones)] if ones else words


def english_number(n: int) -> list[str]:
    """The words of 1 to 999: 21 twenty, one; 105 one hundred five."""
    _check_range(n)
    above, rest = divmod(n, 100)
    words = [str(above), "hundred"] if above else []
    if rest >= _TWENTY:
        words.append(str(rest // 10 * 10))
        rest %= 10
    return [*words, str(rest)] if rest else words


def _check_range(n: int) -> None:
    if not 1 <= n <= LARGEST_NUMBER:
        raise ValueError(f"{n} cannot be read out (accepted: 1 to {LARGEST_NUMBER})")


def _vietnamese_words(manner: Manner) -> Iterator[str]:
    yield from ("invite", "again", "citizen", "to-counter")
    yield from _signs()
    yield from ("ten", "tens", "one-after-tens", "four-after-tens", "five-after-ten", "hundred")
    yield "odd" if manner.hundreds == "lẻ" else "odd-north"


def _english_words() -> Iterator[str]:
    yield from ("again", "number", "counter")
    yield from _signs()
    yield from (str(n) for n in range(10, 20))
    yield from (str(n) for n in range(20, 100, 10))
    yield "hundred"


def _signs() -> Iterator[str]:
    yield from (str(digit) for digit in range(10))
    yield from (f"letter-{letter.lower()}" for letter in LETTERS)
