"""The program's part of the check: do this machine and the coordinator run the same version?"""

from collections.abc import Iterator
from importlib.metadata import version

from config import Settings
from motcua.check.finding import Finding, note
from wire.client import Coordinator, Refused, Unreachable


def check_program(settings: Settings) -> Iterator[Finding]:
    """A coordinator that does not answer is another check's finding."""
    it = Coordinator(settings.coordinator.url, token="")
    try:
        theirs, ours = it.health().version, version("motcua")
    except (Unreachable, Refused):
        return
    finally:
        it.close()
    if theirs != ours:
        yield note("program.version", url=it.url, theirs=theirs, ours=ours)
