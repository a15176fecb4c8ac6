"""The commands of a manual, to be typed on a machine as they stand there."""

import re
import shlex
from collections.abc import Iterator
from typing import Final

from tests.appliance.debian import ROOT
from tests.appliance.machine import SOURCES, Machine

_BLOCK: Final = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_COPY: Final = re.compile(r"motcua-\d{4}-\d\d-\d\d\.db")


def commands(document: str, heading: str, *, block: int = 1) -> list[str]:
    """A block of commands below a heading, a command a line, without the remarks."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    _, found, rest = text.partition(f"# {heading}\n")
    assert found, f"{document} has no {heading!r}"
    lines = _BLOCK.findall(rest)[block - 1].splitlines()
    typed = [shlex.join(shlex.split(line, comments=True)) for line in lines]
    return [line for line in typed if line]


def type_in(machine: Machine, lines: list[str], *, copy: str, folder: str = SOURCES) -> str:
    """Give the commands in the folder of the repository, the copy's name being this machine's; what they said."""
    return "".join(_typed(machine, lines, copy, folder))


def _typed(machine: Machine, lines: list[str], copy: str, folder: str) -> Iterator[str]:
    # The Debian of the tests has no sudo, and who types is root already.
    sudo = 'sudo() { "$@"; }'
    for line in lines:
        asked = _COPY.sub(copy, line)
        done = machine.attempt("sh", "-c", f"{sudo}; cd {folder} && {asked}")
        assert done.returncode == 0, f"{asked}:\n{done.stdout}\n{done.stderr}\n{machine.journal()}"
        yield done.stdout + done.stderr
