"""The device token of a machine: where it is looked for, and what is said when it is not there.

A token is a secret: it never stands in `center.toml` itself, only the file that holds it does.
"""

import os
from pathlib import Path
from typing import Final

from config.loading import SettingsError
from config.settings import Settings

VARIABLE: Final = "MOTCUA_TOKEN"
FILE_VARIABLE: Final = "MOTCUA_TOKEN_FILE"
_APPLIANCE: Final = "/var/lib/motcua/{role}/token"
_READABLE_BY_ALL: Final = 0o004


def device_token(settings: Settings, own_file: str = "") -> str:
    """The token from `$MOTCUA_TOKEN`, else from `own_file`, else from the file that `$MOTCUA_TOKEN_FILE` names,
    else from `[coordinator] token_file`.

    `own_file` is the room's own `token_file`, empty where it has none; the variable is how a service's unit says
    where the token of its process lies. Raises `SettingsError` that names the file and the mend.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        return _checked(given, f"${VARIABLE}")
    file = own_file or os.environ.get(FILE_VARIABLE, "").strip() or settings.coordinator.token_file
    return token_in(Path(file))


def appliance_file(role: str, place: str = _APPLIANCE) -> str:
    """The file that the unit of this role's process names, for whoever looks on; empty where there is none."""
    file = place.format(role=role)
    return file if Path(file).exists() else ""


def token_in(path: Path) -> str:
    """The token of a file that its process alone may read; raises `SettingsError` that names the file and the mend."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        mend = f"motcua token create ROLE NAME > {path}, or set ${VARIABLE}"
        raise SettingsError(str(path), [f"no device token can be read: {error}; mend: {mend}"]) from error
    if mode & _READABLE_BY_ALL:
        problem = f"everyone on this machine can read the token; mend: chmod 640 {path}"
        raise SettingsError(str(path), [problem])
    return _checked(text, str(path))


def _checked(token: str, source: str) -> str:
    """A token goes into a header: a stray line or blank there would be sent as something else."""
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            source, ["holds no device token (accepted: one line, as `motcua token create` prints it)"]
        )
    return token
