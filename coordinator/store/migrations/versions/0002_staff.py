"""Staff with their sessions, calls for help, tests of printers, and what is needed to take a call back."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"


def upgrade() -> None:
    op.add_column("counters", sa.Column("takeback", sa.Text(), nullable=True))
    op.add_column("counters", sa.Column("button", sa.String(length=16), server_default="ok", nullable=False))
    with op.batch_alter_table("print_jobs", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column(
            "place", existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        )
    op.create_table(
        "help_calls",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "place", name=op.f("pk_help_calls")),
    )
    op.create_table(
        "staff",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("pin_hash", sa.String(length=255), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "key", name=op.f("pk_staff")),
    )
    op.create_table(
        "sessions",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("is_page", sa.Boolean(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "hash", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_staff", "sessions", ["center_id", "key"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "subject", name=op.f("pk_sign_in_failures")),
    )
