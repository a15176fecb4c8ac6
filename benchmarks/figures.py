"""Figures as they are told: quantiles, and tables in Markdown, ready for `docs/performance.md`."""

import os
import platform
import sys
from collections.abc import Iterable, Sequence


def quantile(values: Iterable[float], share: float) -> float:
    """What `share` of some values do not exceed; of none, not a number."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def print_machine(command: Sequence[str]) -> None:
    """On which machine, how busy it is with other things now, and by which command."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load average {load}, `{' '.join(command)}`",
        end="\n\n",
        flush=True,
    )


def print_head(*columns: str) -> None:
    """The head of a table."""
    print_row(*columns)
    print_row(*["---"] * len(columns))


def print_row(*cells: object) -> None:
    """A row of a table: numbers with the digits that matter."""
    print("| " + " | ".join(_cell(cell) for cell in cells) + " |", flush=True)


def say(text: str) -> None:
    """What is being done, beside the report."""
    sys.stderr.write(f"{text}\n")


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
