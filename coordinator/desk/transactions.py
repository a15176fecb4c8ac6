"""How the desk works on the store: a look is one consistent view, a command one transaction answered after it.

A command under an idempotency key keeps its answer in the same commit and gives it again to whoever asks
with that key; a refusal, which changed nothing, is kept too. News go out after the commit, never before.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from config import Settings
from coordinator.desk import refusals
from coordinator.desk.foresight import Foresight
from coordinator.desk.in_force import InForce
from coordinator.desk.leaps import Sight, leap_between, look_at
from coordinator.desk.terms import Actor, Once, Refusal, Reply
from coordinator.desk.work import Moment, Work, begin_work, day_now
from coordinator.store import ledger, printing
from coordinator.store.database import Database
from coordinator.store.ledger import CenterRow
from runtime.clock import Clock

UseCase = Callable[[Work], msgspec.Struct | None]
"""What a command does; null: there is nothing to say (204)."""

T = TypeVar("T")


class KeyReused(Exception):
    """The key stands for another request."""


class Transactions:
    """Thread-safe. `on_change` is called on the committing thread."""

    def __init__(
        self, database: Database, in_force: InForce, clock: Clock, on_change: Callable[[], None]
    ) -> None:
        self._database = database
        self._in_force = in_force
        self._center = in_force.newest.id
        self._clock = clock
        self._on_change = on_change
        self._foresight = Foresight(clock.monotonic)
        self._sight = look_at(clock)

    @property
    def settings(self) -> Settings:
        """Those in force, as this process knows them."""
        return self._in_force.newest.settings

    def take_up(self) -> None:
        """Know the settings that hold now, wherever they were changed."""
        self.look(lambda _moment: None)

    def look(self, look: Callable[[Moment], T]) -> T:
        """What `look` makes of the store as it is now."""
        with self._database.read() as connection:
            row = ledger.read_center(connection, self._center)
            return look(self._moment(connection, row))

    def command(
        self,
        actor: Actor,
        once: Once | None,
        use_case: UseCase,
        status: HTTPStatus = HTTPStatus.OK,
        *,
        begins_day: bool = True,
    ) -> Reply:
        """Do it, or give the answer that its key had; raises `Refusal` where it has no key to keep one under.

        `begins_day` false: for what is no work of a day.
        """
        try:
            reply, has_changed = self._commit(actor, once, use_case, status, begins_day=begins_day)
        except KeyReused as reused:
            raise refusals.another_request() from reused
        except Refusal as refusal:
            if once is None:
                raise
            return self._keep_refusal(actor, once, refusal)
        if has_changed:
            self._on_change()
        return reply

    def _commit(
        self, actor: Actor, once: Once | None, use_case: UseCase, status: HTTPStatus, *, begins_day: bool
    ) -> tuple[Reply, bool]:
        with self._database.write(self._center) as connection:
            row, kept = self._read(connection, actor, once)
            if kept is not None:
                return kept, False
            moment = self._moment(connection, row)
            sight = self._carry_along(moment)
            work = begin_work(moment, actor, begins_day=begins_day)
            answer = use_case(work)
            reply = Reply(HTTPStatus.NO_CONTENT, b"") if answer is None else _reply(status, answer)
            self._keep(connection, actor, once, reply)
        self._sight = sight
        return reply, work.seq > 0

    def _carry_along(self, moment: Moment) -> Sight:
        """Let the papers that wait be as old as they are, where the wall clock was set ahead since the last commit of
        this process; gives what is seen now, to be known once this one is committed.

        Not where other processes write too: each would do it. Nor on a new day: whoever waited on the other has gone.
        """
        before, now = self._sight, look_at(self._clock)
        leap = leap_between(before, now)
        if leap and moment.is_begun and not self._database.is_shared:
            printing.carry_along(moment.connection, self._center, before.wall, leap)
        return now

    def _moment(self, connection: Connection, row: CenterRow) -> Moment:
        now, centre = self._clock.now(), self._in_force.at(connection, row)
        day = day_now(row, centre, self._clock, now)
        return Moment(connection, centre, now, day, row, self._foresight)

    def _keep_refusal(self, actor: Actor, once: Once, refusal: Refusal) -> Reply:
        with self._database.write(self._center) as connection:
            _, kept = self._read(connection, actor, once)
            if kept is None:
                kept = _reply(HTTPStatus(refusal.problem.status), refusal.problem)
                self._keep(connection, actor, once, kept)
            return kept

    def _read(
        self, connection: Connection, actor: Actor, once: Once | None
    ) -> tuple[CenterRow, Reply | None]:
        """The centre's row, and the answer that the key had; raises `KeyReused` where it was of another request."""
        if once is None:
            return ledger.read_center(connection, self._center), None
        row, kept = ledger.read_center_and_reply(connection, self._center, str(actor), once.key)
        if kept is None:
            return row, None
        if kept.fingerprint != once.fingerprint:
            raise KeyReused
        return row, Reply(kept.status, kept.body.encode())

    def _keep(self, connection: Connection, actor: Actor, once: Once | None, reply: Reply) -> None:
        if once is None:
            return
        values = {
            "center_id": self._center,
            "actor": str(actor),
            "key": once.key,
            "fingerprint": once.fingerprint,
            "status": reply.status,
            "body": reply.body.decode(),
            "replied_at": round(self._clock.now().timestamp() * 1000),
        }
        ledger.keep_reply(connection, values)


def _reply(status: HTTPStatus, answer: msgspec.Struct) -> Reply:
    return Reply(status, msgspec.json.encode(answer))
