"""gunicorn, run from here: workers that hold the desks and the threads, one master that watches over them.

One worker on SQLite, which has one writer anyway; on PostgreSQL as many as `[coordinator] workers` says. The master
opens nothing: handles of a database do not cross a fork.
"""

import gc
import logging
import os
import ssl
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from socket import socket
from typing import Any, Final
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from coordinator.broadcast import REREAD_SECONDS
from coordinator.center_file.written import CenterFile
from coordinator.checking import check_command
from coordinator.copies_watch import copies_watch
from coordinator.crew import Crew
from coordinator.desk import desk_before
from coordinator.hosting import Hosted, Sites
from coordinator.housekeeping import Housekeeping
from coordinator.listener import describe_url
from coordinator.opening import Opener, Opening
from coordinator.service import Service
from coordinator.store.database import StoreError
from coordinator.store.late import LateDatabase
from coordinator.web.application import most_streams
from coordinator.web.stranger import create_stranger
from coordinator.web.streams import Places
from coordinator.worker import PromptWorker, die_with_master, settle_memory
from runtime.clock import SystemClock
from runtime.notify import notify, watchdog_seconds

log = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS: Final = 75
WORKER_SILENCE_SECONDS: Final = 30
# The last resort: the worker stops by itself within a fraction of a second.
KILL_SECONDS: Final = 5
IDLE_CONNECTIONS: Final = 256
_SYSTEMD_SOCKET: Final = "NOTIFY_SOCKET"


def serve(
    centres: Sequence[Hosted], opening: Opening, version: str, listener: socket, data: Path | None = None
) -> int:
    """Serve on `listener` until SIGTERM or SIGINT; 0 then, 1 if the worker could not be started. A database that cannot
    be opened is no reason for that: it is tried again until it can.

    The first centre's `[coordinator]` table holds for all; `data`: what stands in the place of its database.
    """
    server = Server(centres, opening, version, listener, data)
    master = os.getpid()
    try:
        _SteadyArbiter(server).run()
    except SystemExit as end:
        # The forked worker comes through here too; its code tells the master why it ended.
        if os.getpid() != master:
            raise
        return 1 if end.code else 0
    return 0


class Server(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """The coordinator as gunicorn's application: opened in the worker, after the fork."""

    def __init__(
        self,
        centres: Sequence[Hosted],
        opening: Opening,
        version: str,
        listener: socket,
        data: Path | None = None,
    ) -> None:
        self._centres = centres
        self._table = centres[0].settings.coordinator
        self._opening = opening
        self._version = version
        self._data = data
        self._address = describe_url(listener, is_secure=bool(self._table.certificate))
        self._descriptor = listener.detach()
        # gunicorn would tell systemd "ready" before there is a worker; the worker tells it itself.
        self._systemd = os.environ.pop(_SYSTEMD_SOCKET, None)
        self._master = os.getpid()
        self._services: dict[str, Service] = {}
        self._housekeeping: Housekeeping | None = None
        self._opener: Opener | None = None
        self._crew = Crew(self._table.workers)
        self._post = 0
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Open the desks and start what runs beside them; called in the worker."""
        database = self._open()
        places = Places(most_streams(self._table.threads))
        for centre in self._centres:
            self._services[centre.settings.center.id] = self._serve(centre, database, places)
        for service in self._services.values():
            service.start()
        self._housekeeping = self._keep_house()
        if len(self._centres) == 1:
            return self._site(self._centres[0])
        sites = {name: self._site(centre) for centre in self._centres for name in centre.names}
        return Sites(sites, create_stranger(self._version, self._find_faults, SystemClock()))

    def begin_stop(self) -> None:
        """Called on the worker's loop when it is to stop."""
        notify("STOPPING=1")
        if self._opener is not None:
            self._opener.close()
        if self._housekeeping is not None:
            self._housekeeping.close()
        for service in self._services.values():
            service.begin_stop()

    def _open(self) -> LateDatabase:
        """The database, open if it can be opened now; else it is tried again, while everyone is told why."""
        database = self._opening.database()
        try:
            self._opening.open(database)
        except StoreError:
            self._opener = Opener(partial(self._opening.open_at_rest, database))
            self._opener.start()
        return database

    def _serve(self, centre: Hosted, database: LateDatabase, places: Places) -> Service:
        return Service(
            desk_before(database, centre.settings, SystemClock()),
            centre.settings,
            self._version,
            database=self._opening.file,
            is_open=lambda: database.is_open,
            center_file=CenterFile(centre.path),
            checking=check_command(centre.path, self._data),
            copies=copies_watch(centre.settings, centre.path, self._data, SystemClock()).look,
            places=places,
            on_read=self._feed_watchdog,
            on_fault=self._tell_fault,
            reread_seconds=min(REREAD_SECONDS, watchdog_seconds() or REREAD_SECONDS),
        )

    def _keep_house(self) -> Housekeeping:
        """One thread for all centres, one after the other: none of it is urgent."""
        desks = [service.desk for service in self._services.values()]
        file = self._opening.file
        housekeeping = Housekeeping(
            lambda: any(desk.keep_house() for desk in desks), None if file is None else file.parent
        )
        housekeeping.start()
        return housekeeping

    def _site(self, centre: Hosted) -> WSGIApplication:
        return self._services[centre.settings.center.id].application

    def _find_faults(self) -> dict[str, str]:
        reasons = {center: service.find_fault() for center, service in self._services.items()}
        return {center: reason for center, reason in reasons.items() if reason}

    def _feed_watchdog(self) -> None:
        """One centre whose board is read no more is enough to be started anew."""
        if all(service.is_reading() for service in self._services.values()):
            self._sign()

    def _sign(self) -> None:
        """Say that this worker is well; systemd hears of it while all are."""
        self._crew.sign(self._post)
        if self._crew.is_well():
            notify("WATCHDOG=1")

    def _tell_fault(self, fault: str) -> None:
        """The worker lives: to be started anew would mend no card, and would hide from everyone why nothing works."""
        try:
            self._sign()
            notify(f"STATUS={fault or 'at work'}")
        except OSError as error:
            log.warning("systemd cannot be told how the store is: %s", error)

    def _options(self) -> Mapping[str, object]:
        table = self._table
        return {
            "bind": f"fd://{self._descriptor}",
            "workers": table.workers,
            "worker_class": PromptWorker,
            "threads": table.threads,
            "worker_connections": table.threads + IDLE_CONNECTIONS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "timeout": WORKER_SILENCE_SECONDS,
            "graceful_timeout": KILL_SECONDS,
            "worker_tmp_dir": _memory_folder(),
            "control_socket_disable": True,
            "http_protocols": "h1",
            "http_parser": "python",
            "loglevel": "warning",
            "logger_class": _QuietLogger,
            "pre_fork": self._enlist,
            "child_exit": lambda _arbiter, worker: self._crew.discharge(worker.age),
            "post_fork": lambda _arbiter, _worker: self._begin_worker(),
            "post_worker_init": self._announce,
            "worker_exit": lambda _arbiter, _worker: self._close(),
            **_tls_options(table.certificate, table.private_key),
        }

    def _enlist(self, _arbiter: Arbiter, worker: PromptWorker) -> None:
        """Before the fork, so that the worker knows its post."""
        self._post = self._crew.enlist(worker.age)
        gc.freeze()

    def _begin_worker(self) -> None:
        die_with_master(self._master)
        if self._systemd is not None:
            os.environ[_SYSTEMD_SOCKET] = self._systemd
        # The watchdog was set for the master, but the worker does the work.
        if os.environ.get("WATCHDOG_PID") == str(self._master):
            os.environ["WATCHDOG_PID"] = str(os.getpid())

    def _announce(self, _worker: PromptWorker) -> None:
        """Say once that requests are answered: the socket listens, and every worker is about to accept."""
        settle_memory()
        arrival = self._crew.arrive()
        if arrival == "early":
            return
        notify("READY=1")
        if arrival == "last":
            sys.stdout.write(f"listening on {self._address}\n")
            sys.stdout.flush()
        else:
            log.warning("a new worker serves, for the last one ended")

    def _close(self) -> None:
        for service in self._services.values():
            service.begin_stop()
        for service in self._services.values():
            service.close()


class _SteadyArbiter(Arbiter):  # type: ignore[misc] # gunicorn has no types
    """Ends where gunicorn would reload, fork anew or count its workers: systemd restarts it."""

    def handle_hup(self) -> None:
        self.handle_term()

    def handle_int(self) -> None:
        self.handle_term()

    def _pass(self) -> None:
        log.warning("a signal that has no meaning here was passed over")

    handle_ttin = handle_ttou = handle_usr2 = handle_winch = _pass


class _QuietLogger(Logger):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's log in the process's own: one form of line, one place that decides what is shown."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


def _tls_options(certificate: str, private_key: str) -> Mapping[str, object]:
    if not certificate:
        return {}
    context = load_certificate(certificate, private_key)
    # One context for all connections: gunicorn would read the files again for each.
    factory: Callable[[Any, Any], ssl.SSLContext] = lambda _config, _default: context  # noqa: E731 arity is checked
    return {"certfile": certificate, "keyfile": private_key or None, "ssl_context": factory}


def load_certificate(certificate: str, private_key: str) -> ssl.SSLContext:
    """A server's context; raises `OSError` where the files cannot be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private_key or None)
    return context


def _memory_folder() -> str | None:
    """Where the worker's sign of life is touched every second: not on an SD card."""
    candidates = [os.environ.get("RUNTIME_DIRECTORY", ""), "/dev/shm"]  # noqa: S108 unlinked as soon as made
    usable = (path for path in candidates if path and Path(path).is_dir() and os.access(path, os.W_OK))
    return next(usable, None)
