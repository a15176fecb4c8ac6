"""What holds for every test."""

import pytest
from hypothesis import settings, strategies

# A busy machine is no finding: examples are judged by their outcome alone.
settings.register_profile("motcua", settings(), deadline=None)
settings.load_profile("motcua")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "only_sqlite(reason): not done on PostgreSQL too, for it cannot depend on the database, or is SQLite's",
    )


def pytest_collection_finish() -> None:
    """Load now what hypothesis would load late.

    pytest parses it anew then, and Python 3.11's parser can fail deep in a stack (CPython issue 106905).
    """
    strategies.from_regex("a").validate()
