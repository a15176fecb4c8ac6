"""A centre with all that its web is served with, none of which runs: what a test is about, it puts in itself."""

import os
from pathlib import Path
from typing import Final

from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import CenterFile
from coordinator.checking import MachineCheck
from coordinator.desk import Desk
from coordinator.vigil import Vigil
from coordinator.web.application import ServedCenter, most_streams
from coordinator.web.streams import Places
from runtime.clock import SystemClock

VERSION: Final = "1.2.3"
NO_FILE: Final = Path(os.devnull) / "center.toml"


def served_center(desk: Desk, broadcast: Broadcast | None = None) -> ServedCenter:
    """With no file to its settings, and a check that fails."""
    clock = SystemClock()
    return ServedCenter(
        desk=desk,
        settings=desk.settings,
        version=VERSION,
        broadcast=broadcast or Broadcast(desk.board),
        vigil=Vigil(desk.prove),
        places=Places(most_streams(desk.settings.coordinator.threads)),
        settings_room=SettingsRoom(desk, CenterFile(NO_FILE), clock),
        check=MachineCheck(["/bin/false"], clock),
        copies=list,
    )
