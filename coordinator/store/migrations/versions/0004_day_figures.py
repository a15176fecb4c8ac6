"""What is kept of a day after its tickets were removed: its figures. Only then may lines of the audit go."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004"
down_revision: Final = "0003"

_FORBID_DELETE: Final = """
CREATE TRIGGER audit_is_append_only_DELETE BEFORE DELETE ON audit
WHEN NOT EXISTS (SELECT 1 FROM day_figures WHERE center_id = OLD.center_id AND day >= OLD.day)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "day_figures",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "day", name=op.f("pk_day_figures")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_is_append_only_DELETE")
        op.execute(_FORBID_DELETE)
