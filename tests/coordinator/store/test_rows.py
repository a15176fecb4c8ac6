"""Rows of the store: those that are made of whole rows of a table have its columns, in its order."""

from dataclasses import fields

import pytest
from sqlalchemy import Table

from coordinator.store.rows import PrintJobRow, TicketRow
from coordinator.store.schema import print_jobs, tickets


@pytest.mark.parametrize(("row", "table"), [(TicketRow, tickets), (PrintJobRow, print_jobs)])
def test_a_whole_row_has_its_tables_columns_in_order(
    row: type[TicketRow | PrintJobRow], table: Table
) -> None:
    assert [field.name for field in fields(row)] == [column.name for column in table.columns]
