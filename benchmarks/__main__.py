"""`./run bench [NAME…] [OPTIONS]`: the measurements, each a module here with a `main()`; without names, all.

Options are those of the one that is named: `./run bench queue --help`.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from typing import Any

import benchmarks

EXIT_WRONG_USE = 2


def find_measurements() -> list[str]:
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    return [name for name in names if name != "__main__" and hasattr(_module(name), "main")]


def main(arguments: Sequence[str]) -> int:
    known = find_measurements()
    split = next((i for i, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, options = list(arguments[:split]), list(arguments[split:])
    if unknown := [name for name in names if name not in known]:
        sys.stderr.write(f"no measurement {', '.join(unknown)} (accepted: {', '.join(known)})\n")
        return EXIT_WRONG_USE
    if options and len(names) != 1:
        sys.stderr.write(f"options need the one measurement they are for (accepted: {', '.join(known)})\n")
        return EXIT_WRONG_USE
    return max((_run(name, options) for name in names or known), default=0)


def _run(name: str, options: list[str]) -> int:
    print(f"== {name}", flush=True)
    sys.argv = [f"bench {name}", *options]
    measure: Callable[[], int | None] = _module(name).main
    return measure() or 0


def _module(name: str) -> Any:  # noqa: ANN401 a module has what it has
    return importlib.import_module(f"benchmarks.{name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
