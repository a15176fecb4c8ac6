"""The network's part of the check, on a machine that needs one: is a cable in, or the radio connected?"""

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from config import Settings
from motcua.check.finding import Finding, fault

LINKS: Final = Path("/sys/class/net")


def check_network(settings: Settings, links: Path = LINKS) -> Iterator[Finding]:
    """Nothing is asked of a machine whose coordinator is itself."""
    if is_loopback(urlsplit(settings.coordinator.url).hostname or ""):
        return
    names = sorted(path.name for path in links.iterdir() if path.name != "lo")
    if not any(_is_up(links / name) for name in names):
        yield fault("network.down", links=", ".join(names) or "–")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_up(link: Path) -> bool:
    """`unknown` is what links without a carrier of their own say, such as bridges and tunnels."""
    return (link / "operstate").read_text().strip() in ("up", "unknown")
