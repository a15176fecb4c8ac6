"""python-escpos through its one door: no litter, and reasons in words."""

import os
import subprocess
import sys
from pathlib import Path

from escpos.exceptions import DeviceNotFoundError

from printer.library import plain_reason


def test_importing_it_leaves_no_file_and_no_variable(tmp_path: Path) -> None:
    script = (
        "import os, tempfile; before = dict(os.environ); import printer.library as library;"
        "assert tempfile.tempdir is None or tempfile.tempdir == os.environ['TMPDIR'];"
        "assert 'ESCPOS_CAPABILITIES_PICKLE_DIR' not in os.environ; print(library.printers.__name__)"
    )
    root = Path(__file__).parents[2]
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("ESCPOS")},
        "TMPDIR": str(tmp_path),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("escpos.printer\n", 0), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_reason_is_what_lay_below_and_on_one_line() -> None:
    error = DeviceNotFoundError(
        "Unable to open USB printer on (<backend object>,):\n[Errno 13] Access denied"
    )
    error.__context__ = OSError(13, "Access denied")
    assert plain_reason(error) == "[Errno 13] Access denied"
    assert plain_reason(OSError("two\n lines")) == "two lines"
    assert plain_reason(TimeoutError()) == "TimeoutError"
