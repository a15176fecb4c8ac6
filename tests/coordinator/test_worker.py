"""What is set inside gunicorn still means what it meant: a new version that renames it must not pass unseen."""

import inspect
import socket
from types import ModuleType

import gunicorn.http.wsgi
import gunicorn.util
import msgspec
import pytest
from gunicorn.workers import gthread

from coordinator.worker import PromptWorker, write_problem
from wire.messages import Problem

NAMES = [
    (gthread, "STOP_KEEPALIVE_LINGER"),
    (gthread, "DEFAULT_WORKER_DATA_TIMEOUT"),
    (gunicorn.http.wsgi, "SERVER"),
    (gunicorn.util, "write_error"),
]


@pytest.mark.parametrize(("module", "name"), NAMES, ids=[name for _, name in NAMES])
def test_each_name_is_there_and_is_read_when_it_is_needed(module: ModuleType, name: str) -> None:
    assert hasattr(module, name)
    readers = inspect.getsource(module) + inspect.getsource(gthread) + inspect.getsource(gthread.base)
    assert readers.count(name) > 1


def test_each_is_set_by_the_workers_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in NAMES:
        monkeypatch.setattr(module, name, getattr(module, name))
    before = [getattr(module, name) for module, name in NAMES]
    PromptWorker.setup()
    after = [getattr(module, name) for module, name in NAMES]
    assert all(one != other for one, other in zip(before, after, strict=True))


@pytest.mark.parametrize("name", ["method_queue", "handle_exit", "handle_quit", "notify"])
def test_what_the_worker_builds_on_is_still_gunicorns(name: str) -> None:
    assert name in inspect.getsource(gthread.ThreadWorker) + inspect.getsource(gthread.base.Worker)


def test_a_broken_request_is_answered_in_problem_details() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        write_problem(ours, 400, "Bad Request", "Invalid <b>thing</b>")
        head, _, body = theirs.recv(65536).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    problem = msgspec.json.decode(body, type=Problem)
    assert (problem.status, problem.detail) == (400, "Invalid <b>thing</b>")
