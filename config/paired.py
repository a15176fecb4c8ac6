"""The coordinator that let this machine in: where its address is kept, and how it goes before the settings' own.

What a pairing brought is no setting: it is written by a process, into the folder of its state.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from config.settings import Settings

VARIABLE: Final = "MOTCUA_COORDINATOR_FILE"
_APPLIANCE: Final = "/var/lib/motcua/{role}/coordinator"


def with_paired_coordinator(settings: Settings) -> Settings:
    """The settings with the address from the file that `$MOTCUA_COORDINATOR_FILE` names, where it is there."""
    return _with_address(settings, os.environ.get(VARIABLE, ""))


def with_appliances_coordinator(
    settings: Settings, roles: Iterable[str], place: str = _APPLIANCE
) -> Settings:
    """The same for whoever looks on: with what the units of these roles name."""
    for role in roles:
        settings = _with_address(settings, place.format(role=role))
    return settings


def _with_address(settings: Settings, file: str) -> Settings:
    if not file or not Path(file).exists():
        return settings
    address = Path(file).read_text(encoding="ascii").strip()
    return replace(settings, coordinator=replace(settings.coordinator, url=address))
