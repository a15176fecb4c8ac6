"""Coordinators on the local net, as avahi has heard of them (multicast DNS, RFC 6762 and 6763)."""

import os
import subprocess
from dataclasses import dataclass
from typing import Final

SERVICE: Final = "_motcua._tcp"
_COMMAND: Final = ("avahi-browse", "--parsable", "--resolve", "--terminate", "--no-db-lookup", SERVICE)
_PATIENCE_SECONDS: Final = 15
_FIELDS: Final = 10


class NoDiscovery(OSError):
    """avahi is missing or does not work; the message says the mend."""


@dataclass(frozen=True)
class Found:
    """`url` names the machine, not its number of today, so that it is found again under a new one."""

    url: str
    center: str


def find_coordinators() -> list[Found]:
    """Those that answer now, each once. Raises `NoDiscovery`."""
    try:
        done = subprocess.run(  # noqa: S603 a program of Debian's
            _COMMAND,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise NoDiscovery("avahi-browse is missing: apt-get install avahi-utils") from error
    except subprocess.TimeoutExpired as error:
        raise NoDiscovery(f"avahi-browse does not end: {error}") from error
    if done.returncode != 0:
        raise NoDiscovery(f"avahi-browse failed: {done.stderr.strip()}")
    return parse_answers(done.stdout)


def parse_answers(text: str) -> list[Found]:
    """The resolved services (`=`) of avahi-browse's parsable form, by their address:
    `=;eth0;IPv4;NAME;_motcua._tcp;local;HOST.local;ADDRESS;PORT;"KEY=VALUE" …`.
    """
    found: dict[str, Found] = {}
    for line in text.splitlines():
        fields = line.split(";", _FIELDS - 1)
        if len(fields) < _FIELDS or fields[0] != "=" or fields[4] != SERVICE:
            continue
        facts = dict(part.partition("=")[::2] for part in fields[9].strip('"').split('" "'))
        scheme = "https" if facts.get("tls") == "1" else "http"
        url = f"{scheme}://{fields[6]}:{fields[8]}"
        found[url] = Found(url, facts.get("center", ""))
    return [found[url] for url in sorted(found)]
