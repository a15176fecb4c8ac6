"""The coordinator as this machine reaches it: does it answer, and does it take this machine's token?"""

import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Final

from config import Settings, SettingsError
from config.token import appliance_file, device_token
from motcua.check.finding import Finding, Role, fault
from wire.client import Coordinator, Refused, Unreachable
from wire.devices import INQUIRER
from wire.messages import IssueTicket, PrintOutcome

_NOTHING: Final = "-"

# Wishes for what does not exist: who may wish them is told so, and nothing comes of it.
_PROBES: Final[dict[Role, Callable[[Coordinator], object]]] = {
    "kiosk": lambda it: it.issue(IssueTicket(domain=_NOTHING), uuid.uuid4().hex),
    "printer": lambda it: it.report_print(_NOTHING, PrintOutcome(outcome="failed"), uuid.uuid4().hex),
    "counter": lambda it: it.recall(0, uuid.uuid4().hex),
    "display": lambda it: it.board(),
}


def check_coordinator(settings: Settings, role: Role) -> Iterator[Finding]:
    """With the token that the process of this role would use."""
    url = settings.coordinator.url
    try:
        token = device_token(settings, getattr(settings, role).token_file or appliance_file(role))
    except SettingsError as error:
        yield fault(
            "token.missing", role=role, problem="; ".join(f"{error.source}: {p}" for p in error.problems)
        )
        return
    it = Coordinator(url, token, agent=INQUIRER)
    try:
        it.center()
        yield from _probe(it, role)
    except Unreachable as error:
        yield fault("coordinator.unreachable", url=url, role=role, problem=error)
    except Refused as error:
        yield fault("token.refused", url=url, role=role, problem=error)
    finally:
        it.close()


def _probe(it: Coordinator, role: Role) -> Iterator[Finding]:
    try:
        _PROBES[role](it)
    except Refused as error:
        if error.problem.status == HTTPStatus.FORBIDDEN:
            yield fault("token.role", role=role, problem=error)
