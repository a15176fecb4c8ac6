"""gunicorn's threaded worker, made to stop at once, to die with its master, and to speak in problem details.

Where gunicorn 27 has no setting for a thing, a name of its modules is set in `setup`, which gunicorn calls
once for a worker's class; each has a test that fails if the name loses its meaning.
"""

import ctypes
import gc
import math
import os
import signal
import socket
import time
from http import HTTPStatus
from types import FrameType
from typing import Any, Final

import gunicorn.http.wsgi
import gunicorn.util
import msgspec
from gunicorn.workers import gthread

from coordinator.reception import FairWorker
from coordinator.web.problems import MEDIA_TYPE, problem

# The rest of a body that no view has read is waited for so long.
SILENT_SECONDS: Final = 0.3
# A stopping worker keeps idle connections so long, for a request that may be on its way.
LINGER_SECONDS: Final = 0.3
# A silent worker is ended after thirty times as long.
NOTIFY_SECONDS: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1


class PromptWorker(FairWorker):
    """`app` has `begin_stop()`, called once on the worker's main loop when it is to stop."""

    _notified_at = -math.inf

    @classmethod
    def setup(cls) -> None:
        gthread.STOP_KEEPALIVE_LINGER = LINGER_SECONDS
        gthread.DEFAULT_WORKER_DATA_TIMEOUT = SILENT_SECONDS
        gunicorn.http.wsgi.SERVER = "motcua"
        gunicorn.util.write_error = write_problem

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.alive:
            # Not here: a signal's handler must not wait for a lock.
            self.method_queue.defer(self.app.begin_stop)
        super().handle_exit(sig, frame)

    def notify(self) -> None:
        """Tell the master that this worker lives: once a second, where gunicorn would at each event of its loop."""
        now = time.monotonic()
        if now - self._notified_at >= NOTIFY_SECONDS:
            self._notified_at = now
            super().notify()

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C: as SIGTERM, for a terminal sends it to master and worker alike."""
        self.handle_exit(sig, frame)

    def _cap_keepalive(self, deadline: float) -> None:
        """Those that have said nothing yet are waited for no longer than those that say nothing more."""
        super()._cap_keepalive(deadline)
        for line in self.pending_conns:
            line.timeout = min(line.timeout, deadline)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, LINGER_SECONDS))


def die_with_master(master: int) -> None:
    """Let the kernel kill this process when the process `master`, its parent, dies (prctl(2)).

    A worker that outlived a killed master would keep the port and the database from the next coordinator.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    # It may have died between the fork and the line above.
    if os.getppid() != master:
        os._exit(1)


def settle_memory() -> None:
    """What is loaded now lives as long as the process: no collection needs to walk over it again."""
    gc.collect()
    gc.freeze()


def write_problem(connection: socket.socket, status: int, reason: str, message: str) -> None:
    """Answer what is not even HTTP; stands in for `gunicorn.util.write_error`, which writes HTML."""
    what = problem(HTTPStatus(status), "bad-http", reason, message)
    body = msgspec.json.encode(what)
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: {MEDIA_TYPE}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    write: Any = gunicorn.util.write_nonblock
    write(connection, head.encode("ascii") + body)
