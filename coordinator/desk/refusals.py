"""The noes of the desk, each as problem details that name what would have been accepted."""

from collections.abc import Iterable
from http import HTTPStatus
from math import ceil

from coordinator.desk.terms import Refusal
from coordinator.queue.lifecycle import NotNowError
from coordinator.queue.takeback import TAKEBACK_MS
from wire.messages import Problem


def _refuse(
    status: HTTPStatus,
    slug: str,
    title: str,
    detail: str,
    accepted: Iterable[object] = (),
    retry_after_s: int | None = None,
) -> Refusal:
    return Refusal(
        Problem(
            type=f"/problems/{slug}",
            title=title,
            status=status,
            detail=detail,
            accepted=[str(item) for item in accepted],
        ),
        retry_after_s,
    )


def unknown_domain(domain: str, known: Iterable[str]) -> Refusal:
    return _refuse(
        HTTPStatus.NOT_FOUND, "unknown-domain", "Unknown domain", f"There is no domain {domain!r}.", known
    )


def unknown_procedure(procedure: str, known: Iterable[str]) -> Refusal:
    detail = f"The domain has no procedure {procedure!r}."
    return _refuse(HTTPStatus.NOT_FOUND, "unknown-procedure", "Unknown procedure", detail, known)


def unknown_language(language: str, known: Iterable[str]) -> Refusal:
    detail = f"The centre does not speak {language!r}."
    return _refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "unknown-language", "Unknown language", detail, known)


def unknown_counter(counter: int, known: Iterable[int]) -> Refusal:
    detail = f"There is no counter {counter}."
    return _refuse(HTTPStatus.NOT_FOUND, "unknown-counter", "Unknown counter", detail, known)


def unknown_ticket() -> Refusal:
    return _refuse(HTTPStatus.NOT_FOUND, "unknown-ticket", "Unknown ticket", "There is no such ticket.")


def unknown_job() -> Refusal:
    return _refuse(
        HTTPStatus.NOT_FOUND, "unknown-print-job", "Unknown print job", "There is no such print job."
    )


def domain_closed(domain: str) -> Refusal:
    detail = f"The domain {domain!r} has stopped issuing numbers today; who holds one is served."
    return _refuse(HTTPStatus.CONFLICT, "domain-closed", "Domain closed", detail)


def outside_hours() -> Refusal:
    detail = "Numbers are not issued at this hour; who holds one is served."
    return _refuse(HTTPStatus.CONFLICT, "outside-hours", "Outside the hours of issue", detail)


def nobody_at_counter(counter: int) -> Refusal:
    detail = f"No ticket is at counter {counter}: call one first."
    return _refuse(HTTPStatus.CONFLICT, "nobody-at-counter", "Nobody at the counter", detail)


def nothing_to_undo(counter: int) -> Refusal:
    detail = (
        f"Since counter {counter} last called, something else was done there, or it has not called at all."
    )
    return _refuse(HTTPStatus.CONFLICT, "nothing-to-undo", "Nothing to take back", detail)


def too_late(done: str) -> Refusal:
    accepted = [f"within {TAKEBACK_MS // 1000} s"]
    return _refuse(HTTPStatus.CONFLICT, "too-late", "Too late", f"It is too long since {done}.", accepted)


def no_help_asked(place: str) -> Refusal:
    detail = f"Nobody at {place!r} waits for help: it was not asked for, or somebody has gone there."
    return _refuse(HTTPStatus.CONFLICT, "no-help-asked", "No call for help", detail)


def wrong_pin() -> Refusal:
    """The same words for an unknown name: who has an account is nobody's business."""
    return _refuse(
        HTTPStatus.FORBIDDEN, "wrong-pin", "Wrong name or PIN", "No account has this name and this PIN."
    )


def locked(milliseconds: int) -> Refusal:
    seconds = ceil(milliseconds / 1000)
    detail = f"There were too many wrong guesses; the next is taken in {seconds} s."
    return _refuse(
        HTTPStatus.TOO_MANY_REQUESTS, "locked", "Locked for a while", detail, [f"in {seconds} s"], seconds
    )


def busy_checking() -> Refusal:
    detail = "Too many sign-ins are being checked at this moment."
    return _refuse(HTTPStatus.TOO_MANY_REQUESTS, "busy", "Try again in a moment", detail, retry_after_s=1)


def unknown_account(name: str, known: Iterable[str]) -> Refusal:
    return _refuse(
        HTTPStatus.NOT_FOUND, "unknown-account", "Unknown account", f"There is no account {name!r}.", known
    )


def account_exists(name: str) -> Refusal:
    detail = f"There is an account of the name {name!r} already."
    return _refuse(HTTPStatus.CONFLICT, "account-exists", "The name is taken", detail)


def last_admin() -> Refusal:
    detail = "It is the last account that may manage the others."
    return _refuse(HTTPStatus.CONFLICT, "last-admin", "An administrator must remain", detail)


def not_accepted(slug: str, problem: ValueError, accepted: str) -> Refusal:
    """A name or a PIN that cannot be an account's."""
    return _refuse(HTTPStatus.UNPROCESSABLE_ENTITY, slug, "Not accepted", str(problem), [accepted])


def counter_taken(counter: int, by: str) -> Refusal:
    return _refuse(
        HTTPStatus.CONFLICT, "counter-taken", "The counter is taken", f"{by} works at counter {counter}."
    )


def domains_in_use(domains: Iterable[str]) -> Refusal:
    detail = (
        "Somebody waits, is at a counter or is to come back: stop issuing now, and take it away afterwards."
    )
    return _refuse(HTTPStatus.CONFLICT, "domain-in-use", "The domain is in use today", detail, domains)


def prefixes_in_use(domains: Iterable[str]) -> Refusal:
    detail = "Numbers with the earlier prefix were given today: change it before the first number of a day."
    return _refuse(HTTPStatus.CONFLICT, "prefix-in-use", "The prefix is in use today", detail, domains)


def counters_in_use(counters: Iterable[int]) -> Refusal:
    detail = "Somebody is at the counter: finish there first."
    return _refuse(HTTPStatus.CONFLICT, "counter-in-use", "The counter is in use", detail, counters)


def settings_changed_meanwhile() -> Refusal:
    detail = "The file is another one than the form was made of: look at it as it is now, and change that."
    return _refuse(HTTPStatus.CONFLICT, "settings-changed", "The settings have changed meanwhile", detail)


def settings_elsewhere() -> Refusal:
    detail = "Another coordinator has changed the settings: change them there, or copy its file here first."
    return _refuse(HTTPStatus.CONFLICT, "settings-elsewhere", "The settings were changed elsewhere", detail)


def settings_by_hand(problem: str) -> Refusal:
    detail = f"The file is written in a way that only an editor can change: {problem}."
    return _refuse(HTTPStatus.CONFLICT, "settings-by-hand", "The file cannot be changed here", detail)


def not_now(error: NotNowError) -> Refusal:
    return _refuse(HTTPStatus.CONFLICT, "wrong-state", "Not in this state", f"{error}.", error.accepted)


def not_claimed(state: str) -> Refusal:
    detail = f"A job that is {state} takes no outcome: claim it first."
    return _refuse(HTTPStatus.CONFLICT, "not-claimed", "Not claimed", detail, ["claimed"])


def another_request() -> Refusal:
    detail = "This idempotency key was used for another request: use a new key for a new wish."
    return _refuse(HTTPStatus.UNPROCESSABLE_ENTITY, "key-reused", "Idempotency key reused", detail)


def not_printable(state: str) -> Refusal:
    detail = f"A ticket that is {state} is not printed again."
    return _refuse(
        HTTPStatus.CONFLICT, "wrong-state", "Not in this state", detail, ["waiting", "called", "held"]
    )
