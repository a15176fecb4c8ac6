"""The whole way in: find a coordinator, knock, and begin anew as often as it takes, within a time."""

import logging
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import urlsplit

from config import Settings
from pairing.discovery import Found, NoDiscovery
from pairing.keeping import Paired
from pairing.knocking import knock
from runtime.clock import Clock
from runtime.stop import Stop
from wire.client import Coordinator, CoordinatorError, Stopped
from wire.pairing import DeviceRole

AGAIN_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


class NotLetIn(Exception):
    """The time is over."""


def seek(
    candidates: Callable[[], Iterable[str]],
    role: DeviceRole,
    name: str,
    show: Callable[[str], None],
    *,
    seconds: float,
    clock: Clock,
    stop: Stop,
) -> Paired:
    """Knock at each candidate until one lets this machine in. `show` gets the six digits, or an empty text while there
    are none. Raises `NotLetIn`, `Stopped`.
    """
    deadline = clock.monotonic() + seconds
    while clock.monotonic() < deadline:
        for url in candidates():
            try:
                return knock(url, role, name, show, stop)
            except Stopped:
                raise
            except CoordinatorError as error:
                log.warning("%s does not let this machine in yet: %s", url, error)
            show("")
        if stop.wait(AGAIN_SECONDS):
            raise Stopped
    raise NotLetIn


def choose(settings: Settings, given: str, find: Callable[[], list[Found]]) -> list[str]:
    """Where to knock: where one is told to, on the command line or in the settings; else on this machine, if a
    coordinator answers there; else at what is on the net, this centre's before others'.
    """
    if given:
        return [given]
    url = settings.coordinator.url
    if not _is_this_machine(url) or _answers(url):
        return [url]
    try:
        found = find()
    except NoDiscovery as error:
        log.warning("%s", error)
        return []
    ours = [each.url for each in found if each.center == settings.center.id] or [each.url for each in found]
    if len(ours) > 1:
        log.warning(
            "several coordinators are on this net: choose one with --coordinator: %s", ", ".join(ours)
        )
        return []
    return ours


def _is_this_machine(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def _answers(url: str) -> bool:
    it = Coordinator(url, token="")
    try:
        it.health()
    except CoordinatorError:
        return False
    finally:
        it.close()
    return True
