"""Several centres served by one process over one database, each under a name of its own, as web sites are.

The name that a request came to says whose it is. So a cookie, a link or a script of one centre is nothing to another,
and no page needs to know that it has neighbours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import msgspec

from config import Settings, SettingsError, load


@dataclass(frozen=True)
class Hosted:
    """A centre, and the file that its settings come from."""

    settings: Settings
    path: Path

    @property
    def names(self) -> frozenset[str]:
        """The host names under which it is found."""
        table = self.settings.coordinator
        hosts = (urlsplit(url).hostname for url in (table.url, table.public_url) if url)
        return frozenset(host for host in hosts if host)


def read_neighbours(folder: Path, own: Hosted) -> list[Hosted]:
    """The centres of a folder, by file name, each served as `own` is: its address, threads and database hold for all.

    Raises `SettingsError` where a file is wrong, or two centres could not be told apart.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise SettingsError(str(folder), ["holds no centre (accepted: a folder with one NAME.toml for each)"])
    found = [own]
    for path in paths:
        settings = load(path)
        if settings.coordinator.database != own.settings.coordinator.database:
            # Not shown: there may be a password in it.
            raise SettingsError(str(path), [f"coordinator.database: is another one than in {own.path}"])
        found.append(Hosted(_served_like(settings, own.settings), path))
        _check_newest(found)
    return found[1:]


def _served_like(settings: Settings, own: Settings) -> Settings:
    mine = settings.coordinator
    table = msgspec.structs.replace(
        own.coordinator, url=mine.url, public_url=mine.public_url, keep_days=mine.keep_days
    )
    return msgspec.structs.replace(settings, coordinator=table)


def _check_newest(centres: Sequence[Hosted]) -> None:
    *others, newest = centres
    for other in others:
        if other.settings.center.id == newest.settings.center.id:
            raise SettingsError(
                str(newest.path), [f"center.id: {newest.settings.center.id!r} is the one of {other.path} too"]
            )
        if common := sorted(other.names & newest.names):
            raise SettingsError(
                str(newest.path),
                [
                    f"coordinator.url: {common[0]!r} is the name of {other.path} too (accepted: a host name of its own)"
                ],
            )


class Sites:
    """The WSGI application that hands each request to the one of the name that it came to, or else to `stranger`."""

    def __init__(self, sites: Mapping[str, WSGIApplication], stranger: WSGIApplication) -> None:
        self._sites = sites
        self._stranger = stranger

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._sites.get(host_of(environ), self._stranger)(environ, start_response)


def host_of(environ: WSGIEnvironment) -> str:
    """The name that a request came to, in small letters and without the port; empty where it is none."""
    try:
        return urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
    except ValueError:
        return ""
