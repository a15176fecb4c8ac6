"""What each citizen was told of the wait, to be set against what came."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("told_low", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("told_high", sa.Integer(), nullable=True))
