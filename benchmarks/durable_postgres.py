"""A PostgreSQL of the measurements' own, from Debian's package, whose commits wait for the disk as in earnest."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.postgres import Postgres


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    with TemporaryDirectory() as folder:
        server = Postgres(Path(folder), is_durable=True)
        try:
            yield server
        finally:
            server.stop()
