"""`./run bench [NAME…] [OPTIONS]`: the measurements, each a module here with a `main()`; without names, all but the
longest.

What is printed is a report in Markdown. `--quick` runs a few of each, in seconds, to see that it works. Any other
options are those of the one that is named: `./run bench queue --help`.
"""

import importlib
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.figures import print_machine

EXIT_FAILED = 1
EXIT_WRONG_USE = 2
QUICK = "--quick"
ONLY_BY_NAME = frozenset({"week"})
"""So long that they would keep all others waiting; `--quick` runs them too."""


def find_measurements() -> list[str]:
    """Their names. Only what is to run is imported: some bring a screen or a server along."""
    folder = Path(__file__).parent
    others = {"__init__.py", "__main__.py"}
    modules = [path for path in sorted(folder.glob("*.py")) if path.name not in others]
    return [path.stem for path in modules if "\ndef main(" in path.read_text(encoding="utf-8")]


def main(arguments: Sequence[str]) -> int:
    known = find_measurements()
    split = next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, options = list(arguments[:split]), list(arguments[split:])
    if unknown := [name for name in names if name not in known]:
        sys.stderr.write(f"no measurement {', '.join(unknown)} (accepted: {', '.join(known)})\n")
        return EXIT_WRONG_USE
    if options not in ([], [QUICK]) and len(names) != 1:
        sys.stderr.write(f"options need the one measurement they are for (accepted: {', '.join(known)})\n")
        return EXIT_WRONG_USE
    unnamed = [name for name in known if options == [QUICK] or name not in ONLY_BY_NAME]
    return max([_run(name, options) for name in names or unnamed])


def _run(name: str, options: list[str]) -> int:
    print(f"\n## {name}\n")
    print_machine(["./run", "bench", name, *options])
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    sys.argv = [f"bench {name}", *options]
    measure: Callable[[], int | None] = importlib.import_module(f"benchmarks.{name}").main
    began = time.monotonic()
    try:
        code = measure() or 0
    except Exception:  # noqa: BLE001 the others are measured all the same
        traceback.print_exc()
        code = EXIT_FAILED
    sys.stderr.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
