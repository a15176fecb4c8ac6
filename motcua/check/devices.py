"""The other machines' part of the check, as the coordinator hears them: who is silent, who runs another version?"""

from collections.abc import Iterator

from config import Settings, SettingsError
from config.token import appliance_file, device_token
from motcua.check.finding import Finding, note
from wire.client import Coordinator, Refused, Unreachable
from wire.devices import INQUIRER


def check_devices(settings: Settings) -> Iterator[Finding]:
    """With the kiosk's token. A coordinator that does not answer, or not this token, is another check's finding."""
    try:
        token = device_token(settings, settings.kiosk.token_file or appliance_file("kiosk"))
    except SettingsError:
        return
    it = Coordinator(settings.coordinator.url, token, agent=INQUIRER)
    try:
        heard = it.devices()
    except (Unreachable, Refused):
        return
    finally:
        it.close()
    for one in heard.others():
        yield note("device.version", device=one.name, theirs=one.version, ours=heard.version)
    for one in heard.silent():
        if one.silent_s is None:
            yield note("device.never", device=one.name, minutes=heard.up_s // 60)
        else:
            yield note("device.silent", device=one.name, minutes=one.silent_s // 60)
