"""The repository as a whole: what belongs in it, what does not, and that its lists agree with one another."""

import configparser
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from motcua.__main__ import SUBCOMMANDS

ROOT: Final = Path(__file__).parents[1]
NOT_OURS: Final = {"build", "dist", "node_modules", "__pycache__"}
HIDDEN_BUT_OURS: Final = {".ci", ".gitignore", ".importlinter"}
NO_ROOMS: Final = {"benchmarks", "tests"}
SHARED_TESTS: Final = {"appliance", "chaos", "contracts", "fakes", "staff_pages", "system"}
VAGUE_NAMES: Final = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
DOWNLOADED: Final = {".exe", ".jar", ".otf", ".so", ".tar", ".gz", ".ttf", ".whl", ".zip", ".db", ".pyc"}

PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def files() -> Iterator[Path]:
    """Every file of the project, whether or not it is committed yet."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if is_ours(name)]
        yield from (Path(folder, name) for name in names if is_ours(name))


def is_ours(name: str) -> bool:
    if name.startswith("."):
        return name in HIDDEN_BUT_OURS
    return name not in NOT_OURS and not name.endswith((".egg-info", ".pyc"))


@cache
def texts() -> dict[str, str]:
    """Every text file by its path."""
    contents = {str(path.relative_to(ROOT)): path.read_bytes() for path in files()}
    return {path: content.decode() for path, content in contents.items() if b"\0" not in content}


def matching(pattern: str) -> list[str]:
    """Where it is found: path, line and what stands there."""
    searched = re.compile(pattern)
    return [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {found.group()}"
        for path, text in texts().items()
        for found in searched.finditer(text)
    ]


def normal(name: str) -> str:
    """A distribution's name without the freedoms of its spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", name)[0]).lower()


def rooms() -> list[str]:
    return sorted({path.parent.name for path in ROOT.glob("[a-z]*/__init__.py")} - NO_ROOMS)


# --- what does not belong in it --------------------------------------------------------------------------------


def test_no_file_knows_where_it_lies_on_somebodys_machine() -> None:
    assert matching(r"(?<![\w.~*-])/(?:work|home|root|Users|workspace|builds|mnt)/[\w.]") == []


def test_no_file_names_a_package_registry_or_a_mirror() -> None:
    hosts = r"(?:pypi|pythonhosted|npmjs|crates|ghcr|quay|docker|golang|rubygems|jsdelivr|unpkg|piwheels)"
    assert matching(rf"(?i)\b{hosts}\.(?:org|com|io|net)\b") == []
    mirrors = (
        r"\b(?:deb|ftp|cdn|archive|security|snapshot|ports)\.[\w.-]*(?:debian|ubuntu|raspbian|raspberrypi)"
    )
    assert matching(rf"(?i){mirrors}\.(?:org|com|net)\b") == []


def test_no_file_holds_a_private_key_or_a_token() -> None:
    assert matching(r"BEGIN (?:\w+ )?PRIVATE KEY|(?i:bearer) [\w-]{20,}") == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in files() if path.suffix == ".py" and path.stem in VAGUE_NAMES] == []


def test_nothing_downloaded_or_built_lies_in_it() -> None:
    assert [path for path in files() if path.suffix in DOWNLOADED or path.stat().st_size > 1_000_000] == []


# --- the rooms -------------------------------------------------------------------------------------------------


def test_every_room_is_packaged_and_watched_by_the_import_linter() -> None:
    linter = configparser.ConfigParser()
    linter.read(ROOT / ".importlinter")
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == rooms()
    assert linter["importlinter"]["root_packages"].split() == rooms()


def test_every_folder_of_a_room_is_a_package() -> None:
    without = {
        path.parent
        for room in rooms()
        for path in (ROOT / room).rglob("*.py")
        if not (path.parent / "__init__.py").is_file() and "migrations" not in path.parts
    }
    assert without == set()


def test_every_module_says_why_it_exists() -> None:
    modules = [
        path for room in rooms() for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
    ]
    assert [path for path in modules if not path.read_text().startswith('"""')] == []


def test_the_tests_mirror_the_rooms() -> None:
    folders = {
        path.parent.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").glob("*/**/*.py")
    }
    assert folders - SHARED_TESTS <= {child.name for child in ROOT.iterdir() if child.is_dir()}


def test_every_subcommand_is_in_a_room() -> None:
    assert {command.room.partition(".")[0] for command in SUBCOMMANDS.values()} <= set(rooms())


def test_what_is_started_can_be_started() -> None:
    assert all(os.access(ROOT / script, os.X_OK) for script in ("run", ".ci/run"))


# --- what it needs from others -----------------------------------------------------------------------------------


def test_dependencies_stand_sorted_and_once() -> None:
    project = PROJECT["project"]
    for needed in (project["dependencies"], *project["optional-dependencies"].values()):
        names = [normal(one) for one in needed]
        assert names == sorted(set(names))


def test_every_dependency_is_pinned_but_those_that_debian_gives() -> None:
    pinned = {normal(line) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    project = PROJECT["project"]
    needed = {
        normal(one)
        for group in (project["dependencies"], *project["optional-dependencies"].values())
        for one in group
    }
    assert needed - pinned <= {"lgpio"}


def test_pins_stand_sorted_and_once_and_are_nothing_but_pins() -> None:
    pins = (ROOT / "constraints.txt").read_text().splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+(?: ; .+)?", pin)] == []
    assert [normal(pin) for pin in pins] == sorted({normal(pin) for pin in pins})


def test_debian_packages_stand_sorted_and_once() -> None:
    names = re.sub(r"#.*", "", (ROOT / "tests" / "packages.apt").read_text()).split()
    assert names == sorted(set(names))


# --- what is built of it -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that was built of the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_all_that_a_room_needs_at_run_time_is_in_the_wheel(wheel: set[str]) -> None:
    needed = {str(path.relative_to(ROOT)) for path in files() if path.relative_to(ROOT).parts[0] in rooms()}
    assert needed - wheel == set()
    assert {"config/hai-chau.toml", "kiosk/locale/vi.po", "coordinator/web/templates/ticket.html"} <= wheel


def test_nothing_else_is_in_the_wheel(wheel: set[str]) -> None:
    assert {name.partition("/")[0] for name in wheel if ".dist-info/" not in name} == set(rooms())


# --- what it says of itself ------------------------------------------------------------------------------------------

DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
per_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def test_the_architecture_speaks_of_every_room() -> None:
    described = set(
        re.findall(r"^\| `([a-z]+)/` \|", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)
    )
    assert described >= set(rooms())


def test_the_contract_names_every_subcommand() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", (ROOT / "docs" / "api.md").read_text(), re.MULTILINE)
    assert set(SUBCOMMANDS) <= {word for row in rows for word in re.findall(r"`([a-z-]+)", row)}


@per_document
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


@per_document
def test_every_command_of_a_document_is_one(path: Path) -> None:
    of_the_script = re.findall(r"^    ([a-z-]+)\)$", (ROOT / "run").read_text(), re.MULTILINE)
    known = {*SUBCOMMANDS, *of_the_script, "SUBCOMMAND", "--version", "--help"}
    said = re.findall(r"(?:\./run|`motcua|^motcua|^\s+motcua) ([\w-]+)", path.read_text(), re.MULTILINE)
    assert set(said) <= known


@per_document
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    """In backquotes, with a folder: `config/hai-chau.toml`, `docs/adr/`."""
    tops = {child.name for child in ROOT.iterdir() if is_ours(child.name)}
    said = re.findall(r"`([a-z.][\w.-]*/(?![A-Z]+/)[\w./-]*)`", path.read_text())
    assert [name for name in said if name.split("/")[0] in tops and not (ROOT / name).exists()] == []
