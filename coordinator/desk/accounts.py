"""Accounts of staff: made, changed and removed by an administrator or at the machine, each with a line in the audit."""

from dataclasses import replace
from typing import Final

from coordinator.desk import refusals
from coordinator.desk.terms import Actor
from coordinator.desk.work import Work
from coordinator.staff.names import BadName, account_key, tidy_name
from coordinator.staff.pins import BadPin, check_pin, hash_pin
from coordinator.staff.roles import StaffRole
from coordinator.store import sessions, staff
from coordinator.store.rows import StaffRow

OPERATOR: Final = Actor("admin", "operator")
"""A command at the machine."""


def add(work: Work, name: str, role: StaffRole, pin: str) -> StaffRow:
    """A new account; raises `Refusal` where the name or the PIN is not accepted, or the name is taken."""
    try:
        tidy = tidy_name(name)
    except BadName as error:
        raise refusals.not_accepted("bad-name", error, error.accepted) from error
    key = account_key(tidy)
    if staff.one(work.connection, work.centre.id, key) is not None:
        raise refusals.account_exists(tidy)
    row = StaffRow(key, tidy, role, _hash(pin), work.now_ms)
    staff.add(work.connection, work.centre.id, row)
    work.audit("staff.added", name=tidy, role=role)
    return row


def set_pin(work: Work, name: str, pin: str) -> StaffRow:
    """A new PIN ends every session of the account and its lock."""
    row = replace(account(work, name), pin_hash=_hash(pin), changed_at=work.now_ms)
    _change(work, row, pin_hash=row.pin_hash)
    sessions.end_all_of(work.connection, work.centre.id, row.key)
    unlock(work, row.name)
    work.audit("staff.pin", name=row.name)
    return row


def set_role(work: Work, name: str, role: StaffRole) -> StaffRow:
    """A new role holds from the next sign-in on."""
    before = account(work, name)
    if before.role == role:
        return before
    _check_admin_remains(work, before)
    row = replace(before, role=role, changed_at=work.now_ms)
    _change(work, row, role=role)
    sessions.end_all_of(work.connection, work.centre.id, row.key)
    work.audit("staff.role", name=row.name, role=role)
    return row


def remove(work: Work, name: str) -> StaffRow:
    """Ends the account and its sessions; what it did stays in the audit."""
    row = account(work, name)
    _check_admin_remains(work, row)
    sessions.end_all_of(work.connection, work.centre.id, row.key)
    staff.clear_failures(work.connection, work.centre.id, name_subject(row.key))
    staff.remove(work.connection, work.centre.id, row.key)
    work.audit("staff.removed", name=row.name)
    return row


def unlock(work: Work, name: str) -> StaffRow:
    """Forget the wrong guesses at an account's PIN."""
    row = account(work, name)
    staff.clear_failures(work.connection, work.centre.id, name_subject(row.key))
    return row


def account(work: Work, name: str) -> StaffRow:
    """The account of a name however it is spelled; a refusal that lists the known ones."""
    row = staff.one(work.connection, work.centre.id, account_key(name))
    if row is None:
        known = [other.name for other in staff.all_of(work.connection, work.centre.id)]
        raise refusals.unknown_account(name, known)
    return row


def name_subject(key: str) -> str:
    """Under what the wrong guesses at a name are counted."""
    return f"name:{key}"


def _hash(pin: str) -> str:
    try:
        return hash_pin(check_pin(pin))
    except BadPin as error:
        raise refusals.not_accepted("bad-pin", error, error.accepted) from error


def _change(work: Work, row: StaffRow, **values: object) -> None:
    staff.change(work.connection, work.centre.id, row.key, changed_at=row.changed_at, **values)


def _check_admin_remains(work: Work, row: StaffRow) -> None:
    """Nobody locks the centre out of its own administration, but at the machine that can be mended."""
    if row.role != "admin" or work.actor == OPERATOR:
        return
    if staff.count_other_admins(work.connection, work.centre.id, row.key) == 0:
        raise refusals.last_admin()
