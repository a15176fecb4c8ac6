"""Whose a file is that a command of root's made: the folder's owner must be able to use it too."""

import os
from pathlib import Path


def give_to_folders_owner(descriptor: int, folder: Path) -> None:
    """Let a file that root made in a folder belong to whoever the folder belongs to."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
