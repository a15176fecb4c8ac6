"""Commands to the coordinator: each a method, each with time-outs, each under an idempotency key.

A `Coordinator` belongs to one thread, for it keeps one connection open; give each thread its own.
"""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final, TypeVar

import msgspec
import requests

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire import messages as m
from wire import pairing as p
from wire.address import PinnedAdapter, split_pin
from wire.devices import AGENT, Devices

CONNECT_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 5.0

T = TypeVar("T")


class CoordinatorError(Exception):
    """A command did not succeed."""


class Unreachable(CoordinatorError, OSError):
    """No answer, or one that says nothing of the command (5xx, or that too much is asked): whether it was done is
    unknown; the same key may be sent again.
    """


class StoreFailing(Unreachable):
    """The coordinator answers, but can keep nothing now; `cause` as in `Problem`."""

    def __init__(self, message: str, cause: str) -> None:
        self.cause = cause
        super().__init__(message)


class TooManyStreams(Unreachable):
    """So many listen that no thread is left for one more."""


class Refused(CoordinatorError, ValueError):
    """The coordinator understood and said no (4xx); sending it again changes nothing."""

    def __init__(self, problem: m.Problem) -> None:
        self.problem = problem
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")


class Stopped(CoordinatorError):
    """The process was asked to stop before an answer came."""


def new_key() -> str:
    """A key for one wish of one person: 32 printable characters, the same over every retry."""
    return uuid.uuid4().hex


def persist(
    command: Callable[[str], T],
    stop: Stop,
    *,
    on_failure: Callable[[Unreachable], None] = lambda _error: None,
    backoff: Backoff | None = None,
) -> T:
    """Send one command under one key until it is answered.

    `on_failure` hears of each try that failed. Raises `Refused`, or `Stopped` where the process ends first.
    """
    key, waits = new_key(), backoff or Backoff()
    while True:
        try:
            return command(key)
        except Unreachable as error:
            on_failure(error)
        if stop.wait(waits.next_seconds()):
            raise Stopped


class Coordinator:
    """The coordinator as a device sees it. Raises `Refused` or `Unreachable` from every method.

    `url` may name the certificate that must answer there, as `wire.address` describes; `agent` is how this client
    names itself, as `wire.devices` does.
    """

    def __init__(
        self, url: str, token: str, *, answer_seconds: float = ANSWER_SECONDS, agent: str = AGENT
    ) -> None:
        self._address = url
        self._agent = agent
        self.url, pin = split_pin(url)
        self._timeouts = (CONNECT_SECONDS, answer_seconds)
        self._session = requests.Session()
        self._session.trust_env = False
        if pin:
            self._session.mount("https://", PinnedAdapter(pin))
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._session.headers["User-Agent"] = f"{agent}/{version('motcua')}"
        self._token = token

    def twin(self) -> "Coordinator":
        """Another one with the same address and token, for another thread."""
        return Coordinator(self._address, self._token, answer_seconds=self._timeouts[1], agent=self._agent)

    def close(self) -> None:
        self._session.close()

    def health(self) -> m.Health:
        """Whether it works, and its version; an ailing one is `Unreachable`."""
        return _decode(self._fetch("GET", f"{self.url}/healthz", timeout=self._timeouts), m.Health)

    def ask_for_pairing(self, wish: p.AskForPairing) -> p.PairingBegun:
        return self._ask("POST", "/pairing", p.PairingBegun, wish)

    def show_nonce(self, pairing: str, shown: p.ShowNonce) -> None:
        self._send("POST", f"/pairing/{pairing}/show", shown, None)

    def collect_token(self, pairing: str, shown: p.ShowNonce) -> p.PairingAnswer:
        """The token is empty until the administrator has typed the digits."""
        return self._ask("POST", f"/pairing/{pairing}/collect", p.PairingAnswer, shown)

    def admit_device(self, code: str) -> p.DeviceAdmitted:
        return self._ask("POST", "/pairing/admit", p.DeviceAdmitted, p.AdmitDevice(code=code))

    def center(self) -> m.Center:
        return self._ask("GET", "/center", m.Center)

    def devices(self) -> Devices:
        return self._ask("GET", "/devices", Devices)

    def board(self) -> m.Board:
        return self._ask("GET", "/board", m.Board)

    def counters(self) -> list[m.CounterState]:
        return self._ask("GET", "/counters", m.Counters).counters

    def ticket(self, ticket: str) -> m.Ticket:
        return self._ask("GET", f"/tickets/{ticket}", m.Ticket)

    def issue(self, wish: m.IssueTicket, key: str) -> m.Ticket:
        return self._ask("POST", "/tickets", m.Ticket, wish, key)

    def resume(self, ticket: str, key: str) -> m.Ticket:
        return self._ask("POST", f"/tickets/{ticket}/resume", m.Ticket, None, key)

    def cancel(self, ticket: str, key: str) -> m.Ticket:
        return self._ask("POST", f"/tickets/{ticket}/cancel", m.Ticket, None, key)

    def print_copy(self, ticket: str, printer: str, key: str) -> m.PrintJob:
        return self._ask("POST", f"/tickets/{ticket}/print", m.PrintJob, m.PrintTicket(printer=printer), key)

    def claim(self, printer: str, key: str) -> m.PrintJob | None:
        """The oldest job that waits for this printer, now under a lease; none: null."""
        response = self._send("POST", f"/printers/{printer}/claim", None, key)
        if response.status_code == HTTPStatus.NO_CONTENT:
            return None
        return _decode(response, m.PrintJob)

    def report_print(self, job: str, outcome: m.PrintOutcome, key: str) -> m.PrintJob:
        return self._ask("POST", f"/print-jobs/{job}", m.PrintJob, outcome, key)

    def report_printer(self, printer: str, status: m.PrinterStatus) -> None:
        self._send("PUT", f"/printers/{printer}/status", status, None)

    def call_next(self, counter: int, key: str) -> m.Called:
        return self._ask("POST", f"/counters/{counter}/next", m.Called, None, key)

    def recall(self, counter: int, key: str) -> m.Ticket:
        return self._ask("POST", f"/counters/{counter}/recall", m.Ticket, None, key)

    def finish(self, counter: int, key: str) -> m.Ticket:
        return self._ask("POST", f"/counters/{counter}/finish", m.Ticket, None, key)

    def no_show(self, counter: int, key: str) -> m.Ticket:
        return self._ask("POST", f"/counters/{counter}/no-show", m.Ticket, None, key)

    def no_show_next(self, counter: int, key: str) -> m.Called:
        """Nobody came: call the next."""
        return self._ask("POST", f"/counters/{counter}/no-show-next", m.Called, None, key)

    def no_show_after_all(self, ticket: str, key: str) -> m.Ticket:
        """The ticket that a call has just finished: nobody had come."""
        return self._ask("POST", f"/tickets/{ticket}/no-show", m.Ticket, None, key)

    def undo(self, counter: int, key: str) -> m.CounterState:
        """Take back the counter's last call, made a moment ago."""
        return self._ask("POST", f"/counters/{counter}/undo", m.CounterState, None, key)

    def report_button(self, counter: int, condition: m.ButtonCondition) -> None:
        self._send("PUT", f"/counters/{counter}/button", m.ButtonReport(condition=condition), None)

    def hold(self, counter: int, key: str) -> m.Ticket:
        return self._ask("POST", f"/counters/{counter}/hold", m.Ticket, None, key)

    def transfer(self, counter: int, domain: str, key: str) -> m.Ticket:
        path = f"/counters/{counter}/transfer"
        return self._ask("POST", path, m.Ticket, m.TransferTicket(domain=domain), key)

    def open_counter(self, counter: int, key: str) -> m.CounterState:
        return self._ask("POST", f"/counters/{counter}/open", m.CounterState, None, key)

    def close_counter(self, counter: int, key: str) -> m.CounterState:
        return self._ask("POST", f"/counters/{counter}/close", m.CounterState, None, key)

    def assign_domains(self, counter: int, domains: m.AssignDomains) -> m.CounterState:
        return self._ask("PUT", f"/counters/{counter}/domains", m.CounterState, domains)

    def open_domain(self, domain: str, key: str) -> None:
        self._send("POST", f"/domains/{domain}/open", None, key)

    def close_domain(self, domain: str, key: str) -> None:
        self._send("POST", f"/domains/{domain}/close", None, key)

    def test_printer(self, printer: str, key: str) -> m.PrintJob:
        """Queue a test of the printer; it uses no number."""
        return self._ask("POST", f"/printers/{printer}/test", m.PrintJob, None, key)

    def ask_help(self, place: str, key: str) -> None:
        self._send("POST", "/help", m.AskHelp(place=place), key)

    def answer_help(self, place: str, key: str) -> None:
        self._send("POST", f"/help/{place}/answer", None, key)

    def sign_in(self, name: str, pin: str) -> m.StaffSession:
        """A member of staff's own token, which holds for a while."""
        return self._ask("POST", "/staff/sessions", m.StaffSession, m.SignIn(name=name, pin=pin))

    def set_message(self, text: str) -> None:
        self._send("PUT", "/message", m.SetMessage(text=text), None)

    def stream(self, after: int, quiet_seconds: float) -> requests.Response:
        """The open event stream; a read that brings nothing for `quiet_seconds` fails."""
        timeouts = (CONNECT_SECONDS, quiet_seconds)
        return self._request("GET", "/events", params={"after": after}, stream=True, timeout=timeouts)

    def _ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: m.Request | None = None,
        key: str | None = None,
    ) -> T:
        return _decode(self._send(method, path, body, key), kind)

    def _send(self, method: str, path: str, body: m.Request | None, key: str | None) -> requests.Response:
        headers = {"Idempotency-Key": key} if key else {}
        arguments: dict[str, Any] = {"headers": headers, "timeout": self._timeouts}
        if body is not None:
            headers["Content-Type"] = "application/json"
            arguments["data"] = msgspec.json.encode(body)
        return self._request(method, path, **arguments)

    def _request(self, method: str, path: str, **arguments: Any) -> requests.Response:  # noqa: ANN401 requests' own
        return self._fetch(method, f"{self.url}/api/v1{path}", **arguments)

    def _fetch(self, method: str, url: str, **arguments: Any) -> requests.Response:  # noqa: ANN401 requests' own
        try:
            # A redirection is not followed: it comes from a captive portal, never from a coordinator.
            response = self._session.request(method, url, allow_redirects=False, **arguments)
            _raise_for(response)
        except requests.RequestException as error:
            raise Unreachable(str(error)) from error
        return response


def _decode(response: requests.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(response.content, type=kind)
    except msgspec.DecodeError as error:
        raise Unreachable(f"{response.url}: the answer is not understood: {error}") from error


def _raise_for(response: requests.Response) -> None:
    status = response.status_code
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return
    with response:
        body = response.content
    problem = _problem_in(body)
    is_flood = problem is not None and problem.type == m.ASKED_TOO_OFTEN
    if status < HTTPStatus.BAD_REQUEST or status >= HTTPStatus.INTERNAL_SERVER_ERROR or is_flood:
        raise _failure(f"{response.url}: {status} {response.reason}", problem)
    raise Refused(problem or m.Problem(type="about:blank", title=response.reason, status=status))


def _problem_in(body: bytes) -> m.Problem | None:
    """Null where something else answered, or said something else."""
    try:
        return msgspec.json.decode(body, type=m.Problem)
    except msgspec.DecodeError:
        return None


def _failure(what: str, problem: m.Problem | None) -> Unreachable:
    if problem is not None and problem.type == m.STORE_UNAVAILABLE:
        return StoreFailing(f"{what}: {problem.detail}", problem.cause)
    return (
        TooManyStreams(what)
        if problem is not None and problem.type == m.TOO_MANY_STREAMS
        else Unreachable(what)
    )
