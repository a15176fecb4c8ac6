"""Logs: one line an event on standard error, with journald's priority where journald reads.

How much is said is the operator's choice: `MOTCUA_LOG` is `debug`, `info`, `warning` or `error`.
"""

import logging
import os
import sys
from typing import Final

VARIABLE: Final = "MOTCUA_LOG"
_LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
log = logging.getLogger(__name__)

_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


class _Line(logging.Formatter):
    def __init__(self, *, for_journal: bool) -> None:
        super().__init__(
            "%(name)s: %(message)s" if for_journal else "%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        self._for_journal = for_journal

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if not self._for_journal:
            return line
        prefix = f"<{_PRIORITY.get(record.levelno, 6)}>"
        return "\n".join(prefix + part for part in line.splitlines())


def start_logging(usual: str = "info") -> None:
    """Send every logger to standard error; called once by each process. `usual`: how much is said where the operator
    asks for nothing.
    """
    wanted = os.environ.get(VARIABLE) or usual
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(for_journal=_is_journal(os.environ.get("JOURNAL_STREAM", ""))))
    logging.basicConfig(level=_LEVELS.get(wanted.lower(), _LEVELS[usual]), handlers=[handler], force=True)
    if wanted.lower() not in _LEVELS:
        log.warning("%s=%s is not understood (accepted: %s)", VARIABLE, wanted, ", ".join(_LEVELS))


def _is_journal(stream: str) -> bool:
    """Whether standard error is that stream, `DEVICE:INODE`: the variable outlives a redirection (systemd.exec(5))."""
    status = os.fstat(2)
    return stream == f"{status.st_dev}:{status.st_ino}"
