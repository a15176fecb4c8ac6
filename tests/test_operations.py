"""The manual for operations knows every fault: each line that a process logs as a warning or worse, each number that a
screen shows, each reason for which an installation ends.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pytest

from coordinator.copy_health import GOOD, Condition
from wire.fault_words import fault_words
from wire.faults import CODES, STORE_CAUSES, LineFault
from words import load_words

ROOT: Final = Path(__file__).parents[1]
ROOMS: Final = [
    "boards",
    "centers",
    "config",
    "coordinator",
    "counter",
    "display",
    "kiosk",
    "motcua",
    "pairing",
    "printer",
    "runtime",
    "screen",
    "voice",
    "wire",
    "words",
]
LEVELS: Final = {"warning", "error", "exception", "critical"}
SPOKEN_BY: Final = {
    "counter/__main__.py": "PinsError",
    "kiosk/backlight.py": "NoBacklight",
}
"""Where a line is the text of an error alone: which one; its texts are documented in the line's place."""
ALONE: Final = {
    # What SDL and the loudspeaker's library say, in their own words.
    "display/__main__.py",
    "kiosk/__main__.py",
    "display/voice/announcer.py",
    "pairing/__main__.py",
    "pairing/seeking.py",
}
HOLE: Final = "\0"


def manual(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def documented() -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", manual("operations.md"))


def logged() -> Iterator[tuple[str, str]]:
    """Each module with a line that it logs; holes stand for what is put in when it runs."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            where = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_log(node.func):
                    first = node.args[1] if node.func.attr == "log" else node.args[0]
                    yield where, template(first)


def is_log(function: ast.Attribute) -> bool:
    return ast.unparse(function.value) in ("log", "logging") and function.attr in LEVELS | {"log"}


def template(message: ast.expr) -> str:
    """A constant's or a formatted text's; anything else is a hole alone."""
    if isinstance(message, ast.Constant):
        return re.sub(r"%[-+#0-9.]*[a-zA-Z]", HOLE, str(message.value))
    if isinstance(message, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in message.values)  # type: ignore[misc]
    return HOLE


def raised(name: str) -> Iterator[tuple[str, str]]:
    """The texts of an error of this name, wherever it is raised."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                    texts = [template(node.exc.args[0])] if ast.unparse(node.exc.func) == name else []
                    yield from ((str(path.relative_to(ROOT)), text) for text in texts)


def dying() -> Iterator[tuple[str, str]]:
    """Why the installer ends, but for a command line that is wrong and says itself what is accepted."""
    text = (ROOT / "systemd" / "installer.sh").read_text(encoding="utf-8")
    for said in re.findall(r"""\bdie (?:'([^'\n]+)'|"([^"\n]+(?:\\"[^"\n]*)*)")""", text):
        reason = (said[0] or said[1]).replace('\\"', '"')
        if not re.search(
            r"usage|accepted:|is for the kiosk|has the coordinator itself|needs root|nothing is", reason
        ):
            yield "systemd/installer.sh", re.sub(r"\$\{[^}]*\}|\$\w+|\$\([^)]*\)", HOLE, reason)


def is_documented(text: str, spans: list[str]) -> bool:
    pattern = re.compile(".+?".join(re.escape(part) for part in text.split(HOLE)))
    return any(pattern.fullmatch(span) for span in spans)


def lines() -> list[tuple[str, str]]:
    said = [(where, text) for where, text in logged() if text.strip(HOLE)]
    spoken = [one for name in SPOKEN_BY.values() for one in raised(name)]
    return sorted({*said, *spoken, *dying()})


@pytest.mark.parametrize(
    ("where", "text"), [pytest.param(*one, id=f"{one[0]}-{one[1][:40]}") for one in lines()]
)
def test_each_line_that_asks_for_somebody_is_in_the_manual(where: str, text: str) -> None:
    # The counter's condition is filled in from a table of sentences, which stand there each.
    shown = text.replace(HOLE, "…")
    assert is_documented(text, documented()), (
        f"{where} says {shown!r}: write into docs/operations.md what it asks for"
    )


def test_a_line_without_words_of_its_own_is_known() -> None:
    silent = {where for where, text in logged() if not text.strip(HOLE)}
    known = ALONE | set(SPOKEN_BY) | {"coordinator/reception.py", "kiosk/prompter.py"}
    assert silent <= known, "name the error whose text it is, or say whose words they are"


def test_a_line_that_nobody_wrote_down_is_found() -> None:
    assert not is_documented(f"the roof leaks: {HOLE}", documented())
    assert is_documented(f"wish {HOLE}: no answer yet: {HOLE}", documented())


@pytest.mark.parametrize("kind", CODES)
def test_each_number_that_a_screen_shows_is_explained_to_clerk_and_technician(kind: str) -> None:
    words = fault_words().of("vi")
    causes = STORE_CAUSES if kind == "store" else ("",)
    for cause in causes:
        fault = LineFault(kind, cause)  # type: ignore[arg-type]
        key = f"fault.store-{cause}" if cause else f"fault.{kind}"
        said = words(key).partition(" – ")[0]
        number = f"{fault.code} `{cause}`" if cause else str(fault.code)
        assert f"| {number} | {said} |" in manual("operations.md")
    assert f"Lỗi {CODES[kind]}" in manual("su-co.md")  # type: ignore[index]


@pytest.mark.parametrize("condition", [one for one in get_args(Condition) if one not in GOOD])
def test_whatever_the_overview_says_of_missing_copies_is_explained(condition: Condition) -> None:
    said = load_words(ROOT / "coordinator" / "web" / "locale").of("vi")(
        f"device.is.copies-{condition}", time="…"
    )
    assert f"“{said}”" in manual("operations.md")
