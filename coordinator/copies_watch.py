"""The copies as they are now, for whoever shows or checks them: the record read, the folder and the clocks asked."""

from dataclasses import dataclass
from pathlib import Path

from config import Settings
from coordinator.copy_health import CopyHealth, judge
from coordinator.copy_record import Unreadable, own_folder, read_record, record_file
from runtime.clock import Clock


@dataclass(frozen=True)
class CopiesWatch:
    """`record` and `folder` as `coordinator.copy_record` says where they are."""

    record: Path
    folder: Path
    clock: Clock

    def look(self) -> list[CopyHealth]:
        """As `judge`; a record that cannot be read is the one thing that is wrong."""
        # Counted from the machine's start, on Linux; what /proc says of that a sandbox hides.
        up_seconds = self.clock.monotonic()
        now_ms = round(self.clock.now().timestamp() * 1000)
        try:
            record = read_record(self.record)
        except Unreadable as error:
            return [CopyHealth("unreadable", folder=str(self.record), problem=str(error))]
        return judge(record, self._made_ms(), now_ms, up_seconds)

    def _made_ms(self) -> int | None:
        try:
            return self.folder.stat().st_mtime_ns // 1_000_000
        except OSError:
            return None  # nothing is installed here, or not for us to see: then nothing is promised either


def copies_watch(settings: Settings, config: Path, data: Path | None, clock: Clock) -> CopiesWatch:
    return CopiesWatch(record_file(settings, config, data), own_folder(settings, config, data), clock)
