"""What no fault may break about the kiosk and the buttons: a touch takes one number, a press calls one ticket. Pure.

What a device says of itself in its log is its word to whoever stands before it; what it was killed over, or gave up
without an answer, may have been done or not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tests.chaos.evidence import Device, Traces

Deed = tuple[str, str, int | None]
"""An action of the audit, the ticket's number, and the counter where it has one."""

KIOSK_DEEDS: Final = ("ticket.issued",)
COUNTER_DEEDS: Final = ("ticket.called", "ticket.recalled", "ticket.no_show")
_ISSUED: Final = re.compile(r"wish \d+: ([A-Z]+\d+)$")
_GIVEN_UP: Final = re.compile(r"wish \d+ was given up by the citizen")
_PRESSED: Final = re.compile(r"counter (\d+): (?:(called|recalled) ([A-Z]+\d+)|([A-Z]+\d+) had not come)$")
_MISSED: Final = re.compile(r"counter \d+: the press \((next|recall|no-show-next)\) did not take: (?!4\d\d )")
_SAID: Final = {"called": "ticket.called", "recalled": "ticket.recalled", None: "ticket.no_show"}
_ASKED: Final = {"next": "ticket.called", "recall": "ticket.recalled", "no-show-next": "ticket.no_show"}


def kiosk_of(actor: str, log: Iterable[str], takes: int, deaths: int) -> Device:
    """By its log, and how often it was touched for a number and died."""
    lines = list(log)
    told = Counter[Deed](
        ("ticket.issued", found[1], None) for line in lines if (found := _ISSUED.search(line))
    )
    given_up = sum(_GIVEN_UP.search(line) is not None for line in lines)
    return Device(actor, {None: takes}, told, {"ticket.issued": given_up + deaths})


def counter_of(actor: str, log: Iterable[str], closed: Mapping[int, int], deaths: int) -> Device:
    """By its log, how often each contact was closed, and how often it died."""
    told: Counter[Deed] = Counter()
    moves = dict[int | None, int](closed.items())
    in_doubt = Counter(dict.fromkeys(COUNTER_DEEDS, deaths))
    for line in log:
        if said := _PRESSED.search(line):
            told[_SAID[said[2]], said[3] or said[4], int(said[1])] += 1
        elif missed := _MISSED.search(line):
            in_doubt[_ASKED[missed[1]]] += 1
    return Device(actor, moves, told, in_doubt)


def what_a_device_told_is_in_the_audit(traces: Traces) -> Iterator[str]:
    """The number that the kiosk showed, the ticket that a press called: as often as it was told."""
    for device in traces.devices:
        missing = device.told - _done_by(device, traces)
        for (action, number, counter), times in missing.items():
            yield f"{device.actor} told {action} of {number} at {counter}, {times} times more than the audit"


def a_device_does_nothing_more(traces: Traces) -> Iterator[str]:
    """What the audit holds was told by the device, or it died over it or gave it up: one thing each time."""
    for device in traces.devices:
        surplus = _done_by(device, traces) - device.told
        by_action = Counter(action for action, _number, _counter in surplus.elements())
        for action, times in by_action.items():
            if times > (most := device.in_doubt.get(action, 0)):
                yield f"{device.actor} did {action} {times} times untold, {most} were in doubt: {[*surplus]}"


def a_device_does_no_more_than_its_fingers(traces: Traces) -> Iterator[str]:
    """Each touch for a number takes one at the most; each closing of a contact does one thing at the most, so that two
    that belong together are one call and one absence.
    """
    for device in traces.devices:
        done = Counter(counter for _action, _number, counter in _done_by(device, traces).elements())
        for counter, times in done.items():
            if times > (moves := device.moves.get(counter, 0)):
                yield f"{device.actor} did {times} things at {counter}, but was asked {moves} times"


def each_number_of_the_kiosk_has_its_paper(traces: Traces) -> Iterator[str]:
    """Its wish and its print job are one: no ticket of the kiosk's is without one, and what was printed came out."""
    rows = {row["place"]: row for row in traces.snapshot.tickets}
    actors = {device.actor for device in traces.devices if device.actor.startswith("kiosk:")}
    printed = {job["place"]: job["state"] == "printed" for job in traces.snapshot.jobs}
    papers = {paper.link for paper in traces.sheets}
    for line in traces.snapshot.audit:
        if line["actor"] not in actors or line["action"] != "ticket.issued":
            continue
        place = line["place"]
        number = f"{rows[place]['prefix']}{rows[place]['number']}" if place in rows else f"place {place}"
        if place not in printed:
            yield f"{number} was taken at the kiosk and has no print job"
        elif printed[place] and rows[place]["link"] not in papers:
            yield f"{number} was taken at the kiosk, is printed, and no paper shows it"


def _done_by(device: Device, traces: Traces) -> Counter[Deed]:
    """By the audit, what its token did of what its fingers ask for."""
    numbers = {row["place"]: f"{row['prefix']}{row['number']:03}" for row in traces.snapshot.tickets}
    return Counter(
        (line["action"], numbers.get(line["place"], ""), line["counter"])
        for line in traces.snapshot.audit
        if line["actor"] == device.actor and line["action"] in device.in_doubt
    )
