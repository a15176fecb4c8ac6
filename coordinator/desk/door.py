"""At the door: whether a guess at a PIN is taken, what a wrong one costs, and the session that a right one begins."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from coordinator.desk import accounts, refusals
from coordinator.desk.terms import Actor
from coordinator.desk.work import Moment, Work
from coordinator.staff.lockout import FORGET_MS, FREE_BY_ADDRESS, FREE_BY_NAME, locked_ms, one_more
from coordinator.staff.roles import StaffRole
from coordinator.store import sessions, staff
from coordinator.store.rows import SessionRow, StaffRow

PAGE_HOURS: Final = 12
TOKEN_MINUTES: Final = 15
_TOKEN_BYTES: Final = 32

DOORKEEPER: Final = Actor("admin", "sign-in")
"""Who counts wrong guesses: nobody is known yet."""


@dataclass(frozen=True)
class SignedIn:
    """`token` is given once and kept nowhere."""

    token: str
    name: str
    role: StaffRole
    expires_at: datetime


def account_to_check(moment: Moment, key: str, address: str) -> StaffRow | None:
    """The account that is guessed at; a refusal while no guess is taken."""
    for subject, free in _subjects(key, address).items():
        failures = staff.failures(moment.connection, moment.centre.id, subject)
        wait_ms = locked_ms(failures, free, moment.now_ms)
        if wait_ms:
            raise refusals.locked(wait_ms)
    return staff.one(moment.connection, moment.centre.id, key)


def _subjects(key: str, address: str) -> dict[str, int]:
    """What a guess is counted under, and how many are free."""
    return {accounts.name_subject(key): FREE_BY_NAME, f"address:{address}"[:80]: FREE_BY_ADDRESS}


def count_wrong(work: Work, key: str, address: str) -> None:
    """Count a wrong guess; the audit hears of it once an account is locked."""
    for subject, free in _subjects(key, address).items():
        failures = one_more(staff.failures(work.connection, work.centre.id, subject), work.now_ms)
        staff.save_failures(
            work.connection, work.centre.id, subject, failures, forget=work.now_ms - FORGET_MS
        )
        if failures.count == free:
            work.audit("staff.locked", subject=subject, address=address)


def begin_session(work: Work, account: StaffRow, address: str, *, is_page: bool) -> SignedIn:
    """A new session, if the account is still what was checked."""
    if staff.one(work.connection, work.centre.id, account.key) != account:
        raise refusals.wrong_pin()
    # The address's count stays: else whoever has one account could guess at all others without end.
    staff.clear_failures(work.connection, work.centre.id, accounts.name_subject(account.key))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    lasting = timedelta(hours=PAGE_HOURS) if is_page else timedelta(minutes=TOKEN_MINUTES)
    expires_at = work.now + lasting
    row = SessionRow(
        hash=hash_token(token),
        key=account.key,
        name=account.name,
        role=account.role,
        is_page=is_page,
        counter=None,
        expires_at=round(expires_at.timestamp() * 1000),
    )
    sessions.add(work.connection, work.centre.id, row, work.now_ms)
    work.audit("staff.signed_in", name=account.name, address=address, page=is_page)
    return SignedIn(token, account.name, account.role, expires_at.astimezone(work.centre.zone))


def hash_token(token: str) -> str:
    """Under what a session's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
