"""The device token of this machine: from the environment, or from the file that the settings name."""

import os
from pathlib import Path
from typing import Final

from config.loading import SettingsError
from config.settings import Settings

VARIABLE: Final = "MOTCUA_TOKEN"


def device_token(settings: Settings, own_file: str) -> str:
    """`$MOTCUA_TOKEN`, else what stands in `own_file`, else in `[coordinator] token_file`.

    Raises `SettingsError` naming the file and the mend; the token itself is in no message.
    """
    token = os.environ.get(VARIABLE, "").strip()
    return token or _read(Path(own_file or settings.coordinator.token_file))


def _read(path: Path) -> str:
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            str(path), [f"the device token cannot be read: {error}; {_mend(path)}"]
        ) from error
    if not token:
        raise SettingsError(str(path), [f"is empty, the device token is missing; {_mend(path)}"])
    return token


def _mend(path: Path) -> str:
    return f"make one with `motcua token create ROLE NAME > {path}`, or set ${VARIABLE}"
