"""A thermal printer as its firmware lives: bytes come in, dots come out on paper, questions are answered.

Written from the command reference alone, beside `printer.decoder`, so that it is a second opinion on every
byte. It is driven like the world: the paper ends, the cover opens, the power goes.
"""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass, field

LINE_FEED_ROWS = 34
ENDLESS = 10**9

Row = bytes
Sheet = list[Row]
Program = Generator[None, int, None]


@dataclass
class ThermalPrinter:
    """`cut` are the sheets that fell, `sheet` is what hangs out of the printer, of `row_bytes` a row.

    `garbage` counts the characters that were printed because bytes of a picture were taken for text.
    `noise` is what it says instead of every answer; `is_mute`: it says nothing. `is_real_time`: it answers
    as a question arrives, whatever it is at; else in its turn, as cheap ones do.
    """

    row_bytes: int = 72
    buffer_bytes: int = 4096
    rows_left: int = ENDLESS
    is_near_end: bool = False
    is_cover_open: bool = False
    is_mute: bool = False
    is_real_time: bool = True
    noise: bytes = b""
    garbage: int = 0
    cut: list[Sheet] = field(default_factory=list)
    _buffer: deque[int] = field(default_factory=deque, repr=False)
    _said: bytearray = field(default_factory=bytearray, repr=False)
    sheet: Sheet = field(default_factory=list)

    def __post_init__(self) -> None:
        self._switch_on()

    @property
    def sheets(self) -> list[Sheet]:
        """All paper there is, top to bottom."""
        return [*self.cut, *([self.sheet] if self.sheet else [])]

    def take(self, data: bytes) -> int:
        """How many bytes fitted into the buffer; what can be printed of them is printed at once."""
        if self.is_real_time and data[:2] == b"\x10\x04" and len(data) == 3:
            self._answer(data[2])
            if self._is_idle and not self._buffer:
                return 3  # else it is a part of the picture as well
        taken = 0
        while taken < len(data) and len(self._buffer) < self.buffer_bytes:
            if self._is_question(data, taken):
                self._answer(data[taken + 2])
                taken += 3
                continue
            self._buffer.append(data[taken])
            taken += 1
            self._work()
        return taken

    def _is_question(self, data: bytes, at: int) -> bool:
        """Whether one begins here that is asked between commands, together with what else came."""
        is_between = self._is_idle and not self._buffer
        return self.is_real_time and is_between and data[at : at + 2] == b"\x10\x04" and at + 2 < len(data)

    def say(self) -> bytes:
        """What waits to be read."""
        said = bytes(self._said)
        self._said.clear()
        return said

    def power_cycle(self) -> None:
        """What was not printed is forgotten, the paper stays as it is."""
        self._switch_on()

    def load_paper(self, rows: int = ENDLESS) -> None:
        """A new roll; what waits in the buffer is printed on it."""
        self.rows_left = rows
        self._work()

    def close_cover(self) -> None:
        self.is_cover_open = False
        self._work()

    def _switch_on(self) -> None:
        self._buffer.clear()
        self._said.clear()
        self._is_idle = True
        self._program = self._read_commands()
        next(self._program)

    def _work(self) -> None:
        while self._buffer and self.rows_left > 0 and not self.is_cover_open:
            self._program.send(self._buffer.popleft())

    def _read_commands(self) -> Program:
        while True:
            self._is_idle = True
            byte = yield
            self._is_idle = False
            if byte == 0x1B:
                yield from self._escape()
            elif byte == 0x1D:
                yield from self._group()
            elif byte == 0x10:
                if (yield) == 0x04:
                    question = yield
                    if not self.is_real_time:
                        self._answer(question)
            elif byte == 0x0A:
                self._feed(LINE_FEED_ROWS)
            elif byte >= ord(" "):  # other control codes are passed over
                self.garbage += 1

    def _escape(self) -> Program:
        code = yield
        if code == ord("J"):
            self._feed((yield))
        elif code >= ord(" ") and code != ord("@"):
            self.garbage += 1

    def _group(self) -> Program:
        code = yield
        if code == ord("v"):
            yield from self._raster()
        elif code == ord("V"):
            mode = yield
            if mode in (65, 66):
                self._feed((yield))
            self._cut()
        elif code >= ord(" "):
            self.garbage += 1

    def _raster(self) -> Program:
        if (yield) != ord("0"):
            return
        if (yield) not in (0, ord("0")):  # doubled dots are never asked for
            self.garbage += 1
        width = (yield) + 256 * (yield)
        for _ in range((yield) + 256 * (yield)):
            row = bytearray()
            for _ in range(width):
                row.append((yield))
            self._print(bytes(row))

    def _print(self, row: Row) -> None:
        self.sheet.append(row[: self.row_bytes].ljust(self.row_bytes, b"\0"))
        self.rows_left -= 1

    def _feed(self, rows: int) -> None:
        for _ in range(rows):
            self._print(b"")

    def _cut(self) -> None:
        if self.sheet:
            self.cut.append(self.sheet)
        self.sheet = []

    def _answer(self, question: int) -> None:
        if self.is_mute:
            return
        if self.noise:
            self._said += self.noise
            return
        is_out = self.rows_left <= 0
        causes = {
            1: 0x08 * (is_out or self.is_cover_open),
            2: 0x20 * is_out | 0x04 * self.is_cover_open,
            3: 0,
            4: 0x60 * is_out | 0x0C * (is_out or self.is_near_end),
        }
        self._said.append(0x12 | causes.get(question, 0))
