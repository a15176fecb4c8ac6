"""The settings in force: what the centre last ran with, so that every process takes them up with its next look."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"


def upgrade() -> None:
    op.add_column("centers", sa.Column("settings", sa.Text(), nullable=True))
    op.add_column("centers", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
