"""`motcua display say` and `record-list`: the voice without a board, for whoever records it or judges it."""

import sys
from pathlib import Path

from config.settings import VoiceTable
from display.speech import Manner, all_clips, speak
from runtime.clock import SystemClock
from voice.clips import Clips, MissingClip
from voice.pauses import CHIME
from voice.samples import write_wave
from voice.synthesis import EspeakSynthesizer
from wire.messages import Call
from words import Catalogue, Words


def manner_of(voice: VoiceTable) -> Manner:
    return Manner(repeats=voice.repeats, english=voice.english, hundreds=voice.hundreds)


def clips_of(voice: VoiceTable, words: Words) -> Clips:
    return Clips(Path(voice.clips), EspeakSynthesizer(), words)


def say(voice: VoiceTable, words: Words, number: str, counter: int, times: int, out: Path) -> int:
    """Write an announcement to a wave file; `ValueError` where it has no words. 1 where a clip is missing."""
    now = SystemClock().now()
    call = Call(seq=0, number=number, counter=counter, domain="", called_at=now, times=times)
    sentence = speak(call, manner_of(voice))
    clips = clips_of(voice, words)
    faults = clips.prepare([name for name in sentence if "/" in name])
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    try:
        write_wave(out, clips.sentence(sentence))
    except MissingClip as error:
        sys.stderr.write(f"{error}: nothing was written\n")
        return 1
    return 0


def record_list(voice: VoiceTable, words: Words, catalogue: Catalogue) -> int:
    """The files that a centre may record, a line each: the path, what it is to say, and what is there now."""
    clips = clips_of(voice, words)
    rows = [(CHIME, catalogue("record.chime"))]
    rows += [(name, clips.text(name)) for name in all_clips(manner_of(voice))]
    for name, text in rows:
        state = catalogue(f"record.{clips.origin(name)}")
        sys.stdout.write(f"{name}.wav\t{text}\t{state}\n")
    return 0
