"""What is kept of a pairing can be read by the one whose folder it lies in, whoever made it."""

import os
from pathlib import Path

import pytest

from pairing.keeping import Paired, is_paired, keep

OWNER = (12345, 23456)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_what_root_keeps_belongs_to_the_folders_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, *OWNER)
    keep(tmp_path, Paired("https://kiosk.local:8080", "token"))
    assert is_paired(tmp_path)
    for file in tmp_path.iterdir():
        status = file.stat()
        assert (status.st_uid, status.st_gid) == OWNER
        assert status.st_mode & 0o777 == 0o400
