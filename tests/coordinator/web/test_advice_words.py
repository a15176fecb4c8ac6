"""Advice as a clerk reads it: one sentence for each state of the day, in both languages."""

from datetime import datetime
from pathlib import Path

import pytest

import coordinator.web
from coordinator.desk.advising import Guidance
from coordinator.web.overview.wording import advice_sentence, is_urgent
from forecast.advice import Advice, Group
from tests.fakes.clock import HANOI
from words import load_words

WORDS = load_words(Path(coordinator.web.__file__).parent / "locale")
NAMES = {"a": {"vi": "Chứng thực", "en": "Certification"}, "b": {"vi": "Hộ tịch", "en": "Civil status"}}
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
SHARED = (Group(("a", "b"), (2, 3)),)


def guidance(*groups: Group, available: int = 6, short: int = 0) -> Guidance:
    return Guidance(at=NINE, open=0, advice=Advice(groups, available, short), came=10, usual=None)


def said(of: Guidance, open_now: int, language: str = "vi") -> str:
    return advice_sentence(of, open_now, NAMES, WORDS.of(language), lambda text: text[language])


def test_more_counters_now_and_when_the_peak_comes() -> None:
    of = guidance(Group(("a",), (3, 4, 5, 2)))
    assert said(of, 2) == "Nên mở 3 quầy ngay (đang mở 2); nhiều nhất sẽ cần 5 quầy vào lúc 10:00."
    assert is_urgent(of, 2)


def test_enough_counters_are_left_alone() -> None:
    of = guidance(Group(("a",), (3, 4)))
    assert said(of, 3, "en") == "The 3 open counters are enough now; at most 4 will be needed, at 09:30."
    assert not is_urgent(of, 3)


def test_a_quiet_hall_needs_nothing() -> None:
    assert said(guidance(), 0, "en").startswith("Nobody waits")


def test_domains_that_had_better_share_are_named() -> None:
    assert said(guidance(*SHARED), 3).endswith("Nên cho các quầy làm chung: Chứng thực + Hộ tịch.")


def test_a_peak_beyond_all_counters_asks_for_all_of_them() -> None:
    of = guidance(Group(("a",), (3, 9)))
    assert said(of, 3) == "Nên mở cả 6 quầy: lúc 09:30 cần 9 quầy mới giữ được mục tiêu chờ."


def test_a_day_that_is_too_full_is_told_as_tickets() -> None:
    of = guidance(Group(("a",), (9, 9)), short=35)
    assert (
        said(of, 6, "en") == "Today's capacity is short by about 35 tickets, even with all 6 counters open."
    )
    assert is_urgent(of, 6)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_sentence_is_longer_than_a_clerk_reads(language: str) -> None:
    for of in (guidance(*SHARED), guidance(Group(("a",), (9,)), short=35), guidance()):
        assert len(said(of, 1, language)) < 160
