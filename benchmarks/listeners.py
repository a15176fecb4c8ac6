"""Many boards that listen to one coordinator, in a process of their own that costs the machine little.

One thread waits for all of them, and looks into a board once only, for whoever got it first; of the others it
notes when they had it. Times are those of the monotonic clock, which all processes of a machine share.
"""

import multiprocessing
import selectors
import socket
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection

import msgspec

FIRST_BOARD_SECONDS = 60.0
LAST_BOARD_SECONDS = 20.0
_FRAME_END = b"\n\n\r\n"
"""An event ends with an empty line, and so does the chunk of HTTP that it fills."""


class _Call(msgspec.Struct):
    called_at: datetime


class _Board(msgspec.Struct):
    calls: list[_Call]


@dataclass(frozen=True)
class Ear:
    """Where a board listens, and as whom; `host`: under which name, where that is not the address."""

    url: str
    token: str
    host: str = ""


class Listeners:
    """The other end, in the process that asks."""

    def __init__(self, pipe: Connection, pid: int) -> None:
        self._pipe = pipe
        self.pid = pid

    def seconds_until_all_had(self, calls: Sequence[tuple[datetime, float]], boards: int) -> list[float]:
        """For each call, by when it was made and the instant that is counted from: until the last of the first so many
        listeners had a board that shows it. What has come so far is forgotten then.
        """
        self._pipe.send((calls, boards))
        answer = self._pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)  # noqa: TRY004 it is the other end that failed
        found: list[float] = answer
        return found


def listening(url: str, token: str, count: int = 1) -> AbstractContextManager[Listeners]:
    """So many streams of one centre."""
    return listening_at([Ear(url, token)] * count)


@contextmanager
def listening_at(ears: Sequence[Ear]) -> Iterator[Listeners]:
    """These streams, open until the end; each has its first board already."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_listen, args=(ears, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        said = ours.recv()
        if said != "ready":
            raise RuntimeError(said)
        yield Listeners(ours, process.pid or 0)
    finally:
        ours.close()
        process.join(10)
        process.kill()


class _Stream:
    """One listener: when it had a board, and up to which call that board went."""

    def __init__(self, ear: Ear) -> None:
        address, _, port = ear.url.removeprefix("http://").partition(":")
        self.socket = socket.create_connection((address, int(port)))
        head = f"Host: {ear.host or address}\r\nAuthorization: Bearer {ear.token}"
        ask = f"GET /api/v1/events HTTP/1.1\r\n{head}\r\n\r\n"
        self.socket.sendall(ask.encode("ascii"))
        self.socket.setblocking(False)
        self.buffer = bytearray()
        self.times: list[float] = []
        self.shown: list[float] = []

    def had_at(self, call: float) -> float:
        """When it first had a board with this call, or a later one."""
        return self.times[bisect_left(self.shown, call)]


class _Streams:
    def __init__(self, ears: Sequence[Ear]) -> None:
        self._seen: dict[bytes, float] = {}
        self._selector = selectors.DefaultSelector()
        self.streams = [_Stream(ear) for ear in ears]
        for stream in self.streams:
            self._selector.register(stream.socket, selectors.EVENT_READ, stream)

    def hear_until_all_had(self, call: float) -> None:
        """Raises `TimeoutError` where it does not come to every listener."""
        deadline = time.monotonic() + LAST_BOARD_SECONDS
        while not all(stream.shown[-1] >= call for stream in self.streams):
            for key, _ in self._selector.select(1):
                self._read(key.data)
            if time.monotonic() > deadline:
                raise TimeoutError(f"a call came not to every board within {LAST_BOARD_SECONDS:.0f} s")

    def hear(self, pipe: Connection) -> None:
        """Until something is asked at the pipe, or nobody is there any more."""
        self._selector.register(pipe, selectors.EVENT_READ, None)
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    self._selector.unregister(pipe)
                    return
                self._read(key.data)

    def wait_for_first_boards(self) -> None:
        deadline = time.monotonic() + FIRST_BOARD_SECONDS
        while not all(stream.times for stream in self.streams):
            for key, _ in self._selector.select(1):
                self._read(key.data)
            if time.monotonic() > deadline:
                raise TimeoutError("not every listener had a board")

    def _read(self, stream: _Stream) -> None:
        data = stream.socket.recv(1 << 18)
        if not data:
            raise RuntimeError(f"a stream ended: {bytes(stream.buffer[:300])!r}")
        stream.buffer += data
        if stream.buffer.endswith(_FRAME_END):
            self._note(stream)
            stream.buffer.clear()

    def _note(self, stream: _Stream) -> None:
        begins = stream.buffer.rfind(b"\nid: ")
        if begins < 0:
            return
        seq, _, rest = stream.buffer[begins + 5 :].partition(b"\ndata: ")
        number = bytes(seq)
        if number not in self._seen:
            calls = msgspec.json.decode(bytes(rest.partition(b"\n")[0]), type=_Board).calls
            self._seen[number] = calls[0].called_at.timestamp() if calls else 0.0
        stream.times.append(time.monotonic())
        stream.shown.append(self._seen[number])


def _listen(ears: Sequence[Ear], pipe: Connection) -> None:
    try:
        all_of_them = _Streams(ears)
        all_of_them.wait_for_first_boards()
        pipe.send("ready")
        while True:
            all_of_them.hear(pipe)
            calls, boards = pipe.recv()
            all_of_them.hear_until_all_had(max((made.timestamp() for made, _ in calls), default=0.0))
            pipe.send(
                [
                    max(stream.had_at(made.timestamp()) for stream in all_of_them.streams[:boards]) - since
                    for made, since in calls
                ]
            )
            for stream in all_of_them.streams:
                stream.times, stream.shown = stream.times[-1:], stream.shown[-1:]
    except EOFError:
        return
    except (OSError, RuntimeError) as error:
        pipe.send(f"the listeners failed: {error}")
