"""A day as it stands once its mistakes are put right: as if the press had been the right one."""

from collections.abc import Iterable
from dataclasses import replace

from coordinator.queue.figures import Happened, Happening

_ENDS: tuple[Happening, ...] = ("served", "no_show")


def apply_corrections(happenings: Iterable[Happened]) -> list[Happened]:
    """The happenings, in order, without the calls that were taken back and the ends that were returned from.

    An absence that was noted after the fact takes the place of the service that the press had ended.
    """
    found: list[Happened | None] = []
    of_ticket: dict[int, list[int]] = {}
    for one in happenings:
        past = of_ticket.setdefault(one.place, [])
        last = found[past[-1]] if past else None
        if one.what in ("taken_back", "returned"):
            _forget_to(found, past, ("called",) if one.what == "taken_back" else _ENDS)
        elif one.what == "no_show" and last is not None and last.what == "served":
            found[past[-1]] = replace(last, what="no_show")
        else:
            past.append(len(found))
            found.append(one)
    return [one for one in found if one is not None]


def _forget_to(found: list[Happened | None], past: list[int], what: tuple[Happening, ...]) -> None:
    """Forget a ticket's last happening, if it is of these."""
    last = found[past[-1]] if past else None
    if last is not None and last.what in what:
        found[past.pop()] = None
