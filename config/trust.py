"""Root must not be led by another user's file: of a database's place that is believed only in the same user's reach.

On an installed machine the file belongs to the coordinator, which writes it for the manager; so does the database.
"""

import os
from pathlib import Path
from typing import Final

from config.loading import SettingsError
from config.settings import Settings

_SQLITE: Final = "sqlite:///"


def check_trust(config: Path, settings: Settings) -> None:
    """Raises `SettingsError` where root would open a database in a folder of another user than the file's."""
    url = settings.coordinator.database
    if os.geteuid() != 0 or not url.startswith(_SQLITE):
        return
    folder, owner = Path(url.removeprefix(_SQLITE)).parent, config.stat().st_uid
    if owner != 0 and folder.exists() and folder.stat().st_uid != owner:
        problem = (
            f"coordinator.database: {folder} belongs to another user than this file: root works on no database"
            f" that others name (accepted: a folder of the file's owner; or chown root {config})"
        )
        raise SettingsError(str(config), [problem])
