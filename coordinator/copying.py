"""What copies a centre's records, wherever they are: a file is copied whole, a server's centre row by row."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from config import Settings
from coordinator.location import existing_file, sqlite_file
from coordinator.store.copies import Contents, copied

Copier = Callable[[Path], AbstractContextManager[tuple[Path, Contents]]]
"""Makes the copy in a folder and gives it with what is in it; taken away again unless it was moved. Raises `NoFile`,
`StoreError` or `OSError`.
"""


def copier(settings: Settings, data: Path | None) -> Copier:
    url = settings.coordinator.database
    if data is None and sqlite_file(url) is None:
        # PostgreSQL's driver is loaded only where it is needed.
        from coordinator.store.fetching import fetched  # noqa: PLC0415

        return partial(fetched, url, settings.center.id)
    return partial(_copied, settings, data)


@contextmanager
def _copied(settings: Settings, data: Path | None, folder: Path) -> Iterator[tuple[Path, Contents]]:
    with copied(existing_file(settings, data), folder) as copy:
        yield copy
