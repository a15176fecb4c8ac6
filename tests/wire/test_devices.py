"""How a client's version is heard, and which devices are worth a word."""

from importlib.metadata import version

import pytest

from tests.fakes.peer import a_peer, answer
from wire.client import Coordinator
from wire.devices import INQUIRER, LONGEST_SILENCE_SECONDS, Device, Devices, is_inquirer, version_in

LATE = LONGEST_SILENCE_SECONDS + 1


def device(name: str, version: str | None = "1.2.3", silent_s: int | None = 1) -> Device:
    return Device(name=name, role="display", version=version, silent_s=silent_s)


def heard(*devices: Device, up_s: int = 3600) -> Devices:
    return Devices(version="1.2.3", up_s=up_s, devices=list(devices))


def names(devices: list[Device]) -> list[str]:
    return [one.name for one in devices]


@pytest.mark.parametrize(
    ("agent", "version"),
    [
        ("motcua/1.2.3", "1.2.3"),
        ("motcua/0.1.0.dev3+g12ab", "0.1.0.dev3+g12ab"),
        ("Mozilla/5.0 (SMART-TV)", None),
        ("motcua", None),
        ("motcua/", None),
        ("", None),
        (f"{INQUIRER}/1.2.3", None),
    ],
)
def test_only_our_own_clients_have_a_version(agent: str, version: str | None) -> None:
    assert version_in(agent) == version


def test_a_version_is_never_longer_than_a_version() -> None:
    assert len(version_in("motcua/1" + "9" * 5000) or "") <= 33


def test_who_only_looks_is_not_taken_for_the_device() -> None:
    assert is_inquirer(f"{INQUIRER}/1.2.3")
    assert not is_inquirer("motcua/1.2.3")


def test_a_client_names_its_version_with_every_request_and_so_does_its_twin() -> None:
    with a_peer(answer(200, b"{}")) as peer:
        for it in (Coordinator(peer.url, "x"), Coordinator(peer.url, "x", agent=INQUIRER).twin()):
            it.close_domain("a", "k")
            it.close()
    assert [one.headers["user-agent"] for one in peer.heard] == [
        f"motcua/{version('motcua')}",
        f"{INQUIRER}/{version('motcua')}",
    ]


def test_a_device_that_was_heard_a_moment_ago_is_not_silent() -> None:
    devices = [device("board-1", silent_s=LONGEST_SILENCE_SECONDS), device("board-2", silent_s=LATE)]
    assert names(heard(*devices).silent()) == ["board-2"]


def test_a_coordinator_that_has_just_started_waits_before_it_misses_anybody() -> None:
    never = device("board-1", version=None, silent_s=None)
    assert names(heard(never, up_s=LONGEST_SILENCE_SECONDS).silent()) == []
    assert names(heard(never, up_s=LATE).silent()) == ["board-1"]


def test_another_version_is_told_from_the_same_and_from_none() -> None:
    devices = [device("a"), device("b", version=None), device("c", version="1.2.2")]
    assert names(heard(*devices).others()) == ["c"]
