"""News of commits from process to process, by PostgreSQL's LISTEN and NOTIFY.

A NOTIFY inside a command's transaction would take a lock of the whole server until its commit is on the disk, and so
let all centres' commits wait for one another. So it is sent after the commit, by a thread of its own, once for all that
was committed meanwhile. What a crash between the two leaves untold is found by the next reading of the board.
"""

import logging
import os
import select
import threading
import uuid
from collections.abc import Callable
from typing import Any, Final

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from runtime.backoff import Backoff

CHANNEL: Final = "motcua"
# So often a listener that hears nothing makes sure that it still could.
_SILENT_SECONDS: Final = 5.0
_CLOSE_SECONDS: Final = 2.0

log = logging.getLogger(__name__)

_Driver = psycopg.Connection[Any]


class PostgresqlNews:
    """Tells of this process's commits and hears of the others', for all centres that it serves."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listeners: list[tuple[str, Callable[[], None]]] = []
        self._sender = uuid.uuid4().hex
        self._ended = threading.Event()
        self._woken = threading.Event()
        self._end = os.eventfd(0, os.EFD_CLOEXEC)
        self._lock = threading.Lock()
        self._untold: set[str] = set()
        self._threads = [
            threading.Thread(target=self._keep_on, args=(work,), name=name, daemon=True)
            for name, work in (("news-sent", self._send), ("news-heard", self._listen))
        ]
        for thread in self._threads:
            thread.start()

    def subscribe(self, center: str, on_news: Callable[[], None]) -> Callable[[], None]:
        subscription = (center, on_news)
        with self._lock:
            self._listeners.append(subscription)

        def end() -> None:
            with self._lock:
                if subscription in self._listeners:
                    self._listeners.remove(subscription)

        return end

    def tell(self, center: str) -> None:
        with self._lock:
            self._untold.add(center)
        self._woken.set()

    def close(self) -> None:
        if self._ended.is_set():
            return
        self._ended.set()
        self._woken.set()
        os.eventfd_write(self._end, 1)
        for thread in self._threads:
            thread.join(_CLOSE_SECONDS)
        if not any(thread.is_alive() for thread in self._threads):
            os.close(self._end)

    def _keep_on(self, work: Callable[[_Driver, Backoff], None]) -> None:
        """Do the work over every loss of the connection."""
        backoff, is_lost = Backoff(first=0.1, cap=5.0), False
        while not self._ended.is_set():
            try:
                with self._connect() as connection:
                    is_lost = False
                    work(connection, backoff)
            except (psycopg.Error, SQLAlchemyError) as error:
                if not is_lost and not self._ended.is_set():
                    log.warning("news of other processes are cut off: %s", " ".join(str(error).split()))
                is_lost = True
            self._ended.wait(backoff.next_seconds())

    def _connect(self) -> _Driver:
        """A connection of our own, made as the pool makes them."""
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        connection.autocommit = True
        return connection  # type: ignore[no-any-return] # the driver's

    def _send(self, connection: _Driver, backoff: Backoff) -> None:
        # Nothing is lost with a notification: its lock need not wait for the disk.
        connection.execute("SET synchronous_commit = off")
        while not self._ended.is_set():
            self._woken.wait()
            self._woken.clear()
            self._tell_others(connection)
            backoff.reset()

    def _tell_others(self, connection: _Driver) -> None:
        with self._lock:
            centers, self._untold = self._untold, set()
        try:
            for center in centers:
                connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"{self._sender} {center}"))
        except psycopg.Error:
            for center in centers:
                self.tell(center)
            raise

    def _listen(self, connection: _Driver, backoff: Backoff) -> None:
        connection.execute(f"LISTEN {CHANNEL}")
        # Whatever was told before this moment was not heard.
        self._pass_on(None)
        backoff.reset()
        poll = select.poll()
        for descriptor in (connection.fileno(), self._end):
            poll.register(descriptor, select.POLLIN)
        while not self._ended.is_set():
            for one in connection.notifies(timeout=0):
                sender, _, center = one.payload.partition(" ")
                if sender != self._sender:
                    self._pass_on(center)
            if not poll.poll(_SILENT_SECONDS * 1000):
                connection.execute("SELECT 1")

    def _pass_on(self, center: str | None) -> None:
        """Of one centre, or of all where anything may have been missed."""
        with self._lock:
            called = [on_news for one, on_news in self._listeners if center in (None, one)]
        for on_news in called:
            on_news()
