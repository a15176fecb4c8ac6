"""The six digits as people read them, and in the log of a machine without a screen."""

import logging

log = logging.getLogger(__name__)


def grouped(code: str) -> str:
    """In two threes."""
    return f"{code[:3]} {code[3:]}"


def log_code(code: str) -> None:
    """Nothing is said while there is none."""
    if code:
        log.warning("type these digits on the coordinator's page of devices: %s", grouped(code))
