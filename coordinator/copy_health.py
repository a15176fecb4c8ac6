"""How the copies of the records are, worst first: a centre whose nights bring no copy must hear of it in days. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from coordinator.copy_record import Place, Record

OLD_SECONDS: Final = 2 * 24 * 3600
"""A copy a night: one may be missed, as by a machine that is switched off."""
SETTLING_SECONDS: Final = 20 * 60
"""After a start, in which a machine that was off for days makes its copy (`motcua-backup.timer`: after ten minutes)."""

Condition = Literal[
    "unreadable",
    "never",
    "old",
    "failed",
    "full",
    "stick-full",
    "stick-failed",
    "stick-missing",
    "stick-never",
    "due",
    "well",
]
"""`due`: one will be made in a few minutes, or in the first night; `stick-never`: they lie on the card alone."""
GOOD: Final[tuple[Condition, ...]] = ("due", "well")


@dataclass(frozen=True)
class CopyHealth:
    """`seconds` is how old the copy is that is spoken of: the stick's own, else the youngest of all; null: there is
    none. `folder` is where it was to go, empty where it is about all; `is_on_stick`: a stick has the youngest, too.
    """

    condition: Condition
    seconds: int | None = None
    folder: str = ""
    problem: str = ""
    is_on_stick: bool = False


def judge(record: Record | None, made_ms: int | None, now_ms: int, up_seconds: float) -> list[CopyHealth]:
    """Everything that is wrong, else the one that all is well; empty where no copies are made by themselves.

    `made_ms`: when the folder that copies lie in was made or last changed, null where there is none. `up_seconds`: for
    how long the machine has run.
    """
    if record is None:
        return [] if made_ms is None else [_without_record(made_ms, now_ms, up_seconds)]
    age = _youngest(record, now_ms)
    found = list(_wrong(record, age, now_ms, up_seconds))
    return found or [CopyHealth("well", age, is_on_stick=_is_on_stick(record))]


def _without_record(made_ms: int, now_ms: int, up_seconds: float) -> CopyHealth:
    """What a version wrote that kept no record is told by its folder alone."""
    is_new = now_ms - made_ms <= OLD_SECONDS * 1000
    return CopyHealth("due" if is_new or up_seconds < SETTLING_SECONDS else "never")


def _wrong(record: Record, age: int | None, now_ms: int, up_seconds: float) -> Iterator[CopyHealth]:
    if age is None:
        yield CopyHealth("never")
    elif age > OLD_SECONDS:
        # What failed before the machine was switched off is tried again in a moment.
        if up_seconds < SETTLING_SECONDS:
            yield CopyHealth("due", age)
            return
        yield CopyHealth("old", age)
    for place in sorted(record.places, key=lambda one: one.is_stick):
        yield from _wrong_at(place, age, now_ms)


def _wrong_at(place: Place, newest: int | None, now_ms: int) -> Iterator[CopyHealth]:
    own = _age(place.copied_ms, now_ms)
    if place.cause == "absent":
        # A stick that is carried home for a day is none that is missing.
        if own is None:
            yield CopyHealth("stick-never", newest, place.folder)
        elif own > OLD_SECONDS:
            yield CopyHealth("stick-missing", own, place.folder)
    elif place.cause:
        condition: Condition = "full" if place.cause == "full" else "failed"
        if place.is_stick:
            condition = "stick-full" if condition == "full" else "stick-failed"
        yield CopyHealth(condition, own, place.folder, place.problem)


def _youngest(record: Record, now_ms: int) -> int | None:
    ages = (_age(place.copied_ms, now_ms) for place in record.places)
    return min((age for age in ages if age is not None), default=None)


def _age(copied_ms: int | None, now_ms: int) -> int | None:
    """Null also for what a clock says that ran ahead: it would be young for years."""
    if copied_ms is None or copied_ms - now_ms > OLD_SECONDS * 1000:
        return None
    return max(0, now_ms - copied_ms) // 1000


def _is_on_stick(record: Record) -> bool:
    return any(one.is_stick and not one.cause and one.copied_ms is not None for one in record.places)
