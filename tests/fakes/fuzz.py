"""How much input is made up: little and always the same in every run, much and ever new by `./run fuzz`."""

import os
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings

VARIABLE: Final = "MOTCUA_FUZZ"
_SUPPRESSED: Final = [HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


def made_up(few: int) -> settings:
    """The settings of a test that makes up its input: `few` examples, or as many as were asked for."""
    wanted = os.environ.get(VARIABLE, "")
    return settings(
        max_examples=int(wanted or few),
        derandomize=not wanted,
        database=None,
        suppress_health_check=_SUPPRESSED,
    )


def fuzz(few: int) -> Callable[[Any], Any]:
    """Marks such a test for `./run fuzz`."""
    return lambda test: pytest.mark.fuzz(made_up(few)(test))
