"""The announcer: calls in, sentences out, one after another in the order of arrival.

Never two at once, none cut off, none dropped. What fails is told and the next is tried: sound never stops
the board.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from display.speech import Manner, all_clips, speak, speak_briefly
from display.voice.pace import Waiting, has_time_for_all
from runtime.clock import Clock
from runtime.stop import Stop
from voice.clips import Clips, MissingClip
from voice.loudspeaker import Loudspeaker, NoSound
from voice.pauses import CHIME
from wire.messages import Call

log = logging.getLogger(__name__)

OnBegin: TypeAlias = Callable[[Call, list[str]], None]


class Voice(Protocol):
    def announce(self, call: Call) -> None:
        """Speak of a call after all that came before it; returns at once, from any thread."""

    def withdraw(self, calls: Collection[int]) -> None:
        """Do not begin to speak of these any more, by `seq`: they were taken back."""

    def run(self) -> None:
        """What the voice's thread does, until the stop is asked."""


class SilentVoice:
    """A board whose voice is switched off in the settings."""

    def announce(self, call: Call) -> None:
        pass

    def withdraw(self, calls: Collection[int]) -> None:
        pass

    def run(self) -> None:
        pass


@dataclass(frozen=True)
class Announcement:
    call: Call
    arrived: float


class Announcer:
    """Speaks on the thread that calls `run`. `on_fault` hears what is wrong, "" when nothing is; `on_begin`
    of each announcement as its sound begins.
    """

    def __init__(
        self,
        clips: Clips,
        loudspeaker: Loudspeaker,
        manner: Manner,
        clock: Clock,
        stop: Stop,
        *,
        volume: Callable[[], float] = lambda: 1.0,
        on_fault: Callable[[str], None] = lambda _fault: None,
        on_begin: OnBegin = lambda _call, _words: None,
    ) -> None:
        self._clips = clips
        self._loudspeaker = loudspeaker
        self._manner = manner
        self._clock = clock
        self._stop = stop
        self._volume = volume
        self._on_fault = on_fault
        self._on_begin = on_begin
        self._clip_faults: list[str] = []
        self._queue: deque[Announcement] = deque()
        self._changed = threading.Condition()
        self._was_speaking = False
        stop.when_asked(self._wake)

    def announce(self, call: Call) -> None:
        """A number or counter that has no words is told as a fault; a coordinator sends none."""
        try:
            speak(call, self._manner)
        except ValueError as error:
            self._tell(call, str(error))
            return
        with self._changed:
            self._queue.append(Announcement(call, self._clock.monotonic()))
            self._changed.notify()

    def withdraw(self, calls: Collection[int]) -> None:
        """One that is being spoken is spoken to its end."""
        with self._changed:
            self._queue = deque(waiting for waiting in self._queue if waiting.call.seq not in calls)

    def run(self) -> None:
        """Prepare the clips, then speak until the stop is asked."""
        self.prepare()
        while self._has_next():
            self._speak_or_tell()
        self._loudspeaker.close()

    def prepare(self) -> None:
        """Load or make the clips and take the loudspeaker, so that faults show before the first call."""
        self._clip_faults = self._clips.prepare(all_clips(self._manner))
        faults = list(self._clip_faults)
        try:
            self._loudspeaker.open()
        except NoSound as error:
            faults.append(str(error))
        for fault in faults:
            log.warning("%s", fault)
        self._on_fault("; ".join(faults))

    def speak_next(self) -> None:
        """Speak of the oldest call that waits; with none there is nothing to do."""
        with self._changed:
            queue = list(self._queue)
            if self._queue:
                self._queue.popleft()
        if not queue:
            self._was_speaking = False
            return
        try:
            self._play(queue[0].call, self._words_for(queue))
        finally:
            self._was_speaking = True

    def _speak_or_tell(self) -> None:
        """A fault that nobody foresaw silences one call, not the board for ever."""
        try:
            self.speak_next()
        except Exception as error:
            log.exception("the voice failed; the next call is tried again")
            self._on_fault(repr(error))

    def _words_for(self, queue: list[Announcement]) -> list[str]:
        first, behind = self._measure(queue[0]), map(self._measure, queue[1:])
        if has_time_for_all(first, behind, self._clock.monotonic()):
            return speak(queue[0].call, self._manner)
        return speak_briefly(queue[0].call, self._manner, chime=not self._was_speaking)

    def _measure(self, waiting: Announcement) -> Waiting:
        full = self._clips.duration(speak(waiting.call, self._manner))
        short = self._clips.duration(speak_briefly(waiting.call, self._manner, chime=False))
        return Waiting(waiting.arrived, full, short)

    def _play(self, call: Call, words: list[str]) -> None:
        fault = "; ".join(self._clip_faults)
        try:
            samples = self._clips.sentence(words)
        except MissingClip as error:
            # The chime alone still makes people look up, and the board shows the number.
            fault, words = str(error), [CHIME]
            samples = self._clips.sentence(words)
        self._on_begin(call, words)
        try:
            self._loudspeaker.play(samples, self._volume())
        except NoSound as error:
            fault = str(error)
        self._tell(call, fault)

    def _tell(self, call: Call, fault: str) -> None:
        if fault:
            log.warning("call %d of %s was not spoken well: %s", call.seq, call.number, fault)
        self._on_fault(fault)

    def _has_next(self) -> bool:
        """Wait for a call; false when the stop is asked."""
        with self._changed:
            if not self._queue:
                self._was_speaking = False
            self._changed.wait_for(lambda: self._queue or self._stop.is_asked())
            return not self._stop.is_asked()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()
