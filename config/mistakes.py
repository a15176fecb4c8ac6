"""One mistake in a file: as a sentence for a terminal; and by kind and place, for a page that shows it at its field."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "unknown-key",
    "missing",
    "not-accepted",
    "repeated",
    "at-least-one",
    "unknown-domain",
    "no-vietnamese",
    "not-before-end",
    "other",
]


@dataclass(frozen=True)
class Mistake:
    """`text` is ready to print. `keys`: the fields that it is about, as `domains[2].prefix`, counted from 1."""

    text: str
    kind: Kind = "other"
    keys: tuple[str, ...] = ()
