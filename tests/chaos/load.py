"""People at work while things break: kiosks that issue and counters that call, hold, finish and print without pause.

Every command is one key, kept until it is answered, and every answer is in the clients' log before the next step.
"""

import random
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec import structs

from runtime.backoff import Backoff
from runtime.stop import Stop
from simulation.crowd import Crowd
from simulation.day import PRIORITIES
from simulation.evidence import Issued
from tests.chaos.evidence import CLERK, DONE, KIOSK, ClientLog, Said
from tests.system.callers import Callers
from wire.client import Coordinator, Refused, Stopped, persist
from wire.messages import IssueTicket

MOST_WAITING: Final = 60
_DEEDS: Final = {
    "call_next": 12,
    "recall": 2,
    "hold": 2,
    "resume": 2,
    "transfer": 1,
    "finish": 2,
    "no_show": 1,
    "no_show_next": 1,
    "print_copy": 1,
    "cancel": 1,
}
_NEEDS_TICKET: Final = ("resume", "cancel", "print_copy")


def make_backoff() -> Backoff:
    return Backoff(first=0.02, cap=0.2)


class Kiosks:
    """A crowd that takes numbers at random moments, `pause_seconds` apart in the mean, while not too many wait."""

    def __init__(
        self,
        make_client: Callable[[], Coordinator],
        log: ClientLog,
        seed: int,
        domains: list[str],
        *,
        printer: str | None,
        pause_seconds: float,
    ) -> None:
        self._log = log
        self._chance = random.Random(f"{seed}/kiosks")
        self._domains = domains
        self._printer = printer
        self._pause_seconds = pause_seconds
        self._stop = Stop()
        self._crowd = Crowd(make_client, 4, Stop(), make_backoff=make_backoff, on_issued=self._write)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """No new wish; comes back when each was answered."""
        self._end_wishing()
        self._crowd.issued()

    def close(self) -> None:
        """Give up what is unanswered; safe to do before `start`."""
        self._end_wishing()
        self._crowd.close()

    def _end_wishing(self) -> None:
        """A wish that is about to be made is still made: the crowd must not be gone before."""
        self._stop.ask()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._chance.uniform(0, 2 * self._pause_seconds)):
            called = self._log.count_of("call_next") + self._log.count_of("no_show_next")
            if self._crowd.waiting_for_answer() < 8 and self._log.count_of("issue") < called + MOST_WAITING:
                self._crowd.wish(self._wish())

    def _wish(self) -> IssueTicket:
        return IssueTicket(
            domain=self._chance.choice(self._domains),
            priority=self._chance.choice([None, None, None, *PRIORITIES[:1]]),
            printer=self._printer if self._chance.random() < 0.5 else None,
        )

    def _write(self, issued: Issued) -> None:
        self._log.write(KIOSK, "issue", (issued.wish,), issued.key, issued.ticket)


class Clerks(Callers):
    """Counters that do whatever a clerk may do, at random; `stop` waits until each command in hand is answered."""

    def __init__(
        self,
        make_client: Callable[[], Coordinator],
        counters: Iterable[int],
        log: ClientLog,
        seed: int,
        domains: list[str],
        *,
        printer: str | None,
        pause_seconds: float,
    ) -> None:
        super().__init__(make_client, counters)
        self._log = log
        self._seed = seed
        self._domains = domains
        self._printer = printer
        self._pause_seconds = pause_seconds
        self._given_up = Stop()

    def close(self) -> None:
        """Give up what is unanswered."""
        self._given_up.ask()
        self.stop()

    def _call(self, counter: int) -> None:
        chance = random.Random(f"{self._seed}/counter {counter}")
        client, held, seated = self._make_client(), list[str](), ""
        try:
            while not self._stop.wait(chance.uniform(0, 2 * self._pause_seconds)):
                deed = chance.choices(list(_DEEDS), list(_DEEDS.values()))[0]
                ticket = seated if deed == "print_copy" and self._printer else ""
                if deed in ("resume", "cancel") and held:
                    ticket = held.pop()
                if deed in _NEEDS_TICKET and not ticket:
                    continue
                answer = self._ask(client, deed, self._arguments(deed, counter, ticket, chance))
                if deed == "hold" and answer is not None:
                    held.append(answer.id)
                if deed in ("call_next", "no_show_next") and answer is not None:
                    seated = answer.called.id if answer.called else ""
        except Stopped:
            return
        finally:
            client.close()

    def _arguments(self, deed: str, counter: int, ticket: str, chance: random.Random) -> tuple[Any, ...]:
        if deed == "print_copy":
            return ticket, self._printer
        if deed in _NEEDS_TICKET:
            return (ticket,)
        return (counter, chance.choice(self._domains)) if deed == "transfer" else (counter,)

    def _ask(self, client: Coordinator, deed: str, arguments: tuple[Any, ...]) -> Any:
        used: list[str] = []

        def say(key: str) -> Any:
            used.append(key)
            return getattr(client, deed)(*arguments, key)

        try:
            answer = persist(say, self._given_up, backoff=make_backoff())
        except Refused as refused:
            self._log.write(CLERK, deed, arguments, used[0], refused.problem, status=refused.problem.status)
            return None
        self._log.write(CLERK, deed, arguments, used[0], answer)
        return answer


def ask_again(said: Said, client: Coordinator) -> Said:
    """The same command under its old key, and what it is answered now."""
    status, answer = DONE, None
    try:
        answer = getattr(client, said.command)(*said.arguments, said.key)
    except Refused as refused:
        status, answer = refused.problem.status, refused.problem
    return structs.replace(said, status=status, answer=answer)
