"""How a ticket's number is written, and read."""

import re
from typing import Final

_LABEL: Final = re.compile(r"\s*([A-Za-z]{1,2})[\s.-]*([0-9]{1,6})\s*")


def number_label(prefix: str, number: int) -> str:
    """`A001`: at least three digits, more when a day needs them."""
    return f"{prefix}{number:03d}"


def read_label(text: str) -> tuple[str, int] | None:
    """Prefix and number of what somebody typed for one: `A001`, `a1`, `A 001`; null for anything else."""
    found = _LABEL.fullmatch(text)
    return None if found is None else (found[1].upper(), int(found[2]))
