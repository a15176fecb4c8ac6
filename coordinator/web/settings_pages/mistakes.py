"""What is wrong with a form, each mistake at its field. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from config.mistakes import Mistake

_PAPERS: Final = re.compile(r"(.*\.papers)\[\d+\]")
_OF_HOURS: Final = re.compile(r"(hours\[\d+\])\.days\[\d+\]")


@dataclass(frozen=True)
class Mistakes:
    """`fields`: by a field's name, the kind of what is wrong there; `others`: sentences of what no field shows."""

    fields: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.fields or self.others)


def at_fields(found: Iterable[Mistake], prefixes: Iterable[str], shown: Iterable[str]) -> Mistakes:
    """`prefixes`: what stands in the file before the names of the form's fields, such as `domains[2].`; `shown`: the
    fields that the form has.
    """
    mistakes, prefixes, shown = Mistakes(), list(prefixes), set(shown)
    for mistake in found:
        named = [name for key in mistake.keys for name in _names(key, prefixes) if name in shown]
        for name in named:
            mistakes.fields.setdefault(name, mistake.kind)
        if not named:
            mistakes.others.append(mistake.text)
    return mistakes


def _names(key: str, prefixes: Iterable[str]) -> list[str]:
    """What the field of a key may be called: a text's is that of its Vietnamese."""
    rest = next((key.removeprefix(prefix) for prefix in prefixes if key.startswith(prefix)), None)
    if rest is None:
        return []
    papers, hours = _PAPERS.fullmatch(rest), _OF_HOURS.fullmatch(rest)
    if papers:
        return [f"{papers[1]}.vi"]
    return [f"{hours[1]}.days"] if hours else [rest, f"{rest}.vi"]
