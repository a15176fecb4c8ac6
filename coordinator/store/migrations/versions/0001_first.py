"""The first schema."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

_FORBID_CHANGE: Final = """
CREATE TRIGGER audit_is_append_only_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("domain", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_newest", "audit", ["center_id", "seq"], unique=False)
    op.create_index("ix_audit_ticket", "audit", ["place"], unique=False)
    op.create_table(
        "centers",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=True),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("center_id", name=op.f("pk_centers")),
    )
    op.create_table(
        "domains",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("closed_on", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("center_id", "domain", name=op.f("pk_domains")),
    )
    op.create_table(
        "lanes",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "domain", name=op.f("pk_lanes")),
    )
    op.create_table(
        "printers",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("printer", sa.String(length=64), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.Column("is_cover_open", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "printer", name=op.f("pk_printers")),
    )
    op.create_table(
        "replies",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "actor", "key", name=op.f("pk_replies")),
    )
    op.create_index("ix_replies_age", "replies", ["center_id", "replied_at"], unique=False)
    op.create_table(
        "sequences",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "day", "prefix", name=op.f("pk_sequences")),
    )
    op.create_table(
        "tickets",
        sa.Column(
            "place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("priority", sa.String(length=16), nullable=True),
        sa.Column("is_priority", sa.Boolean(), nullable=False),
        sa.Column("procedure", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_tickets")),
        sa.UniqueConstraint(
            "center_id", "day", "prefix", "number", name=op.f("uq_tickets_center_id_day_prefix_number")
        ),
        sa.UniqueConstraint("center_id", "id", name=op.f("uq_tickets_center_id_id")),
        sa.UniqueConstraint("center_id", "link", name=op.f("uq_tickets_center_id_link")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_tickets_lanes",
        "tickets",
        ["center_id", "day", "domain", "is_priority", "place"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_tickets_unfinished",
        "tickets",
        ["center_id", "day", "state"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'called', 'held')"),
        postgresql_where=sa.text("state IN ('waiting', 'called', 'held')"),
    )
    op.create_table(
        "tokens",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("center_id", "name", name=op.f("pk_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_tokens_hash")),
    )
    op.create_table(
        "calls",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["tickets.place"], name=op.f("fk_calls_place")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_newest", "calls", ["center_id", "day", "seq"], unique=False)
    op.create_table(
        "counters",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("counter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("overflow", sa.Text(), nullable=False),
        sa.Column("configured", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["tickets.place"], name=op.f("fk_counters_place")),
        sa.PrimaryKeyConstraint("center_id", "counter", name=op.f("pk_counters")),
    )
    op.create_table(
        "print_jobs",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("printer", sa.String(length=64), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_copy", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("is_pending", sa.Boolean(), nullable=False),
        sa.Column("may_have_printed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["place"], ["tickets.place"], name=op.f("fk_print_jobs_place")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_print_jobs")),
        sa.UniqueConstraint("center_id", "id", name=op.f("uq_print_jobs_center_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_print_jobs_pending",
        "print_jobs",
        ["center_id", "printer", "seq"],
        unique=False,
        sqlite_where=sa.text("is_pending = 1"),
        postgresql_where=sa.text("is_pending"),
    )
    op.create_index("ix_print_jobs_ticket", "print_jobs", ["place", "seq"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_FORBID_CHANGE.format(verb=verb))
