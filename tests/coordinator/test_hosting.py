"""Several centres in one process: told apart by name, and nothing of one is another's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from config import SettingsError, load_text
from coordinator.hosting import Hosted, host_of, read_neighbours
from coordinator.web.stranger import create_stranger
from motcua.__main__ import main
from tests.fakes.clock import MovableClock
from tests.fakes.process import SECONDS, Process, start
from tests.fakes.small_center import CENTER
from wire.messages import Health

OWN_NAME = "thu.example"
OTHER_NAME = "hoa-cuong.example"


def center_at(name: str, center_id: str = "thu", database: str = "") -> str:
    """The small centre under a host name."""
    more = f'database = "{database}"\n' if database else ""
    return (
        CENTER.replace('id = "thu"', f'id = "{center_id}"')
        + f'\n[coordinator]\nurl = "http://{name}"\n{more}'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "centres"
    path.mkdir()
    return path


@pytest.fixture
def own(tmp_path: Path) -> Hosted:
    path = tmp_path / "own.toml"
    path.write_text(center_at(OWN_NAME), encoding="utf-8")
    return Hosted(load_text(path.read_text(encoding="utf-8"), "own.toml"), path)


def test_a_neighbour_is_served_as_the_first_centre_is(folder: Path, own: Hosted) -> None:
    text = center_at(OTHER_NAME, "hoa-cuong").replace(
        "[coordinator]", "[coordinator]\nthreads = 5\nkeep_days = 99"
    )
    (folder / "hoa-cuong.toml").write_text(text, encoding="utf-8")
    (neighbour,) = read_neighbours(folder, own)
    table = neighbour.settings.coordinator
    assert neighbour.names == {OTHER_NAME}
    assert (table.keep_days, table.threads) == (99, own.settings.coordinator.threads)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (center_at(OTHER_NAME, "thu"), "center.id: 'thu' is the one of"),
        (center_at(OWN_NAME, "hoa-cuong"), f"coordinator.url: '{OWN_NAME}' is the name of"),
        (
            center_at(OTHER_NAME, "hoa-cuong", "sqlite:////elsewhere.db"),
            "coordinator.database: is another one",
        ),
        ("[center]", "center.id: is missing"),
    ],
)
def test_what_cannot_be_told_apart_is_refused_with_its_file(
    folder: Path, own: Hosted, text: str, said: str
) -> None:
    (folder / "b.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_neighbours(folder, own)
    assert said in str(refused.value)
    assert str(folder / "b.toml") in str(refused.value)


def test_a_password_of_the_database_is_not_shown(folder: Path, own: Hosted) -> None:
    other = center_at(OTHER_NAME, "hoa-cuong", "postgresql://motcua:secret-word@db/motcua")
    (folder / "b.toml").write_text(other, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_neighbours(folder, own)
    assert "secret-word" not in str(refused.value)


def test_a_folder_without_centres_is_wrong_use(
    folder: Path, own: Hosted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    assert main(["coordinator", "--config", str(own.path), "--data", data, "--centers", str(folder)]) == 2
    assert "holds no centre" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("Thu.Example:8080", "thu.example"),
        ("[::1]:80", "::1"),
        ("[::1", ""),
        ("", ""),
    ],
)
def test_a_host_is_read_in_each_way_in_which_it_may_be_written(given: str, host: str) -> None:
    assert host_of({"HTTP_HOST": given}) == host


# --- as a process -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class City:
    """A coordinator that serves two centres, and a token of each one's administrator by host name."""

    process: Process
    tokens: dict[str, str]

    def ask(self, host: str, method: str, path: str, *, token: str = "", **more: Any) -> requests.Response:
        headers = {"Host": host} | ({"Authorization": f"Bearer {token}"} if token else {})
        url = f"{self.process.url}{path}"
        return requests.request(method, url, headers=headers, timeout=SECONDS, allow_redirects=False, **more)

    def issue(self, host: str) -> requests.Response:
        wish = {"domain": "ho-tich"}
        return self.ask(host, "POST", "/api/v1/tickets", token=self.tokens[host], json=wish)


@pytest.fixture
def city(folder: Path, own: Hosted, data: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[City]:
    other = folder / "hoa-cuong.toml"
    other.write_text(center_at(OTHER_NAME, "hoa-cuong"), encoding="utf-8")
    tokens = {}
    for host, file in ((OWN_NAME, own.path), (OTHER_NAME, other)):
        assert main(["token", "create", "admin", "may-1", "--config", str(file), "--data", str(data)]) == 0
        tokens[host] = capsys.readouterr().out.strip()
    process = start(own.path, data, "--centers", str(folder))
    try:
        yield City(process, tokens)
    finally:
        process.kill()
        process.popen.communicate()


def test_centres_of_one_process_share_the_database_and_nothing_else(city: City) -> None:
    assert [city.issue(OWN_NAME).json()["number"] for _ in range(2)] == ["C001", "C002"]
    assert city.issue(OTHER_NAME).json()["number"] == "C001"
    for host, other in ((OWN_NAME, OTHER_NAME), (OTHER_NAME, OWN_NAME)):
        assert city.ask(host, "GET", "/api/v1/board", token=city.tokens[other]).status_code == 401
        board = city.ask(host, "GET", "/api/v1/board", token=city.tokens[host]).json()
        waiting = {domain["id"]: domain["waiting"] for domain in board["domains"]}
        assert waiting["ho-tich"] == (2 if host == OWN_NAME else 1)
        link = city.issue(host).json()["status_url"]
        assert link.startswith(f"http://{host}/t/")
        path = link.removeprefix(f"http://{host}")
        assert city.ask(host, "GET", path).status_code == 200
        assert city.ask(other, "GET", path).status_code == 404


def test_each_centre_s_stream_hears_of_its_own_changes(city: City) -> None:
    with city.ask(OTHER_NAME, "GET", "/api/v1/events", token=city.tokens[OTHER_NAME], stream=True) as stream:
        lines = stream.iter_lines()
        first = next(line for line in lines if line.startswith(b"data:"))
        city.issue(OWN_NAME)
        city.issue(OTHER_NAME)
        second = next(line for line in lines if line.startswith(b"data:"))
    waiting = [sum(d["waiting"] for d in json.loads(line[5:])["domains"]) for line in (first, second)]
    assert waiting == [0, 1]


def test_under_a_name_that_is_none_of_theirs_it_says_how_it_is_and_no_more(city: City) -> None:
    assert city.ask("10.0.0.7:8080", "GET", "/healthz").json()["status"] == "ok"
    refused = city.ask("10.0.0.7:8080", "GET", "/api/v1/board", token=city.tokens[OWN_NAME])
    assert (refused.status_code, refused.json()["type"]) == (421, "/problems/unknown-host")
    assert refused.headers["X-Content-Type-Options"] == "nosniff"


def test_the_health_of_the_whole_names_the_centre_that_fails() -> None:
    faults = {"hoa-cuong": "the board was not read for 20 s"}
    answer = create_stranger("1", lambda: faults, MovableClock()).test_client().get("/healthz")
    reason = msgspec.json.decode(answer.data, type=Health).reason
    assert (answer.status_code, reason) == (503, "hoa-cuong: the board was not read for 20 s")
