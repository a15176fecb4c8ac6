"""The wall clock of one real process, moved while it runs."""

import os
from pathlib import Path
from typing import Final

from rehearsal.child import child_environment

_START_UP: Final = Path(__file__).resolve().parent.parent / "fakes" / "moved_clock"


class WallClock:
    """Give `environment` to the process; `set` moves its clock."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "offset"
        self.set(0.0)

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(_START_UP), child_environment()["PYTHONPATH"]])
        return {"PYTHONPATH": path, "MOTCUA_MOVED_CLOCK": str(self._file)}

    def set(self, seconds: float, *, is_synchronised: bool = True) -> None:
        """So far ahead of the true time, from the next look on; and whether the network is said to have set it."""
        part = self._file.with_suffix(".part")
        part.write_text(f"{seconds:+.3f} {'set' if is_synchronised else 'unset'}\n", encoding="ascii")
        part.replace(self._file)
