"""The voice: one at a time, in order, none lost, shorter in a flood, and never in the board's way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import display
from display.speech import Manner
from display.voice.announcer import Announcer
from display.voice.pace import WORST_LAG_SECONDS, Waiting, has_time_for_all
from runtime.stop import Stop
from tests.fakes.boards import a_call
from tests.fakes.sound import MovedClock, RecordingLoudspeaker, ToneSynthesizer
from voice.clips import Clips
from voice.samples import Samples
from wire.messages import Call
from words import load_words

WORDS = load_words(Path(display.__file__).parent / "locale")


class SpokenClips(Clips):
    """Real clips that note which sentences were asked for."""

    def __init__(self, folder: Path, *, is_installed: bool = True) -> None:
        super().__init__(folder, ToneSynthesizer(is_installed=is_installed), WORDS)
        self.sentences: list[list[str]] = []

    def sentence(self, names: list[str]) -> Samples:
        samples = super().sentence(names)
        self.sentences.append(names)
        return samples


class Lobby:
    """An announcer with its clips, loudspeaker and a clock that only sounds and the test move."""

    def __init__(self, folder: Path, *, manner: Manner | None = None, is_installed: bool = True) -> None:
        self.clock = MovedClock()
        self.loudspeaker = RecordingLoudspeaker(self.clock)
        self.clips = SpokenClips(folder, is_installed=is_installed)
        self.faults: list[str] = []
        self.announcer = Announcer(
            self.clips,
            self.loudspeaker,
            manner or Manner(),
            self.clock,
            Stop(),
            volume=lambda: 0.5,
            on_fault=self.faults.append,
        )
        self.announcer.prepare()

    def run(self, arrivals: list[tuple[float, Call]]) -> list[float]:
        """Deliver calls at their seconds while the voice speaks; gives each one's lag in seconds."""
        due = list(arrivals)
        spoken = 0
        while due or spoken < len(arrivals):
            if spoken == len(arrivals) - len(due):
                self.clock.seconds = max(self.clock.seconds, due[0][0])
            while due and due[0][0] <= self.clock.seconds:
                self._deliver(*due.pop(0))
            self.announcer.speak_next()
            spoken += 1
        pairs = zip(self.loudspeaker.played, arrivals, strict=True)
        return [played.start - arrived for played, (arrived, _call) in pairs]

    def _deliver(self, at: float, call: Call) -> None:
        """A call arrives on its own thread while a sound may be playing: at its time, not when noticed."""
        now, self.clock.seconds = self.clock.seconds, at
        self.announcer.announce(call)
        self.clock.seconds = now


@pytest.fixture(scope="session")
def clips_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


def counters_spoken(lobby: Lobby) -> list[str]:
    """For each sentence, the ticket's last two digits: enough to tell calls apart."""
    return ["".join(_digits(names)) for names in lobby.clips.sentences]


def _digits(names: list[str]) -> list[str]:
    end = names.index("vi/to-counter")
    return [name[3:] for name in names[:end] if name[3:].isdigit()]


def calls_every(gap_seconds: float, count: int) -> list[tuple[float, Call]]:
    return [(i * gap_seconds, a_call(i, number=f"A{i:03}", counter=1 + i % 14)) for i in range(count)]


def test_a_quiet_day_hears_everything_in_full(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder, manner=Manner(english=True))
    lags = lobby.run(calls_every(60, 5))
    assert lags == [0] * 5
    for names in lobby.clips.sentences:
        assert names.count("vi/to-counter") == 2
        assert names.count("en/counter") == 1
        assert names[0] == "chime"


def test_two_quick_calls_are_both_said_in_full_one_after_the_other(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    lobby.run(calls_every(0.2, 2))
    first, second = lobby.loudspeaker.played
    assert first.end <= second.start
    assert [names.count("vi/to-counter") for names in lobby.clips.sentences] == [2, 2]


def test_two_hundred_calls_in_a_minute_are_each_said_in_order(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder, manner=Manner(english=True))
    lobby.run(calls_every(0.3, 200))
    assert counters_spoken(lobby) == [f"{i:03}" for i in range(200)]
    in_short = [names for names in lobby.clips.sentences if names.count("vi/to-counter") == 1]
    assert len(in_short) > 190
    assert not any(name.startswith("en/") for names in in_short for name in names)


def test_after_a_flood_the_voice_speaks_in_full_again(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    lobby.run([*calls_every(0.3, 20), (1000.0, a_call(99))])
    assert lobby.clips.sentences[-1].count("vi/to-counter") == 2
    assert lobby.clips.sentences[-1][0] == "chime"


@settings(max_examples=8, deadline=None)
@given(st.lists(st.floats(4.6, 40), min_size=1, max_size=40))
def test_at_any_rate_that_short_announcements_can_follow_the_lag_stays_within_30_seconds(
    clips_folder: Path,
    gaps: list[float],
) -> None:
    lobby = Lobby(clips_folder, manner=Manner(english=True, repeats=3))
    at, arrivals = 0.0, []
    for i, gap in enumerate(gaps):
        at += gap
        arrivals.append((at, a_call(i, number=f"A{i:03}")))
    lags = lobby.run(arrivals)
    assert max(lags) <= WORST_LAG_SECONDS
    assert counters_spoken(lobby) == [f"{i:03}" for i in range(len(gaps))]
    starts_and_ends = [moment for played in lobby.loudspeaker.played for moment in (played.start, played.end)]
    assert starts_and_ends == sorted(starts_and_ends)


def test_a_call_that_was_taken_back_while_it_waited_is_not_spoken(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    for seq in (1, 2, 3):
        lobby.announcer.announce(a_call(seq, number=f"A00{seq}"))
    lobby.announcer.withdraw({2})
    for _ in range(3):
        lobby.announcer.speak_next()
    assert counters_spoken(lobby) == ["001", "003"]


def test_the_volume_asked_for_is_the_volume_played(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    lobby.run(calls_every(1, 1))
    assert [played.volume for played in lobby.loudspeaker.played] == [0.5]


def test_an_unplugged_loudspeaker_is_told_and_the_voice_is_back_when_it_is(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    lobby.loudspeaker.is_plugged = False
    lobby.announcer.announce(a_call(1))
    lobby.announcer.speak_next()
    assert lobby.faults[-1] == "no device"
    lobby.loudspeaker.is_plugged = True
    lobby.run(calls_every(1, 1))
    assert lobby.faults[-1] == ""


def test_without_clips_the_chime_still_sounds_and_the_mend_is_told(tmp_path: Path) -> None:
    lobby = Lobby(tmp_path, is_installed=False)
    assert "apt install espeak-ng" in lobby.faults[-1]
    lobby.run(calls_every(1, 1))
    (played,) = lobby.loudspeaker.played
    assert played.end - played.start == pytest.approx(lobby.clips.duration(["chime"]))


def test_a_number_that_has_no_words_is_told_and_the_next_is_said(clips_folder: Path) -> None:
    lobby = Lobby(clips_folder)
    lobby.announcer.announce(a_call(1, number="Đ-1"))
    assert "cannot be read out" in lobby.faults[-1]
    lobby.run(calls_every(1, 1))
    assert len(lobby.loudspeaker.played) == 1


def test_the_rule_counts_what_those_behind_still_need() -> None:
    alone = Waiting(0, 12, 5)
    assert has_time_for_all(alone, [], now=0)
    assert not has_time_for_all(alone, [], now=25)
    assert has_time_for_all(alone, [Waiting(0, 12, 5)], now=0)
    assert not has_time_for_all(alone, [Waiting(0, 12, 5)] * 4, now=0)


def test_the_rule_looks_no_farther_than_it_must_however_many_wait() -> None:
    looked_at = list[int]()

    def behind() -> Iterator[Waiting]:
        for n in range(10_000):
            looked_at.append(n)
            yield Waiting(0, 12, 5)

    assert not has_time_for_all(Waiting(0, 12, 5), behind(), now=0)
    assert len(looked_at) < 10
