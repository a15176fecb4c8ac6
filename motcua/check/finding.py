"""A finding: something of this machine that is wrong, or worth knowing, said by a key of the catalogue."""

from dataclasses import dataclass, field
from typing import Final, Literal

from words import Catalogue

Role = Literal["coordinator", "kiosk", "printer", "counter", "display"]


@dataclass(frozen=True)
class Finding:
    """`key` names a text and, for a fault, `KEY.mend` what to do about it; `values` fill their placeholders."""

    key: str
    values: dict[str, object] = field(default_factory=dict)
    is_fault: bool = True


def fault(key: str, /, **values: object) -> Finding:
    return Finding(key, values)


def note(key: str, /, **values: object) -> Finding:
    return Finding(key, values, is_fault=False)


_LINE: Final = "line.fault", "line.note"


def line_of(finding: Finding, words: Catalogue) -> str:
    """One line: the part that it is about, what was found and, for a fault, the mend."""
    part = words(f"part.{finding.key.partition('.')[0]}")
    said = _on_one_line(words(finding.key, **finding.values))
    if not finding.is_fault:
        return words(_LINE[1], part=part, said=said)
    mend = _on_one_line(words(f"{finding.key}.mend", **finding.values))
    return words(_LINE[0], part=part, said=said, mend=mend)


def _on_one_line(text: str) -> str:
    """What a library says of its trouble may have several."""
    return " ".join(text.split())
