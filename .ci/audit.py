"""The pinned packages against the advisories that pip-audit can reach.

pip-audit ends well where it could look nothing up. Here that is an answer of its own: exit code 0, nothing is known of
any package; 1, something is; 3, the advisories could not be reached, or not for all packages.
"""

# ruff: noqa: INP001 a tool of the checkout, and no package

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CLEAN, FOUND, UNKNOWN = 0, 1, 3
_SHOWN = 5


def judge(report: dict[str, Any]) -> tuple[int, list[str]]:
    """The exit code and what to say, from pip-audit's report as JSON."""
    packages = report["dependencies"]
    looked_up = [one for one in packages if "skip_reason" not in one]
    lines = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for one in looked_up
        for fault in one["vulns"]
    ]
    missed = [one["name"] for one in packages if "skip_reason" in one]
    if missed:
        some = ", ".join(missed[:_SHOWN]) + (" …" if len(missed) > _SHOWN else "")
        lines.append(f"NOT LOOKED UP: {len(missed)} of {len(packages)} packages: {some}")
    if not lines:
        lines = [f"nothing is known of these {len(packages)} packages"]
    if any(one["vulns"] for one in looked_up):
        return FOUND, lines
    return (UNKNOWN if missed or not packages else CLEAN), lines


def main(pins: Path, more: list[str]) -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(pins), "--no-deps", "--disable-pip"]
    done = subprocess.run(  # noqa: S603 our own command line
        [*command, "--progress-spinner", "off", "--format", "json", *more],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        code, lines = judge(json.loads(done.stdout))
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        code, lines = UNKNOWN, [f"pip-audit gave no report: {last[0]}"]
    for line in lines:
        sys.stdout.write(f"{line}\n")
    if code == UNKNOWN:
        sys.stdout.write("the advisories cannot be reached from here: run this where the Internet is\n")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
