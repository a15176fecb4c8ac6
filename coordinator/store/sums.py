"""Whether rows that were copied from one database to another have all arrived, as they were."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Table, func, select

from coordinator.store.database import StoreError


class Sums:
    """How many rows were sent, and the sum of each whole number among them; held against what has arrived."""

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._table = table
        numbers = (column for column in table.columns if isinstance(column.type, (Integer, BigInteger)))
        self._places = {list(table.columns).index(column): column for column in numbers}
        self._sums = dict.fromkeys(self._places, 0)

    def add(self, row: Sequence[Any]) -> None:
        self.rows += 1
        for i in self._sums:
            self._sums[i] += row[i] or 0

    def check(self, write: Connection, center: str) -> None:
        columns: Iterable[Any] = (func.coalesce(func.sum(column), 0) for column in self._places.values())
        mine = self._table.c.center_id == center
        found = write.execute(select(func.count(), *columns).select_from(self._table).where(mine)).one()
        if [int(value) for value in found] != [self.rows, *self._sums.values()]:
            raise StoreError(
                f"the rows of {self._table.name} did not arrive as they were sent; nothing was changed"
            )
