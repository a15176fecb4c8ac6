"""Help: asked for at a kiosk, seen by all staff at once, answered by whoever goes there."""

from coordinator.desk import refusals
from coordinator.desk.work import Work
from coordinator.store import help_calls
from wire import messages as m


def ask(work: Work, wish: m.AskHelp) -> m.HelpCall:
    """Asked again, it is the same call: whoever waits has waited since the first."""
    if help_calls.ask(work.connection, work.centre.id, wish.place, work.now_ms):
        work.audit("help.asked", place=wish.place)
    waiting = help_calls.waiting(work.connection, work.centre.id)
    since = next(row.asked_at for row in waiting if row.place == wish.place)
    return m.HelpCall(place=wish.place, asked_at=work.local(since))


def answer(work: Work, place: str) -> m.HelpCall:
    """Somebody goes there; the call as it was."""
    waiting = {row.place: row.asked_at for row in help_calls.waiting(work.connection, work.centre.id)}
    if place not in waiting or not help_calls.answer(work.connection, work.centre.id, place):
        raise refusals.no_help_asked(place)
    waited_s = max(0, work.now_ms - waiting[place]) // 1000
    work.audit("help.answered", place=place, waited_s=waited_s)
    return m.HelpCall(place=place, asked_at=work.local(waiting[place]))
