"""Days summed up: kept once they are over, so that reports over years need not read their tickets."""

from collections.abc import Iterator
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select

from coordinator.queue.summary import Key, Summary
from coordinator.queue.tally import Tally
from coordinator.store.schema import day_summaries, sequences

_Packed = dict[str, dict[str, tuple[bytes, bytes]]]
_decoder: Final = msgspec.msgpack.Decoder(_Packed)

_s: Final = day_summaries.c
_RANGE: Final = (
    select(_s.day, _s.summary)
    .where(_s.center_id == bindparam("center"), _s.day.between(bindparam("since"), bindparam("until")))
    .order_by(_s.day)
)
_KEPT: Final = select(_s.day).where(_s.center_id == bindparam("center"))
_MISSING: Final = (
    sequences.c.center_id == bindparam("center"),
    sequences.c.day < bindparam("before"),
    sequences.c.day.not_in(_KEPT),
)
_FIRST_MISSING: Final = select(func.min(sequences.c.day)).where(*_MISSING)
_MISSING_WITHIN: Final = (
    select(sequences.c.day)
    .where(*_MISSING, sequences.c.day >= bindparam("since"))
    .distinct()
    .order_by(sequences.c.day)
)


def keep(connection: Connection, center: str, day: str, summary: Summary) -> None:
    packed: _Packed = {}
    for (kind, key), tally in summary.groups.items():
        packed.setdefault(kind, {})[key] = tally.pack()
    values = {"center_id": center, "day": day, "summary": msgspec.msgpack.encode(packed)}
    connection.execute(insert(day_summaries), values)


def within(connection: Connection, center: str, since: str, until: str) -> Iterator[tuple[str, Summary]]:
    """The days of a range that were kept, oldest first; both ends are of the range."""
    for row in connection.execute(_RANGE, {"center": center, "since": since, "until": until}):
        yield row.day, Summary(_groups(row.summary))


def first_missing(connection: Connection, center: str, before: str) -> str | None:
    """The oldest day with numbers that was not summed up yet."""
    day: str | None = connection.execute(_FIRST_MISSING, {"center": center, "before": before}).scalar()
    return day


def missing_within(connection: Connection, center: str, since: str, before: str) -> list[str]:
    """The days with numbers of a range that were not summed up; `before` is not of the range."""
    values = {"center": center, "since": since, "before": before}
    return list(connection.execute(_MISSING_WITHIN, values).scalars())


def _groups(packed: bytes) -> dict[Key, Tally]:
    found: dict[Key, Tally] = {}
    for kind, groups in _decoder.decode(packed).items():
        for key, tally in groups.items():
            found[kind, key] = Tally.unpack(tally)  # type: ignore[index] # a kind as it was kept
    return found
