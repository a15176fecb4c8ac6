"""Where a rehearsal keeps its files: lasting ones in one folder, sockets and frames in another."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """`data` is kept; `run` holds sockets and frames and is taken away.

    They are two because a Unix socket's path may have 107 bytes only, however deep `data` lies.
    """

    data: Path
    run: Path

    @property
    def center_file(self) -> Path:
        return self.data / "center.toml"

    @property
    def printed(self) -> Path:
        return self.data / "printed"

    @property
    def clips(self) -> Path:
        """The board's spoken words."""
        return self.data / "clips"

    @property
    def pins(self) -> Path:
        return self.run / "pins.sock"

    @property
    def keys(self) -> Path:
        return self.run / "keys.sock"

    def screen(self, name: str) -> Path:
        """Where the kiosk or the display draws off screen."""
        return self.run / name

    def token_file(self, role: str) -> Path:
        return self.data / "tokens" / role

    def log_file(self, process: str) -> Path:
        return self.data / "logs" / f"{process}.log"

    def clear_away(self, *, with_data: bool = False) -> None:
        """Remove what the run alone needed, or all."""
        for folder in (self.run, self.data) if with_data else (self.run,):
            shutil.rmtree(folder, ignore_errors=True)


def make_place(data: Path | None) -> Place:
    """Make the folders; without `data`, a new one in the system's temporary folder. Raises `OSError`."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-data-")) if data is None else data.absolute()
    for path in (folder, folder / "tokens", folder / "logs", folder / "printed"):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Place(folder, Path(tempfile.mkdtemp(prefix="motcua-")))
