"""What a simulated day amounts to, in words for a terminal."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from simulation.evidence import Evidence


def summarize(evidence: Evidence, seconds: float, kills: int) -> list[str]:
    """A line for each figure."""
    first_calls = [call for call in evidence.stream if call.times == 1]
    served = sum(ticket.state == "served" for ticket in evidence.final.values())
    refused = sum(attempt.status != 201 for attempt in evidence.after_closing)  # noqa: PLR2004 HTTP's "created"
    return [
        f"issued      {len(evidence.issued)}",
        f"printed     {len(evidence.papers)} papers",
        f"called      {len(first_calls)}, and {len(evidence.stream) - len(first_calls)} recalls",
        f"on board    {len(evidence.painted & {call.seq for call in evidence.stream})} calls painted",
        f"served      {served}",
        f"closing     {refused} of {len(evidence.after_closing)} wishes refused after it",
        f"repeated    {len(evidence.repeats)} commands under their old keys",
        f"killed      the coordinator {kills} times",
        f"took        {seconds:.1f} s",
    ]


def judge(violations: list[str], rules: Iterable[Callable[[Any], Iterator[str]]]) -> list[str]:
    """The verdict: each breach, or the rules that were kept."""
    if violations:
        return ["", f"{len(violations)} breaches:", *(f"  {violation}" for violation in violations)]
    names = [rule.__name__.replace("_", " ") for rule in rules]
    return ["", f"all {len(names)} rules kept: {', '.join(names)}"]
