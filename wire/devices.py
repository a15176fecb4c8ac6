"""The centre's devices as the coordinator hears them: which version speaks, and who has fallen silent. Pure.

Every client names its version with each request. Agents keep a stream open, so one that runs is heard every few
seconds; what is asked for by hand at a machine, such as its check, is no sign that the machine's agent runs.
"""

import re
from typing import Final

from wire.messages import Answer, Role

AGENT: Final = "motcua"
"""How a client of ours names itself: `motcua/1.2.3`."""
INQUIRER: Final = "motcua-check"
"""How one names itself that only looks; it is not taken for the device whose token it uses."""
LONGEST_SILENCE_SECONDS: Final = 120

_VERSION: Final = re.compile(rf"{AGENT}/([0-9][\w.+!-]{{0,31}})")


class Device(Answer, frozen=True):
    """Who holds a device token. `version` is null where a browser or another program speaks, or nobody has;
    `silent_s` is null where nobody was heard since the coordinator started.
    """

    name: str
    role: Role
    version: str | None
    silent_s: int | None


class Devices(Answer, frozen=True):
    """`version` is the coordinator's own, which has run for `up_s`."""

    version: str
    up_s: int
    devices: list[Device]

    def silent(self) -> list[Device]:
        """Those that were not heard for so long that they are off or cut off."""
        return [one for one in self.devices if self._silence(one) > LONGEST_SILENCE_SECONDS]

    def others(self) -> list[Device]:
        """Those that run another version than the coordinator."""
        return [one for one in self.devices if one.version not in (None, self.version)]

    def _silence(self, device: Device) -> int:
        return self.up_s if device.silent_s is None else device.silent_s


def version_in(agent: str) -> str | None:
    """Of what a client calls itself (its `User-Agent`); null for one that is not ours."""
    found = _VERSION.match(agent)
    return None if found is None else found[1]


def is_inquirer(agent: str) -> bool:
    return agent.startswith(f"{INQUIRER}/")
