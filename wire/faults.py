"""Why a device has no line to its coordinator, as far as it can know: the ones who mend it do different things. Pure.

Each kind has a number that devices show, staff can say over the telephone, and the manual explains.
"""

from dataclasses import dataclass
from typing import Final, Literal

OTHER_CAUSE: Final = "other"
STORE_CAUSES: Final = (
    "full",
    "read-only",
    "moved",
    "damaged",
    "locked",
    "disk",
    "newer",
    "unreached",
    OTHER_CAUSE,
)
"""Why a store fails, as `Problem` and `Health` say it."""

FaultKind = Literal["silent", "store", "refused", "strange", "certificate", "crowded"]
"""`silent`: nobody answers; `store`: the coordinator answers, but can keep nothing; `refused`: it does not know this
device's token; `strange`: what answers is no coordinator, or a broken one; `certificate`: nor does it prove that it is
the right one; `crowded`: too many screens listen already.
"""

CODES: Final[dict[FaultKind, int]] = {
    "silent": 1,
    "store": 2,
    "refused": 3,
    "strange": 4,
    "certificate": 5,
    "crowded": 6,
}


@dataclass(frozen=True)
class LineFault:
    """`cause` says of a failing store why it fails, as `Problem` does; empty otherwise."""

    kind: FaultKind
    cause: str = ""

    @property
    def code(self) -> int:
        return CODES[self.kind]
