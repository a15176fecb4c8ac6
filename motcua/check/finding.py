"""A finding: something of this machine that is wrong, or worth knowing, said by a key of the catalogue."""

from collections.abc import Iterable
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
    part, said = _part_of(finding, words), _said_of(finding, words)
    if not finding.is_fault:
        return words(_LINE[1], part=part, said=said)
    return words(_LINE[0], part=part, said=said, mend=_mend_of(finding, words))


def said_in(catalogues: Iterable[Catalogue], finding: Finding) -> dict[str, object]:
    """For programs: the same three texts, each in every language."""
    every = list(catalogues)
    return {
        "part": {words.language: _part_of(finding, words) for words in every},
        "said": {words.language: _said_of(finding, words) for words in every},
        "mend": {words.language: _mend_of(finding, words) for words in every if finding.is_fault},
        "is_fault": finding.is_fault,
    }


def _part_of(finding: Finding, words: Catalogue) -> str:
    return words(f"part.{finding.key.partition('.')[0]}")


def _said_of(finding: Finding, words: Catalogue) -> str:
    return _on_one_line(words(finding.key, **finding.values))


def _mend_of(finding: Finding, words: Catalogue) -> str:
    return _on_one_line(words(f"{finding.key}.mend", **finding.values))


def _on_one_line(text: str) -> str:
    """What a library says of its trouble may have several."""
    return " ".join(text.split())
