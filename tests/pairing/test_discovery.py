"""What avahi says of the coordinators on the net, and which one a new machine turns to."""

import os
from pathlib import Path

import pytest

from config import Settings, load_text
from pairing.discovery import Found, NoDiscovery, find_coordinators, parse_answers
from pairing.seeking import choose
from tests.fakes.center_file import SMALLEST

ANSWERS = """+;eth0;IPv4;Một Cửa kiosk-1;_motcua._tcp;local
+;eth0;IPv6;Một Cửa kiosk-1;_motcua._tcp;local
=;eth0;IPv4;Một Cửa kiosk-1;_motcua._tcp;local;kiosk-1.local;192.168.1.20;8080;"tls=1" "center=hai-chau"
=;eth0;IPv6;Một Cửa kiosk-1;_motcua._tcp;local;kiosk-1.local;fe80::1;8080;"tls=1" "center=hai-chau"
=;eth0;IPv4;Old\\032one;_motcua._tcp;local;old.local;192.168.1.21;8081;
=;eth0;IPv4;a printer;_ipp._tcp;local;printer.local;192.168.1.22;631;"rp=ipp/print"
"""


@pytest.fixture
def settings() -> Settings:
    """Of the centre `thu`, whose own coordinator does not answer."""
    return load_text(SMALLEST + '[coordinator]\nurl = "http://127.0.0.1:1"\n', "center.toml")


def test_each_coordinator_is_found_once_by_the_name_of_its_machine() -> None:
    assert parse_answers(ANSWERS) == [
        Found("http://old.local:8081", ""),
        Found("https://kiosk-1.local:8080", "hai-chau"),
    ]


def test_nothing_on_the_net_is_nothing_found() -> None:
    assert parse_answers("") == []


def fake_avahi(folder: Path, script: str) -> None:
    program = folder / "avahi-browse"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_the_program_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "answers").write_text(ANSWERS)
    fake_avahi(tmp_path, f"cat {tmp_path}/answers")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert len(find_coordinators()) == 2


def test_what_is_wrong_with_the_program_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoDiscovery, match="apt-get install avahi-utils"):
        find_coordinators()
    fake_avahi(tmp_path, "echo 'Daemon not running' >&2; exit 1")
    with pytest.raises(NoDiscovery, match="Daemon not running"):
        find_coordinators()


def test_where_one_is_told_to_ask_nobody_else_is_looked_for(settings: Settings) -> None:
    assert choose(settings, "https://10.0.0.1:8080", lambda: pytest.fail("looked")) == [
        "https://10.0.0.1:8080"
    ]


def test_the_settings_say_where_to_ask_unless_they_name_this_machine() -> None:
    elsewhere = load_text(SMALLEST + '[coordinator]\nurl = "https://192.168.7.20:8080"\n', "center.toml")
    assert choose(elsewhere, "", lambda: pytest.fail("looked")) == ["https://192.168.7.20:8080"]


def test_ones_own_centre_goes_before_another(settings: Settings) -> None:
    own, other = Found("https://own.local:8080", "thu"), Found("https://other.local:8080", "hai-chau")
    assert choose(settings, "", lambda: [other, own]) == [own.url]
    assert choose(settings, "", lambda: [other]) == [other.url]


def test_among_several_nobody_is_guessed(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    several = [Found(f"https://k{n}.local:8080", "thu") for n in (1, 2)]
    assert choose(settings, "", lambda: several) == []
    assert "choose one with --coordinator: https://k1.local:8080, https://k2.local:8080" in caplog.text


def test_without_avahi_the_search_goes_on(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> list[Found]:
        raise NoDiscovery("avahi-browse is missing")

    assert choose(settings, "", fail) == []
    assert "avahi-browse is missing" in caplog.text
