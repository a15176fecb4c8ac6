"""What reports are made of: each day summed up; and how citizens rated their visit."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("rating", sa.Integer(), nullable=True))
    op.create_table(
        "day_summaries",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "day", name=op.f("pk_day_summaries")),
    )
