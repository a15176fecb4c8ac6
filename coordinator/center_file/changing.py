"""From a wish to a changed file that holds at once; and from a file that other hands have changed.

The file is written last before the commit that lets it hold: where the commit does not come, by a power cut or a
database that fails, the file says what is to hold, and the next look at it, or the next start, lets it.
"""

import logging
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from config import Settings, SettingsError, load_text
from config.live import Live, keys_for_the_next_start, live_part, with_live_keys
from coordinator.center_file.versions import Version, Versions
from coordinator.center_file.written import CenterFile, Stamp, Written
from coordinator.desk import Actor, Desk, Once, Refusal, Reply, refusals
from coordinator.desk.renewing import FILE
from coordinator.store.database import StoreError
from runtime.clock import Clock

Edit = Callable[[dict[str, Any]], None]
"""Changes a file's content, as `tomllib` reads it, in place."""
RETRY_SECONDS: Final = 10.0
ELSEWHERE: Final = "settings-elsewhere"
"""What a file waits for that another coordinator has left behind."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How the file stands to what is in force.

    `problems`: why it cannot hold, as sentences for an operator; `waits`: the slug of what it waits for; `next_start`:
    keys that differ from what this process was started with.
    """

    written: Written | None = None
    settings: Settings | None = None
    problems: list[str] = field(default_factory=list)
    waits: str = ""
    next_start: list[str] = field(default_factory=list)


class SettingsRoom:
    """Thread-safe; `notice` is called on one thread."""

    def __init__(self, desk: Desk, file: CenterFile, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self.file = file
        self.versions = Versions(file.place)
        self._started = _read(file).settings
        self._seen: Stamp = None
        self._waits = ""
        self._retry_at = 0.0

    def look(self) -> Standing:
        """As it is on the disk now."""
        found = _read(self.file)
        if found.settings is None:
            return found
        started = self._started or found.settings
        keys = keys_for_the_next_start(started, found.settings)
        waits = self._waits or (ELSEWHERE if self._is_behind(found.settings) else "")
        return Standing(found.written, found.settings, [], waits, keys)

    def is_writable(self) -> bool:
        return self.file.is_writable() and self.versions.is_writable()

    def save(self, edit: Edit, digest: str, actor: Actor, once: Once) -> Reply:
        """Change the file that has this digest, and let it hold.

        Raises `SettingsError` with every mistake, and `OSError` where it cannot be written; then nothing is changed.
        Where the file is another one by now, the reply says so.
        """
        before = self.file.read()
        after = self._edited(before.text, edit) if before.digest == digest else None
        return self._put(before, after, digest, actor, once)

    def take_back(self, version: Version, digest: str, actor: Actor, once: Once) -> Reply:
        """Let an earlier version hold once more; what holds only from a start stays as it is, unless the file is so
        broken that nothing of it can stay. Raises as `save`.
        """
        before = self.file.read()
        try:
            load_text(before.text, str(self.file.path))
        except SettingsError:
            return self._put(before, version.text, digest, actor, once)
        earlier = tomllib.loads(version.text)

        def edit(raw: dict[str, Any]) -> None:
            wanted = with_live_keys(raw, earlier)
            raw.clear()
            raw.update(wanted)

        return self._put(before, self._edited(before.text, edit), digest, actor, once)

    def notice(self) -> None:
        """Let the file hold where somebody has changed it; where it cannot, say so once."""
        stamp = self.file.stamp()
        is_due = bool(self._waits) and self._clock.monotonic() >= self._retry_at
        if stamp == self._seen and not is_due:
            return
        found, is_new = self.look(), stamp != self._seen
        self._seen, self._waits = stamp, ""
        if found.settings is None or found.written is None:
            for problem in found.problems:
                log.error("%s: %s; the settings from before go on to hold", self.file.path, problem)
            return
        if is_new and found.next_start:
            log.warning("%s: %s: hold from the next start", self.file.path, ", ".join(found.next_start))
        try:
            self._take_up(found.written, live_part(found.settings), is_new=is_new)
        except (StoreError, OSError):
            self._wait_for("store-unavailable")
            raise

    def _take_up(self, written: Written, live: Live, *, is_new: bool) -> None:
        if live == live_part(self._desk.settings):
            return
        who = self.versions.author_of(written.text)
        try:
            self._desk.renew(live, author(who), None, write=partial(self._keep, written.text, str(FILE)))
        except Refusal as refusal:
            self._wait_for(refusal.problem.type.rpartition("/")[2])
            if is_new:
                log.warning("%s does not hold yet: %s", self.file.path, refusal)
        else:
            log.info("%s was changed and holds now", self.file.path)

    def _is_behind(self, written: Settings | None) -> bool:
        """Whether a coordinator with another file has let other settings hold than this file says.

        What an editor has changed and nobody has looked at yet, or what waits, is ahead instead.
        """
        is_taken_up = self._seen == self.file.stamp() and not self._waits
        return written is not None and is_taken_up and live_part(written) != live_part(self._desk.settings)

    def _wait_for(self, slug: str) -> None:
        self._waits = slug
        self._retry_at = self._clock.monotonic() + RETRY_SECONDS

    def _edited(self, text: str, edit: Edit) -> str:
        # Only who changes something needs it.
        from config.rewriting import CannotRewrite, rewrite  # noqa: PLC0415

        try:
            load_text(text, str(self.file.path))
        except SettingsError as error:
            # No form of ours was made of a broken file.
            raise refusals.settings_by_hand(str(error)) from error
        raw = tomllib.loads(text)
        edit(raw)
        try:
            return rewrite(text, raw)
        except CannotRewrite as error:
            raise refusals.settings_by_hand(str(error)) from error

    def _put(self, before: Written, after: str | None, digest: str, actor: Actor, once: Once) -> Reply:
        if after == before.text:
            return Reply(204, b"")
        at = self._now()
        name = self.versions.new_name(at)
        live = None if after is None else live_part(load_text(after, str(self.file.path)))

        def write() -> None:
            # Not before: a form that is sent twice is answered as it was the first time.
            if after is None or self.file.read().digest != digest:
                raise refusals.settings_changed_meanwhile()
            if self._is_behind(_settings_in(before.text)):
                raise refusals.settings_elsewhere()
            self._keep(before.text, str(FILE))
            self._write(name, after, str(actor), at)

        return self._desk.renew(live or live_part(self._desk.settings), actor, once, name, write)

    def _keep(self, text: str, who: str) -> None:
        """What no page has written is kept too, as of when the file was changed: before whatever comes now."""
        if not self.versions.author_of(text):
            changed_at = datetime.fromtimestamp(self.file.place.stat().st_mtime, self._zone())
            at = min(changed_at, self._now() - timedelta(seconds=1))
            self.versions.keep(self.versions.new_name(at), text, who, at)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._zone())

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._desk.settings.center.timezone)

    def _write(self, name: str, text: str, who: str, at: datetime) -> None:
        """The version first: it tells who it was, should the commit not come."""
        self.versions.keep(name, text, who, at)
        try:
            self.file.replace(text)
        except OSError:
            self.versions.drop(name)
            raise


def author(who: str) -> Actor:
    """The actor of a version; the file's own where nobody is known."""
    role, _, name = who.partition(":")
    return Actor("admin", name) if role == "admin" and name else FILE


def _settings_in(text: str) -> Settings | None:
    try:
        return load_text(text, "")
    except SettingsError:
        return None


def _read(file: CenterFile) -> Standing:
    try:
        written = file.read()
    except SettingsError as error:
        return Standing(problems=error.problems)
    try:
        return Standing(written, load_text(written.text, str(file.path)))
    except SettingsError as error:
        return Standing(written, problems=error.problems)
