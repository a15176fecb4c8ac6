"""The kiosk: from a finger to what it sees, what a change of screen costs, and what an idle one takes.

Drawing is measured in this process at 1080p by software; the rest on the real process with a real coordinator
and printer: off screen, and in a window on an X server where Xvfb (Debian) is there.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pygame
from msgspec.structs import replace

import kiosk
from benchmarks import usage
from benchmarks.figures import quantile
from benchmarks.standing import set_up
from config import Settings, load
from kiosk.layout.metrics import Metrics
from kiosk.layout.page import Motion, lay_out
from kiosk.pages.phrases import Equipment
from kiosk.paint.painter import Painter
from kiosk.sample import sample_screens, sample_state
from kiosk.terms import Terms
from kiosk.viewer import Viewer
from rehearsal.center import rehearse
from rehearsal.finger import touch
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import make_place
from screen.geometry import Scale
from screen.text import Typeface
from words import load_words

SIZE = (1920, 1080)
WIDTH_MM = 477.0
VISIT = ("Start()", "ChooseDomain(domain='dat-dai')", "TakeNumber()", "Done()")
CALM_SECONDS = 0.45
LONGEST_WAIT_SECONDS = 20.0
SETTLE_SECONDS = 2.0


def drawing_times(settings: Settings, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds for each screen from its state to pixels: the first time, and once its letters are kept."""
    pygame.font.init()
    words = load_words(Path(kiosk.__file__).parent / "locale")
    equipment = Equipment(words, Terms("kiosk-1", ("vi", "en")), {d.id: d.icon for d in settings.domains})
    metrics = Metrics(Scale(*SIZE, SIZE[0] / WIDTH_MM))
    typeface, surface, viewer = Typeface(), pygame.Surface(SIZE), Viewer(equipment)
    painter, times = Painter(typeface), []
    screens = list(sample_screens(sample_state(settings)))
    for _ in range(rounds):
        for _, state in screens:
            began = time.perf_counter()
            painter.paint(surface, lay_out(viewer.view(state, 0.0), metrics, typeface, Motion()))
            times.append(time.perf_counter() - began)
    return times[: len(screens)], times[len(screens) :]


@contextmanager
def running_kiosk(settings: Settings, mode: str, display: str | None = None) -> Iterator[Lobby]:
    """Coordinator, printer and kiosk; the kiosk in this `mode`, `{}` in it is the place's folder."""
    place = make_place(None)
    rehearsed = rehearse(settings, place, free_port())
    table = replace(rehearsed.kiosk, mode=mode.format(place.screen("kiosk")), width_mm=WIDTH_MM, numbers=0)
    environment = {"MOTCUA_FRAME_LOG": "1"}
    if display is not None:
        environment |= {"DISPLAY": display, "SDL_VIDEODRIVER": "x11"}
    lobby = Lobby(place, replace(rehearsed, kiosk=table), environments={"kiosk": environment})
    try:
        set_up(lobby)
        lobby.start_devices("printer", "kiosk")
        yield lobby
    finally:
        lobby.end()
        place.clear_away()


def notes(lobby: Lobby) -> list[dict[str, Any]]:
    lines = (lobby.place.screen("kiosk") / "frames.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def visit_times(lobby: Lobby, visits: int) -> tuple[list[float], list[float]]:
    """Seconds from the finger to the pressed button's frame, and to the frame of the next screen."""
    feedback, changes = [], []
    for _ in range(visits):
        for action in VISIT:
            x, y, width, height = _wait_for_target(lobby, action)
            time.sleep(CALM_SECONDS)
            before = len(notes(lobby))
            screen = notes(lobby)[-1]["note"]["screen"]
            began = time.monotonic()
            touch(lobby.place.screen("kiosk"), x + width // 2, y + height // 2)
            frames = _wait_for_change(lobby, before, action)
            feedback.append(frames[0]["painted_at"] - began)
            changed = (
                f for f in frames if f["note"]["screen"] != screen and action not in f["note"]["targets"]
            )
            changes.append(next(changed)["painted_at"] - began)
    return feedback, changes


def _wait_for_target(lobby: Lobby, action: str) -> list[int]:
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        shown = notes(lobby)
        if shown and action in shown[-1]["note"]["targets"]:
            box: list[int] = shown[-1]["note"]["targets"][action]
            return box
        time.sleep(0.02)
    raise SystemExit(f"the kiosk did not show {action} within {LONGEST_WAIT_SECONDS:.0f} s")


def _wait_for_change(lobby: Lobby, before: int, action: str) -> list[dict[str, Any]]:
    """The frames since the touch, once one of them shows another screen."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        frames = notes(lobby)[before:]
        if any(action not in frame["note"]["targets"] for frame in frames):
            return frames
        time.sleep(0.02)
    raise SystemExit(f"nothing came of {action} within {LONGEST_WAIT_SECONDS:.0f} s")


def memory(lobby: Lobby) -> str:
    found = usage.memory(lobby.children["kiosk"].pid)
    return f"resident {found.resident:.0f} MB, proportional {found.proportional:.0f} MB"


@contextmanager
def x_server() -> Iterator[str]:
    reader, writer = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        yield f":{number}"
        server.terminate()


def say(what: str, seconds: Sequence[float]) -> None:
    ms = [1000 * value for value in seconds]
    print(
        f"- {what}: p50 {statistics.median(ms):.1f} ms, p95 {quantile(ms, 0.95):.1f} ms, worst {max(ms):.1f} ms"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench kiosk", description=__doc__)
    parser.add_argument("--visits", type=int, default=10)
    parser.add_argument("--rest", type=float, default=20.0, metavar="SECONDS")
    parser.add_argument("--quick", action="store_true", help="one visit, off screen, to see that it works")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.visits, arguments.rest = 1, 0.0
    settings = load(Path("config/hai-chau.toml"))
    print(f"- {SIZE[0]}x{SIZE[1]}")
    first, again = drawing_times(settings, 2 if arguments.quick else 5)
    say("a screen drawn for the first time", first)
    say("a screen drawn again", again)
    with running_kiosk(settings, f"offscreen:{{}}:{SIZE[0]}x{SIZE[1]}") as lobby:
        feedback, changes = visit_times(lobby, arguments.visits)
        say("touch to the pressed button's frame", feedback)
        say("touch to the next screen's frame", changes)
        print(f"- off screen, after {arguments.visits} visits: {memory(lobby)}")
    if arguments.rest and shutil.which("Xvfb"):
        with x_server() as display, running_kiosk(settings, f"window:{SIZE[0]}x{SIZE[1]}", display) as lobby:
            time.sleep(SETTLE_SECONDS)
            share = usage.share_at_rest(lobby.children["kiosk"].pid, arguments.rest)
            print(f"- in a window (X11), idle: {share:.2f} % of a core, {memory(lobby)}")
    return 0
