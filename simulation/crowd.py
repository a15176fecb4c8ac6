"""The citizens at the kiosks: each wish one key, kept until it is answered, whatever happens to the line."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from runtime.backoff import Backoff
from runtime.stop import Stop
from simulation.evidence import Issued, Refusal
from wire.client import Coordinator, Refused, persist
from wire.messages import IssueTicket, Ticket

GRANTED: Final = 201


class Crowd:
    """So many kiosks, each with its own connection; `make_client` is called once on each one's thread.

    `make_backoff` says for each wish how long is waited between tries; `on_issued` hears of each answer as it
    comes, on the kiosk's thread.
    """

    def __init__(
        self,
        make_client: Callable[[], Coordinator],
        kiosks: int,
        stop: Stop,
        make_backoff: Callable[[], Backoff] = Backoff,
        on_issued: Callable[[Issued], None] = lambda _issued: None,
    ) -> None:
        self._make_client = make_client
        self._make_backoff = make_backoff
        self._on_issued = on_issued
        self._stop = stop
        self._own = threading.local()
        self._pool = ThreadPoolExecutor(kiosks, thread_name_prefix="kiosk")
        self._wishes: list[Future[Issued]] = []

    def wish(self, wish: IssueTicket) -> None:
        """A citizen touches a kiosk: returns at once."""
        self._wishes.append(self._pool.submit(self._issue, wish))

    def waiting_for_answer(self) -> int:
        return sum(not wish.done() for wish in self._wishes)

    def issued(self) -> list[Issued]:
        """What all were answered, in the order of their coming; raises what any of them met."""
        return [wish.result() for wish in self._wishes]

    def try_after_closing(self, domains: list[str]) -> list[Refusal]:
        """One more wish for each domain, and how it was answered."""
        return list(self._pool.map(self._try, domains))

    def repeat(self, issued: list[Issued]) -> list[tuple[Ticket, Ticket]]:
        """Send wishes again under their old keys: first and second answers."""
        return list(self._pool.map(self._again, issued))

    def final(self, issued: list[Issued]) -> dict[str, Ticket]:
        """Each ticket as the coordinator has it now, without those that it does not know."""
        found = self._pool.map(lambda one: self._look_up(one.ticket.id), issued)
        return {ticket.id: ticket for ticket in found if ticket is not None}

    def close(self) -> None:
        """Give up what is still unanswered."""
        self._stop.ask()
        self._pool.shutdown(cancel_futures=True)

    def _client(self) -> Coordinator:
        if not hasattr(self._own, "client"):
            self._own.client = self._make_client()
        client: Coordinator = self._own.client
        return client

    def _issue(self, wish: IssueTicket) -> Issued:
        used: list[str] = []

        def say(key: str) -> Ticket:
            used.append(key)
            return self._client().issue(wish, key)

        ticket = persist(say, self._stop, backoff=self._make_backoff())
        issued = Issued(used[0], wish, ticket)
        self._on_issued(issued)
        return issued

    def _try(self, domain: str) -> Refusal:
        try:
            persist(lambda key: self._client().issue(IssueTicket(domain=domain), key), self._stop)
        except Refused as refused:
            return Refusal(domain, refused.problem.status)
        return Refusal(domain, GRANTED)

    def _again(self, issued: Issued) -> tuple[Ticket, Ticket]:
        answer = persist(lambda _new: self._client().issue(issued.wish, issued.key), self._stop)
        return issued.ticket, answer

    def _look_up(self, ticket: str) -> Ticket | None:
        try:
            return persist(lambda _key: self._client().ticket(ticket), self._stop)
        except Refused:
            return None
