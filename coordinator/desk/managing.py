"""What the manager decides for the whole centre: which domains give numbers, what runs on the board."""

from coordinator.desk import views
from coordinator.desk.work import Work
from coordinator.store import ledger
from wire import messages as m


def set_domain(work: Work, domain: str, *, is_open: bool) -> m.BoardDomain:
    """Let the kiosk offer a domain, or not for the rest of the day; who waits is served either way."""
    work.centre.domain(domain)
    closed = ledger.closed_domains(work.connection, work.centre.id, work.day)
    if is_open == (domain in closed):
        ledger.set_closed_on(work.connection, work.centre.id, domain, None if is_open else work.day)
        work.audit("domain.opened" if is_open else "domain.closed", domain=domain)
    return views.board_domain(work, domain)


def set_message(work: Work, wish: m.SetMessage) -> m.SetMessage:
    """The line that runs on the board; an empty one takes it away."""
    if ledger.read_center(work.connection, work.centre.id).message != wish.text:
        ledger.set_message(work.connection, work.centre.id, wish.text)
        work.audit("message.set", text=wish.text)
    return wish
