"""The terminal's last lines say what the day amounts to and what it broke."""

from datetime import UTC, datetime

from simulation.evidence import Evidence, Refusal
from simulation.invariants import no_gap, no_number_twice
from simulation.summary import judge, summarize
from wire.messages import Call

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def call(seq: int, times: int) -> Call:
    return Call(seq=seq, number="A001", counter=1, domain="x", called_at=NOON, times=times)


def test_recalls_are_counted_apart_and_only_painted_calls_as_on_the_board() -> None:
    evidence = Evidence(
        stream=[call(1, 1), call(2, 2)],
        painted=frozenset({1, 77}),
        papers=["one"],
        after_closing=[Refusal("x", 409), Refusal("y", 201)],
    )
    lines = summarize(evidence, seconds=12.34, kills=3)
    assert "printed     1 papers" in lines
    assert "called      1, and 1 recalls" in lines
    assert "on board    1 calls painted" in lines
    assert "closing     1 of 2 wishes refused after it" in lines
    assert "killed      the coordinator 3 times" in lines
    assert "took        12.3 s" in lines


def test_the_verdict_names_the_rules_that_were_kept_or_each_breach() -> None:
    rules = (no_gap, no_number_twice)
    assert judge([], rules) == ["", "all 2 rules kept: no gap, no number twice"]
    assert judge(["no_gap: missing 7"], rules) == ["", "1 breaches:", "  no_gap: missing 7"]
