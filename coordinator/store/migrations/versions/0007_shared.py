"""What several processes on one database must know of one another; and what PostgreSQL lacked.

On PostgreSQL the audit refuses changes from here on as on SQLite, and texts are compared by their bytes.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"

_FORBID_CHANGE: Final = (
    """
    CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND EXISTS (
            SELECT 1 FROM day_figures WHERE center_id = OLD.center_id AND day >= OLD.day
        ) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit is append-only';
    END $$
    """,
    """
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()
    """,
    """
    CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
    """,
)
_TEXTS: Final = sa.text(
    "SELECT table_name, column_name, character_maximum_length AS length FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')"
    " ORDER BY table_name, ordinal_position"
)


def upgrade() -> None:
    op.create_table(
        "pairings",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("promise", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_admitted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("has_token", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "id", name=op.f("pk_pairings")),
    )
    op.create_table(
        "signs_of_life",
        sa.Column("center_id", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("center_id", "subject", name=op.f("pk_signs_of_life")),
    )
    # Of a ticket that is removed after its days, each of its calls must be found.
    op.create_index("ix_calls_ticket", "calls", ["place"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for statement in _FORBID_CHANGE:
            op.execute(statement)
        _compare_texts_by_bytes()


def _compare_texts_by_bytes() -> None:
    changes: dict[str, list[str]] = {}
    for table, column, length in op.get_bind().execute(_TEXTS):
        kind = "text" if length is None else f"varchar({length})"
        changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"')
    for table, columns in changes.items():
        op.execute(f'ALTER TABLE "{table}" {", ".join(columns)}')
