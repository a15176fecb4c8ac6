"""What the check tells of the centre's other machines, and how a program is told of all findings."""

import json
from pathlib import Path

import msgspec
import pytest

from config import Settings, load_text
from motcua.__main__ import main
from motcua.check.devices import check_devices
from motcua.check.finding import line_of
from tests.fakes.center_file import SMALLEST
from tests.fakes.peer import a_peer, answer
from wire.devices import INQUIRER, Device, Devices
from words import load_words

LOCALE = Path(__file__).parents[2] / "motcua" / "locale"


def settings(url: str) -> Settings:
    return load_text(f'{SMALLEST}\n[coordinator]\nurl = "{url}"\n', "center.toml")


def lines(*devices: Device, language: str = "vi") -> list[str]:
    said = msgspec.json.encode(Devices(version="1.2.3", up_s=600, devices=list(devices)))
    with a_peer(answer(200, said)) as peer:
        found = list(check_devices(settings(peer.url)))
    assert peer.heard[0].path == "/api/v1/devices"
    assert peer.heard[0].headers["user-agent"].startswith(f"{INQUIRER}/")
    assert not any(finding.is_fault for finding in found)
    return [line_of(finding, load_words(LOCALE).of(language)) for finding in found]


def unused(device: str) -> str:
    return f"không dùng nữa thì motcua token revoke {device}"


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_TOKEN", "token-1")


def test_machines_that_run_and_are_of_the_same_version_need_no_word() -> None:
    assert lines(Device(name="board-1", role="display", version="1.2.3", silent_s=3)) == []


def test_another_version_and_a_silence_are_told_with_what_to_do() -> None:
    older = Device(name="board-1", role="display", version="1.2.0", silent_s=3)
    silent = Device(name="board-2", role="display", version="1.2.3", silent_s=480)
    never = Device(name="buttons-1", role="counter", version=None, silent_s=None)
    assert lines(older, silent, never) == [
        "ghi chú  thiết bị: board-1 chạy phiên bản 1.2.0, máy chủ 1.2.3: hãy nâng cấp máy cũ hơn",
        "ghi chú  thiết bị: board-2 im lặng 8 phút: hãy bật máy, xem dây mạng; " + unused("board-2"),
        "ghi chú  thiết bị: chưa nghe buttons-1 từ khi máy chủ khởi động 10 phút trước: hãy bật máy; "
        + unused("buttons-1"),
    ]
    assert lines(older, language="en") == [
        "note  device: board-1 runs version 1.2.0, the coordinator 1.2.3: upgrade the older one"
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_coordinator_that_tells_nothing_is_another_checks_finding(status: int) -> None:
    with a_peer(answer(status)) as peer:
        assert list(check_devices(settings(peer.url))) == []


def test_a_program_gets_every_finding_in_every_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "center.toml"
    config.write_text(SMALLEST, encoding="utf-8")
    command = ["check", "--config", str(config), "--role", "coordinator", "--format", "json"]
    assert main([*command, "--data", str(tmp_path / "none")]) == 1
    found = json.loads(capsys.readouterr().out)
    (fault,) = [one for one in found if one["is_fault"] and one["part"]["en"] == "database"]
    assert set(fault["said"]) == set(fault["mend"]) == {"vi", "en"}
    main([*command, "--data", str(tmp_path)])
    found = json.loads(capsys.readouterr().out)
    (note,) = [one for one in found if one["part"]["en"] == "database"]
    assert (note["is_fault"], note["mend"]) == (False, {})
