"""What is on the disk: tables, migrations and every SQL statement. Nothing above this room knows SQL.

Each module holds the statements of one topic as functions of an open connection; `database` opens it.
Times are whole milliseconds since the epoch, UTC.
"""
