"""Two hundred calls in a minute: the screen shows the truth at each moment, and the voice says no wrong word."""

import random
from pathlib import Path

import display
from display.app import LinkChanged
from display.speech import Manner, speak_briefly
from display.voice.announcer import Announcer
from runtime.stop import Stop
from tests.display.hall import Hall
from tests.fakes.boards import EIGHT, a_board, a_call
from tests.fakes.sound import MovedClock, RecordingLoudspeaker, ToneSynthesizer
from voice.clips import Clips
from voice.pauses import CHIME
from wire.messages import BoardCounter, Call
from words import load_words

CALLS = 200
SPACING_SECONDS = 0.3
COUNTERS = 14
WORDS = load_words(Path(display.__file__).parent / "locale")
MANNER = Manner(english=True)


class Rush:
    """A board with its voice, to which calls come on one clock: what is spoken takes its time on it."""

    def __init__(self, clips: Path) -> None:
        self.clock = MovedClock()
        self.arrived = 0
        self.said: list[tuple[Call, list[str]]] = []
        self.announcer = Announcer(
            Clips(clips, ToneSynthesizer(), WORDS),
            RecordingLoudspeaker(self.clock),
            MANNER,
            self.clock,
            Stop(),
            on_begin=lambda call, words: self.said.append((call, words)),
        )
        self.announcer.prepare()
        self.hall = Hall(voice=self.announcer, clock=self.clock)
        self.hall.show(LinkChanged(is_up=True), a_board(0, EIGHT))

    def arrive(self, calls: list[Call]) -> None:
        """The newest board with these calls, newest first; then the screen is looked at."""
        at_counter = {call.counter: call.number for call in reversed(calls)}
        counters = [
            BoardCounter(id=n, open=True, number=at_counter.get(n), domain=None)
            for n in range(1, COUNTERS + 1)
        ]
        note = self.hall.show(a_board(calls[0].seq, EIGHT, calls[:20], counters=counters))
        assert note["latest"] == calls[0].number
        newest = {call.counter: call.seq for call in reversed(calls[:20])}
        assert set(note["calls"]) >= set(newest.values())

    def let_speak(self, until: float) -> None:
        """The voice's thread goes on until it is past this second."""
        while self.clock.seconds < until and len(self.said) < self.arrived:
            self.announcer.speak_next()
        self.clock.seconds = max(self.clock.seconds, until)


def test_the_screen_is_right_at_each_board_and_the_voice_says_every_call_in_order(tmp_path: Path) -> None:
    rush, luck = Rush(tmp_path), random.Random(5)
    calls: list[Call] = []
    for n in range(1, CALLS + 1):
        calls.insert(0, a_call(n, number=f"A{n:03}", counter=1 + n % COUNTERS, called_at=EIGHT))
        # A board that comes while the next one is on its way is passed over, as on a slow line.
        if n == CALLS or luck.random() < 0.6:
            rush.arrive(calls)
            rush.arrived = n
        rush.let_speak(n * SPACING_SECONDS)
    rush.let_speak(3600.0)
    assert [call.seq for call, _words in rush.said] == list(range(1, CALLS + 1))
    for call, words in rush.said:
        spoken = [word for word in words if word != CHIME]
        sentence = speak_briefly(call, MANNER, chime=False)
        assert spoken[: len(sentence)] == sentence
