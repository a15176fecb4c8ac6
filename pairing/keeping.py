"""What a machine keeps of its pairing, whole or not at all: the coordinator's address and its token."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from runtime.owners import give_to_folders_owner

ADDRESS: Final = "coordinator"
TOKEN: Final = "token"  # noqa: S105 a file's name


@dataclass(frozen=True)
class Paired:
    """`address` may name the certificate that answers there; see `wire.address`."""

    address: str
    token: str


def is_paired(folder: Path) -> bool:
    file = folder / TOKEN
    return file.exists() and file.stat().st_size > 0


def keep(folder: Path, paired: Paired) -> None:
    """Write both, the token last: it is what says that all is there. May raise `OSError`."""
    _write(folder / ADDRESS, paired.address)
    _write(folder / TOKEN, paired.token)


def forget(folder: Path) -> None:
    for name in (TOKEN, ADDRESS):
        (folder / name).unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o400)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        give_to_folders_owner(out.fileno(), file.parent)
        out.write(f"{text}\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
