"""New settings come into force: what is in use today stays, counters follow, and the audit tells what changed."""

from collections.abc import Iterable
from typing import Final

from config.live import Change, Live, changes, decode_live, encode_live
from coordinator.desk import refusals
from coordinator.desk.terms import Actor
from coordinator.desk.work import Work
from coordinator.store import counters, ledger, looks, sessions

FILE: Final = Actor("admin", "file")
"""Who changed the file with an editor is not known."""
_MOST_TOLD: Final = 40
_LONGEST_TOLD: Final = 80


def start_with(work: Work, live: Live) -> None:
    """What the file says when the process starts holds, whatever is in use."""
    counters.configure(work.connection, work.centre.id, live.counters, [domain.id for domain in live.domains])
    _take_over(work, live, "")


def renew(work: Work, live: Live, version: str = "") -> None:
    """Let these settings hold from this commit on; a refusal where they take away what somebody waits for.

    `version` names the file that they are kept in.
    """
    _check_use(work, live)
    before = {counter.id for counter in work.settings.counters}
    counters.configure(work.connection, work.centre.id, live.counters, [domain.id for domain in live.domains])
    for number in before - {counter.id for counter in live.counters}:
        sessions.vacate(work.connection, work.centre.id, number)
    _take_over(work, live, version)


def _take_over(work: Work, live: Live, version: str) -> None:
    kept, text = ledger.read_settings(work.connection, work.centre.id), encode_live(live)
    if kept == text:
        return
    ledger.save_settings(work.connection, work.centre.id, text, work.before.revision + 1)
    before = None if kept is None else decode_live(kept)
    if before is not None:
        work.audit("settings.changed", version=version, changes=_told(changes(before, live)))


def _told(found: Iterable[Change]) -> list[dict[str, str | None]]:
    """In short: the kept version of the file has all of it."""
    return [
        {"key": ".".join(one.path), "from": _short(one.before), "to": _short(one.after)} for one in found
    ][:_MOST_TOLD]


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"


def _check_use(work: Work, live: Live) -> None:
    """Nobody who holds a number of today is left without a line or a counter, and no number is given twice."""
    connection, center = work.connection, work.centre.id
    prefixes = {domain.id: domain.prefix for domain in live.domains}
    waiting = looks.unfinished_by_domain(connection, center, work.day)
    gone = [domain for domain in waiting if domain in work.centre.domains and domain not in prefixes]
    if gone:
        raise refusals.domains_in_use(gone)
    renamed = [
        domain
        for domain, known in work.centre.domains.items()
        if prefixes.get(domain, known.prefix) != known.prefix
        and looks.has_numbers(connection, center, work.day, known.prefix)
    ]
    if renamed:
        raise refusals.prefixes_in_use(renamed)
    wanted = {counter.id for counter in live.counters}
    busy = [
        desk.counter
        for desk in counters.all_of(connection, center)
        if desk.place is not None and desk.counter not in wanted
    ]
    if work.is_begun and busy:
        raise refusals.counters_in_use(busy)
