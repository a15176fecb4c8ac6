"""What may be done to a run: each fault has a name, strikes at a seeded moment, and is over when `strike` comes back.

`lacks` says what this machine lacks for it, empty where nothing.
"""

import random
from typing import Protocol

from tests.chaos.stage import Stage


class Fault(Protocol):
    @property
    def name(self) -> str: ...

    def lacks(self, stage: Stage) -> str: ...

    def strike(self, stage: Stage, chance: random.Random) -> None:
        """Do it and let it pass; fails where what must be said of it is not said."""
