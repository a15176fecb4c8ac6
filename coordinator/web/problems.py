"""Errors as RFC 9457 problem details: one shape for all of them, each naming what is accepted.

A `type` is a relative reference below `/problems/`; it says what went wrong to a program, `detail` says it
to the person who writes one.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Final

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from coordinator.causes import cause_of
from coordinator.desk import Refusal
from coordinator.store.database import StoreError
from runtime.seldom import Seldom
from wire.messages import STORE_UNAVAILABLE, Problem

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
RETRY_AFTER_SECONDS: Final = 2

_SLUGS: Final = {
    HTTPStatus.NOT_FOUND: ("unknown-path", "No such path"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("wrong-method", "The path does not take this method"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("body-too-large", "The body is too large"),
}


class Rejected(Exception):
    """The request was refused before it reached the desk; nothing was changed by it."""

    def __init__(
        self,
        status: HTTPStatus,
        slug: str,
        title: str,
        detail: str = "",
        accepted: list[str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.problem = problem(status, slug, title, detail, accepted)
        self.headers = dict(headers or {})
        super().__init__(f"{status} {slug}: {detail}")


def problem(
    status: HTTPStatus, slug: str, title: str, detail: str = "", accepted: list[str] | None = None
) -> Problem:
    return Problem(
        type=f"/problems/{slug}", title=title, status=int(status), detail=detail, accepted=accepted or []
    )


def answer_problem(what: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(what), what.status, headers=headers, mimetype=MEDIA_TYPE)


def install_problems(application: Flask, on_store_failure: Callable[[], None] = lambda: None) -> None:
    """Let every error that leaves a view become problem details."""
    application.register_error_handler(Rejected, _on_rejected)
    application.register_error_handler(Refusal, _on_refusal)
    application.register_error_handler(HTTPException, _on_http_error)
    tell = partial(_on_store_error, seldom=Seldom(), on_store_failure=on_store_failure)
    application.register_error_handler(StoreError, tell)
    application.register_error_handler(Exception, _on_mistake_of_ours)


def _on_rejected(error: Rejected) -> Response:
    return answer_problem(error.problem, error.headers)


def _on_refusal(error: Refusal) -> Response:
    when = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    return answer_problem(error.problem, when)


def _on_http_error(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    slug, title = _SLUGS.get(status, ("bad-request", status.phrase))
    detail, accepted, headers = f"{request.method} {request.path}", list[str](), dict[str, str]()
    if isinstance(error, MethodNotAllowed):
        accepted = sorted(error.valid_methods or [])
        headers["Allow"] = ", ".join(accepted)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        accepted = [f"at most {request.max_content_length} bytes"]
    return answer_problem(problem(status, slug, title, detail, accepted), headers)


def _on_store_error(error: StoreError, *, seldom: Seldom, on_store_failure: Callable[[], None]) -> Response:
    on_store_failure()
    if seldom.is_due(str(error)):
        log.error("%s: the store failed: %s", _where(), error)
    what = Problem(
        type=STORE_UNAVAILABLE,
        title="The database does not work now",
        status=int(HTTPStatus.SERVICE_UNAVAILABLE),
        detail=f"{error}. Nothing is known to be done; send the same request again with the same Idempotency-Key.",
        cause=cause_of(error),
    )
    return answer_problem(what, {"Retry-After": str(RETRY_AFTER_SECONDS)})


def _on_mistake_of_ours(error: Exception) -> Response:
    log.error("%s failed", _where(), exc_info=error)
    what = problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "The coordinator made a mistake", "Its log says more."
    )
    return answer_problem(what)


def _where() -> str:
    """For the log, which must not hold the link of a ticket: the rule of the path, not the path."""
    rule = request.url_rule
    return f"{request.method} {'(no such path)' if rule is None else rule.rule}"
