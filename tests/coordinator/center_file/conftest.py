"""A centre whose settings come from a file that the tests change; one engine is enough for what is about files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config import load
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import CenterFile
from coordinator.desk import Desk, open_desk
from tests.fakes.clock import MovableClock


@dataclass(frozen=True)
class House:
    """A running coordinator's desk with its room of settings."""

    path: Path
    url: str
    clock: MovableClock
    desk: Desk
    room: SettingsRoom

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def digest(self) -> str:
        return self.room.file.read().digest

    def write(self, text: str) -> None:
        """With an editor."""
        self.path.write_text(text, encoding="utf-8")

    def replace(self, old: str, new: str) -> None:
        assert old in self.text
        self.write(self.text.replace(old, new))

    def audit(self) -> list[tuple[str, list[dict[str, Any]]]]:
        with self.desk._database.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT actor, detail FROM audit WHERE action = 'settings.changed' ORDER BY seq"
            )
            return [(row.actor, json.loads(row.detail)["changes"]) for row in rows]


def open_house(path: Path, url: str, clock: MovableClock) -> House:
    desk = open_desk(load(path), url, clock)
    room = SettingsRoom(desk, CenterFile(path), clock)
    room.notice()
    return House(path, url, clock, desk, room)


@pytest.fixture
def house(center_file: Path, made_url: str, clock: MovableClock) -> Iterator[House]:
    opened = open_house(center_file, made_url, clock)
    yield opened
    opened.desk.close()
