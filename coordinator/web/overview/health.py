"""How each device is, worst first, and what is to be done about it. Pure.

A device is heard or not; what it drives tells of itself: printers of paper and cover, counters of their buttons. The
copies of the records are told of among them: nothing else says on any day that a centre has none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from coordinator.copy_health import GOOD, Condition, CopyHealth
from wire.devices import Device, Devices
from wire.messages import BoardPrinter, ButtonCondition

Kind = Literal["kiosk", "display", "counter", "station", "printer", "button", "copies"]
"""`counter` is the agent of buttons, `station` that of a printer."""
Grade = Literal["bad", "warn", "unknown", "good"]
"""Does not work; works but wants attention; nothing is known yet; well."""

_GRADES: Final[tuple[Grade, ...]] = ("bad", "warn", "unknown", "good")
_KINDS: Final[tuple[Kind, ...]] = ("kiosk", "printer", "station", "display", "button", "counter", "copies")
"""Without the first nobody gets a number, without buttons clerks still call on their pages; copies wait for a day."""
_PRINTER_GRADES: Final[Mapping[str, Grade]] = {
    "paper-ok": "good",
    "paper-unknown": "good",
    "paper-low": "warn",
}
_COPIES_GRADES: Final[Mapping[Condition, Grade]] = {
    "well": "good",
    "due": "unknown",
    "stick-full": "warn",
    "stick-failed": "warn",
    "stick-missing": "warn",
    "stick-never": "warn",
}


@dataclass(frozen=True)
class Health:
    """One device. `condition` is the last part of the words' keys; `seconds`: for how long it has been so, where known.

    `name` is its token's, a printer's own or a counter's number; `place` counts within the kind, for those who are
    told no names.
    """

    kind: Kind
    name: str
    place: int
    condition: str
    grade: Grade
    seconds: int = 0
    version: str = ""


def find_health(
    devices: Devices,
    printers: Iterable[BoardPrinter],
    buttons: Mapping[int, ButtonCondition],
    copies: Iterable[CopyHealth] = (),
) -> list[Health]:
    """Everything, the worst first. `buttons` holds those that do not work."""
    found = [*_devices(devices), *_printers(printers)]
    found += [Health("button", str(n), n, condition, "bad") for n, condition in buttons.items()]
    found += [_copies(one) for one in copies]
    return sorted(found, key=_badness)


def _badness(one: Health) -> tuple[int, int, int]:
    return _GRADES.index(one.grade), _KINDS.index(one.kind), -one.seconds


def _devices(devices: Devices) -> Iterator[Health]:
    silent = {one.name for one in devices.silent()}
    others = {one.name for one in devices.others()}
    places = Counter[Kind]()
    for one in devices.devices:
        kind = _kind(one)
        places[kind] += 1
        condition, grade = _condition(one, is_silent=one.name in silent, is_other=one.name in others)
        seconds = devices.up_s if one.silent_s is None else one.silent_s
        yield Health(kind, one.name, places[kind], condition, grade, seconds, one.version or "")


def _kind(device: Device) -> Kind:
    match device.role:
        case "kiosk" | "display" | "counter":
            return device.role
    return "station"


def _condition(device: Device, *, is_silent: bool, is_other: bool) -> tuple[str, Grade]:
    if is_silent:
        return ("never" if device.silent_s is None else "silent"), "bad"
    if is_other:
        return "other-version", "warn"
    return ("not-yet", "unknown") if device.silent_s is None else ("well", "good")


def _printers(printers: Iterable[BoardPrinter]) -> Iterator[Health]:
    for place, one in enumerate(printers, 1):
        condition = _printer_condition(one)
        grade: Grade = _PRINTER_GRADES.get(condition, "bad")
        yield Health("printer", one.name, place, condition, grade)


def _printer_condition(printer: BoardPrinter) -> str:
    if not printer.online:
        return "offline"
    if printer.paper == "out":
        return "out"
    return "cover" if printer.cover_open else f"paper-{printer.paper}"


def _copies(one: CopyHealth) -> Health:
    where = "-on-stick" if one.condition in GOOD and one.is_on_stick else ""
    grade = _COPIES_GRADES.get(one.condition, "bad")
    return Health("copies", "", 1, f"copies-{one.condition}{where}", grade, one.seconds or 0)
