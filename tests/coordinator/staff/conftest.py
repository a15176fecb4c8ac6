"""PINs whose hashes cost nothing."""

import pytest
from argon2 import PasswordHasher

from coordinator.staff import pins


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real cost of a PIN's hash is for thieves, not for every test."""
    monkeypatch.setattr(pins, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
