"""The tables. `center_id` is in every one, so that many centres can share a database.

Migrations bring a database to this form; a test holds the two together. On PostgreSQL they also let every text be
compared by its bytes, as SQLite does: no order, and no index, depends on the server's languages.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
    literal_column,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    },
)

# SQLite numbers rows by itself only where the key is INTEGER.
_RowNumber: Final = BigInteger().with_variant(Integer, "sqlite")


def _center() -> Column[str]:
    return Column("center_id", String(64), nullable=False)


def _key(name: str, length: int = 64) -> Column[str]:
    return Column(name, String(length), primary_key=True)


centers: Final = Table(
    "centers",
    metadata,
    _key("center_id"),
    Column("day", String(10)),
    Column("message", Text, nullable=False, server_default=""),
    Column("settings", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
)

tickets: Final = Table(
    "tickets",
    metadata,
    Column("place", _RowNumber, primary_key=True, autoincrement=True),
    _center(),
    Column("id", String(32), nullable=False),
    Column("link", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("prefix", String(2), nullable=False),
    Column("number", Integer, nullable=False),
    Column("domain", String(64), nullable=False),
    Column("priority", String(16)),
    Column("is_priority", Boolean, nullable=False),
    Column("procedure", String(64)),
    Column("language", String(8), nullable=False),
    Column("state", String(16), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("called_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("counter", Integer),
    Column("times", Integer, nullable=False, server_default="0"),
    Column("told_low", Integer),
    Column("told_high", Integer),
    Column("rating", Integer),
    UniqueConstraint("center_id", "day", "prefix", "number"),
    UniqueConstraint("center_id", "id"),
    UniqueConstraint("center_id", "link"),
    sqlite_autoincrement=True,
)

# Literals, not bound values: SQLite takes a partial index only where it can see that the query implies it.
is_waiting: Final = tickets.c.state == literal_column("'waiting'")
is_unfinished: Final = tickets.c.state.in_(
    [literal_column("'waiting'"), literal_column("'called'"), literal_column("'held'")],
)

# A lane's head is the first entry of one range of this index, whatever lies behind it in the table.
_lanes: Final = Index(
    "ix_tickets_lanes",
    tickets.c.center_id,
    tickets.c.day,
    tickets.c.domain,
    tickets.c.is_priority,
    tickets.c.place,
    sqlite_where=is_waiting,
)
_unfinished: Final = Index(
    "ix_tickets_unfinished",
    tickets.c.center_id,
    tickets.c.day,
    tickets.c.state,
    sqlite_where=is_unfinished,
)

sequences: Final = Table(
    "sequences",
    metadata,
    _key("center_id"),
    _key("day", 10),
    _key("prefix", 2),
    Column("last", Integer, nullable=False),
)

lanes: Final = Table(
    "lanes",
    metadata,
    _key("center_id"),
    _key("domain"),
    Column("run", Integer, nullable=False),
)

domains: Final = Table(
    "domains",
    metadata,
    _key("center_id"),
    _key("domain"),
    Column("closed_on", String(10)),
)

counters: Final = Table(
    "counters",
    metadata,
    _key("center_id"),
    Column("counter", Integer, primary_key=True, autoincrement=False),
    Column("is_open", Boolean, nullable=False),
    Column("place", _RowNumber, ForeignKey("tickets.place")),
    Column("domains", Text, nullable=False),
    Column("overflow", Text, nullable=False),
    Column("configured", Text, nullable=False),
    Column("takeback", Text),
    Column("button", String(16), nullable=False, server_default="ok"),
)

calls: Final = Table(
    "calls",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _center(),
    Column("day", String(10), nullable=False),
    Column("place", _RowNumber, ForeignKey("tickets.place"), nullable=False),
    Column("label", String(16), nullable=False),
    Column("counter", Integer, nullable=False),
    Column("domain", String(64), nullable=False),
    Column("called_at", BigInteger, nullable=False),
    Column("times", Integer, nullable=False),
    Index("ix_calls_newest", "center_id", "day", "seq"),
    Index("ix_calls_ticket", "place"),
)

print_jobs: Final = Table(
    "print_jobs",
    metadata,
    Column("seq", _RowNumber, primary_key=True, autoincrement=True),
    _center(),
    Column("id", String(32), nullable=False),
    Column("printer", String(64), nullable=False),
    Column("place", _RowNumber, ForeignKey("tickets.place")),
    Column("is_copy", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("is_pending", Boolean, nullable=False),
    Column("may_have_printed", Boolean, nullable=False, server_default=false()),
    Column("queued_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("retry_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("reason", Text, nullable=False, server_default=""),
    UniqueConstraint("center_id", "id"),
    Index("ix_print_jobs_ticket", "place", "seq"),
    sqlite_autoincrement=True,
)
_pending: Final = Index(
    "ix_print_jobs_pending",
    print_jobs.c.center_id,
    print_jobs.c.printer,
    print_jobs.c.seq,
    sqlite_where=print_jobs.c.is_pending == literal_column("1"),
)

printers: Final = Table(
    "printers",
    metadata,
    _key("center_id"),
    _key("printer"),
    Column("is_online", Boolean, nullable=False),
    Column("paper", String(16), nullable=False),
    Column("is_cover_open", Boolean, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
    Column("changed_at", BigInteger, nullable=False),
)

day_figures: Final = Table(
    "day_figures",
    metadata,
    _key("center_id"),
    _key("day", 10),
    Column("figures", Text, nullable=False),
)

day_summaries: Final = Table(
    "day_summaries",
    metadata,
    _key("center_id"),
    _key("day", 10),
    Column("summary", LargeBinary, nullable=False),
)

replies: Final = Table(
    "replies",
    metadata,
    _key("center_id"),
    _key("actor", 80),
    _key("key"),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("replied_at", BigInteger, nullable=False),
    Index("ix_replies_age", "center_id", "replied_at"),
)

tokens: Final = Table(
    "tokens",
    metadata,
    _key("center_id"),
    _key("name"),
    Column("role", String(16), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

pairings: Final = Table(
    "pairings",
    metadata,
    _key("center_id"),
    _key("id", 32),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("promise", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("code", String(6)),
    Column("wrong_codes", Integer, nullable=False, server_default="0"),
    Column("is_admitted", Boolean, nullable=False, server_default=false()),
    Column("has_token", Boolean, nullable=False, server_default=false()),
    Column("ends_at", BigInteger, nullable=False),
)

signs_of_life: Final = Table(
    "signs_of_life",
    metadata,
    _key("center_id"),
    _key("subject", 80),
    Column("version", String(32)),
    Column("at", BigInteger, nullable=False),
)

help_calls: Final = Table(
    "help_calls",
    metadata,
    _key("center_id"),
    _key("place"),
    Column("asked_at", BigInteger, nullable=False),
)

staff: Final = Table(
    "staff",
    metadata,
    _key("center_id"),
    _key("key"),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("pin_hash", String(255), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

sessions: Final = Table(
    "sessions",
    metadata,
    _key("center_id"),
    _key("hash"),
    Column("key", String(64), nullable=False),
    Column("is_page", Boolean, nullable=False),
    Column("counter", Integer),
    Column("began_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("ix_sessions_staff", "center_id", "key"),
)

sign_in_failures: Final = Table(
    "sign_in_failures",
    metadata,
    _key("center_id"),
    _key("subject", 80),
    Column("count", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("seq", _RowNumber, primary_key=True, autoincrement=True),
    _center(),
    Column("day", String(10), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(32), nullable=False),
    Column("place", _RowNumber),
    Column("counter", Integer),
    Column("domain", String(64)),
    Column("detail", Text, nullable=False, server_default=""),
    Index("ix_audit_newest", "center_id", "seq"),
    Index("ix_audit_ticket", "place"),
    sqlite_autoincrement=True,
)

_ON_POSTGRESQL: Final[dict[Index, ColumnElement[bool]]] = {
    _lanes: is_waiting,
    _unfinished: is_unfinished,
    _pending: print_jobs.c.is_pending,
}


@event.listens_for(metadata, "before_create")
def _name_what_is_indexed(_metadata: MetaData, connection: Connection, **_said: object) -> None:
    """Said with the indexes themselves, this would load SQLAlchemy's words for PostgreSQL wherever there is none."""
    if connection.dialect.name == "postgresql":
        for index, rows in _ON_POSTGRESQL.items():
            index.dialect_kwargs["postgresql_where"] = rows
