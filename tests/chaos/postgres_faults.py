"""What happens to a database server: it is restarted in order, killed, stands still, and cuts everyone off."""

import random
import time
from dataclasses import dataclass
from typing import Literal

from tests.chaos.stage import Stage
from tests.fakes.postgres import Postgres

Harm = Literal["restart", "crash", "freeze", "cut"]


@dataclass(frozen=True)
class HarmServer:
    """restart: in order. crash: as by a power cut, with a recovery. freeze: nothing is answered for a while. cut: every
    connection of the coordinators ends.
    """

    harm: Harm
    frozen_seconds: tuple[float, float] = (0.3, 1.0)

    @property
    def name(self) -> str:
        return f"postgres-{self.harm}"

    def lacks(self, stage: Stage) -> str:
        return "" if stage.server else "the database is a file, not a server's"

    def strike(self, stage: Stage, chance: random.Random) -> None:
        if stage.server is None:
            raise TypeError("no server to harm")
        self._harm(stage.server, chance)
        stage.wait_until_well()
        stage.wait_until_busy(4)

    def _harm(self, server: Postgres, chance: random.Random) -> None:
        if self.harm == "cut":
            server.cut_connections()
        elif self.harm == "freeze":
            with server.frozen():
                time.sleep(chance.uniform(*self.frozen_seconds))
        else:
            server.restart(crashing=self.harm == "crash")
