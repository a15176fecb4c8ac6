"""Who is signed in, and who sits at which counter: the desk's side of the staff's pages.

A PIN is checked between two transactions, for it takes long and the queue must not wait for it.
"""

import threading
from collections.abc import Callable
from typing import Final

from coordinator.desk import refusals
from coordinator.desk.door import (
    DOORKEEPER,
    SignedIn,
    account_to_check,
    begin_session,
    count_wrong,
    hash_token,
)
from coordinator.desk.terms import Actor
from coordinator.desk.transactions import Transactions
from coordinator.desk.work import Moment, Work
from coordinator.staff.names import account_key
from coordinator.staff.pins import is_pin, nobodys_hash
from coordinator.staff.roles import TOKEN_ROLES
from coordinator.store import sessions, staff
from coordinator.store.rows import SessionRow, StaffRow

MOST_CHECKS: Final = 8
"""So many sign-ins wait for their turn to be checked, each on a thread; the rest is sent away."""


class StaffRoom:
    """Thread-safe. Raises `Refusal`."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._places = threading.BoundedSemaphore(MOST_CHECKS)
        self._turn = threading.Lock()

    def sign_in(self, name: str, pin: str, address: str, *, is_page: bool) -> SignedIn:
        """Check a name and a PIN that came from an address; for a page, or for a token that holds for a short time."""
        if not self._places.acquire(blocking=False):
            raise refusals.busy_checking()
        try:
            # One at a time: each takes 19 MiB, and a guess must see the one before it counted.
            with self._turn:
                return self._check(account_key(name), pin, address, is_page=is_page)
        finally:
            self._places.release()

    def sign_out(self, session: SessionRow) -> None:
        def use_case(work: Work) -> None:
            sessions.end(work.connection, work.centre.id, session.hash)
            work.audit("staff.signed_out", name=session.name)

        self._transactions.command(actor_of(session), None, use_case)

    def session(self, token: str) -> SessionRow | None:
        """The page's session of this token, if it holds."""
        found = self._transactions.look(lambda moment: _find(moment, token))
        return found if found is not None and found.is_page else None

    def actor(self, token: str) -> Actor | None:
        """Who holds a token that was given for a short time."""
        found = self._transactions.look(lambda moment: _find(moment, token))
        return None if found is None or found.is_page else actor_of(found)

    def at_counters(self) -> list[SessionRow]:
        """Who sits at a counter now."""
        return self._transactions.look(
            lambda moment: sessions.at_counters(moment.connection, moment.centre.id, moment.now_ms)
        )

    def take_counter(self, session: SessionRow, number: int, *, take_over: bool) -> None:
        """Sit down at a counter; where another sits there, only if `take_over`."""

        def use_case(work: Work) -> None:
            work.counter(number)
            other = _other_at(work, session, number)
            if other is not None and not take_over:
                raise refusals.counter_taken(number, other.name)
            sessions.seat(work.connection, work.centre.id, session.hash, number)
            work.audit("counter.staffed", counter=number, instead_of=other.name if other else None)

        self._transactions.command(actor_of(session), None, use_case)

    def leave_counter(self, session: SessionRow) -> None:
        def use_case(work: Work) -> None:
            sessions.seat(work.connection, work.centre.id, session.hash, None)
            work.audit("counter.left", counter=session.counter)

        if session.counter is not None:
            self._transactions.command(actor_of(session), None, use_case)

    def accounts(self) -> list[StaffRow]:
        return self._transactions.look(lambda moment: staff.all_of(moment.connection, moment.centre.id))

    def manage(self, actor: Actor, use_case: Callable[[Work], StaffRow]) -> None:
        """Carry out one of `coordinator.desk.accounts` as this actor."""

        def without_answer(work: Work) -> None:
            use_case(work)

        self._transactions.command(actor, None, without_answer)

    def _check(self, key: str, pin: str, address: str, *, is_page: bool) -> SignedIn:
        account = self._transactions.look(lambda moment: account_to_check(moment, key, address))
        is_right = is_pin(pin, nobodys_hash() if account is None else account.pin_hash)
        if account is None or not is_right:
            self._transactions.command(DOORKEEPER, None, lambda work: count_wrong(work, key, address))
            raise refusals.wrong_pin()
        found: list[SignedIn] = []
        actor = Actor(TOKEN_ROLES[account.role], f"staff/{account.name}")
        self._transactions.command(
            actor, None, lambda work: found.append(begin_session(work, account, address, is_page=is_page))
        )
        return found[0]


def actor_of(session: SessionRow) -> Actor:
    """The account as the audit names it, apart from any device of the same name."""
    return Actor(TOKEN_ROLES[session.role], f"staff/{session.name}")


def _find(moment: Moment, token: str) -> SessionRow | None:
    return sessions.find(moment.connection, moment.centre.id, hash_token(token), moment.now_ms)


def _other_at(moment: Moment, session: SessionRow, number: int) -> SessionRow | None:
    here = sessions.at_counters(moment.connection, moment.centre.id, moment.now_ms)
    return next((one for one in here if one.counter == number and one.hash != session.hash), None)
