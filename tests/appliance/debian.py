"""The Debian that the appliance is tried on: made once by debootstrap, kept in the cache, never written to again.

Each machine of a test is an overlay over it, so that a machine costs nothing and a fault spoils none but its own.
"""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SUITE: Final = "bookworm"
PYTHON: Final = (3, 11)
"""The suite's: wheels are fetched by this interpreter and used by that one."""
_BASE: Final = "systemd,systemd-sysv,systemd-timesyncd,dbus,udev,ca-certificates,python3,iproute2"
SMALLEST: Final = ("libusb-1.0-0", "python3-venv")
"""What a kiosk cannot be installed without; the rest of its list is for screen, voice and net."""
_UNREACHABLE: Final = ("Failed getting release file", "Couldn't download")
_LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", "node_modules", "tests", "docs"
)


def why_not() -> str:
    """Why no Debian can be booted on this machine; empty where one can."""
    if os.geteuid() != 0:
        return "booting a Debian needs root"
    for program in ("debootstrap", "systemd-nspawn", "nsenter"):
        if shutil.which(program) is None:
            return f"{program} is missing: apt-get install debootstrap systemd-container"
    if sys.version_info[:2] != PYTHON:
        return f"the wheels are for the Python of Debian {SUITE}, {PYTHON[0]}.{PYTHON[1]}"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "this kernel has no overlay file system"
    probe = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "true"], capture_output=True, check=False
    )
    if probe.returncode != 0:
        return f"no machine can be made here: {probe.stderr.decode(errors='replace').strip()}"
    return ""


def cache() -> Path:
    folder = Path(os.environ.get("MOTCUA_APPLIANCE_CACHE") or "/var/cache/motcua-appliance")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@functools.cache
def debian() -> Path:
    """The root of the tree with all that any role needs, made where it is missing or its list of packages changed."""
    lists = sorted((ROOT / "systemd" / "packages").glob("*.apt"))
    return _tree(
        {line for file in lists for line in file.read_text().splitlines() if line and line[0] != "#"}
    )


@functools.cache
def small_debian() -> Path:
    """A tree that is made in a minute: with nothing to draw or to speak with."""
    return _tree(SMALLEST)


def _tree(wanted: Iterable[str]) -> Path:
    packages = sorted(wanted)
    mark = hashlib.sha256(repr((SUITE, _BASE, packages)).encode()).hexdigest()[:12]
    tree = cache() / f"{SUITE}-{mark}"
    if not tree.exists():
        part = cache() / f"{tree.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        # From the mirror that debootstrap knows by itself.
        _run("debootstrap", "--variant=minbase", f"--include={_BASE}", SUITE, str(part), offline=_UNREACHABLE)
        # apt itself solves what debootstrap cannot.
        _run(
            "chroot",
            str(part),
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            *packages,
        )
        (part / "etc/machine-id").write_text("")
        part.rename(tree)
    return tree


@functools.cache
def wheels() -> Path:
    """Every wheel that a release is made of but the project's own, so that no test waits for the network."""
    wanted = (ROOT / "constraints.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    folder = cache() / f"wheels-{hashlib.sha256(wanted).hexdigest()[:12]}"
    if not folder.exists():
        part = cache() / f"{folder.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        constraint = f"--constraint={ROOT / 'constraints.txt'}"
        _run(
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            constraint,
            f"--wheel-dir={part}",
            "hatchling",
            str(ROOT),
        )
        for own in part.glob("motcua-*.whl"):
            own.unlink()
        part.rename(folder)
    return folder


def copy_sources(to: Path) -> Path:
    """The repository as someone unpacks it on a machine; a test may change this copy."""
    shutil.copytree(ROOT, to, ignore=_LEFT_OUT)
    return to


def _run(*command: str, offline: Sequence[str] = ()) -> None:
    """Skips the test where the command failed for the want of a network, which one of `offline` says."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = f"{' '.join(command)}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    if done.returncode != 0 and any(sign in said for sign in offline):
        pytest.skip(
            f"Debian cannot be fetched from here: {done.stderr.strip() or done.stdout.strip()[-200:]}"
        )
    assert done.returncode == 0, said
