"""What the processes say, and what others see of them, holds no secret: in the fullest detail, on good days and bad."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
import pytest
import requests
from msgspec.structs import replace

from rehearsal.child import child_environment, motcua_command
from rehearsal.lobby import Lobby
from tests.fakes.waiting import wait_for
from tests.system.lobbies import settings_of, standing_lobby
from wire.client import Coordinator, Refused, Unreachable, new_key
from wire.messages import IssueTicket
from wire.pairing import AskForPairing, ShowNonce, Transcript, code_of, new_nonce, promise_of

PIN: Final = "739184026175"
WRONG_PIN: Final = "520837164905"
WRONG_TOKEN: Final = "wrong-token-8d1f0c"
SECONDS: Final = 20.0


@dataclass
class Secrets:
    """What must not be seen anywhere, by what it is."""

    found: dict[str, str] = field(default_factory=dict)

    def keep(self, what: str, secret: str) -> str:
        assert len(secret) >= 6, what
        self.found[what] = secret
        return secret

    def seen_in(self, text: str) -> set[str]:
        return {what for what, secret in self.found.items() if secret in text}


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTCUA_LOG", "debug")
        with standing_lobby(settings_of("demo"), folder, "printer", "display", "kiosk", "counter") as lobby:
            lobby.add_staff("Lan", "admin", PIN)
            yield lobby


@pytest.fixture(scope="module")
def secrets(lobby: Lobby) -> Secrets:
    secrets = Secrets()
    for path in (lobby.place.data / "tokens").iterdir():
        secrets.keep(f"the token of {path.name}", path.read_text().strip())
    secrets.keep("the PIN", PIN)
    secrets.keep("a wrong PIN", WRONG_PIN)
    secrets.keep("a wrong token", WRONG_TOKEN)
    return secrets


def _browser(lobby: Lobby) -> requests.Session:
    browser = requests.Session()
    browser.trust_env = False
    browser.headers["Origin"] = lobby.url
    browser.headers["Accept"] = "text/html"
    return browser


def _csrf(page: requests.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def _staff_at_work(lobby: Lobby, secrets: Secrets) -> None:
    """Signed in wrongly, then rightly; a link for a leader, and out."""
    with _browser(lobby) as browser:
        for pin in (WRONG_PIN, PIN):
            door = browser.get(f"{lobby.url}/staff/sign-in", timeout=SECONDS)
            form = {"name": "Lan", "pin": pin, "csrf": _csrf(door)}
            browser.post(f"{lobby.url}/staff/sign-in", data=form, timeout=SECONDS)
        for cookie in browser.cookies:
            if cookie.name in ("motcua_session", "motcua_door"):
                secrets.keep(cookie.name, str(cookie.value))
        assert "motcua_session" in secrets.found
        links = browser.get(f"{lobby.url}/staff/overview/links", timeout=SECONDS)
        csrf = secrets.keep("the token of a form", _csrf(links))
        made = browser.post(
            f"{lobby.url}/staff/overview/links", data={"name": "Binh", "csrf": csrf}, timeout=SECONDS
        )
        found = re.search(r"/board/overview#([\w-]{20,})", made.text)
        assert found, made.text
        token = secrets.keep("a leader's token", found[1])
        browser.post(f"{lobby.url}/board/overview", data={"token": token}, timeout=SECONDS)
        browser.post(f"{lobby.url}/board", data={"token": WRONG_TOKEN}, timeout=SECONDS)
        browser.post(f"{lobby.url}/staff/sign-out", data={"csrf": csrf}, timeout=SECONDS)


def _devices_at_work(lobby: Lobby, secrets: Secrets) -> str:
    """A ticket with its link, a wrong token, a session of the kiosk's corner; gives the link."""
    kiosk = lobby.client("kiosk")
    printer = lobby.settings.printer.name
    ticket = kiosk.issue(IssueTicket(domain="dat-dai", printer=printer), new_key())
    link = secrets.keep("a ticket's link", ticket.status_url.partition("/t/")[2])
    secrets.keep("the corner's token", kiosk.sign_in("Lan", PIN).token)
    for attempt in (
        lambda: kiosk.sign_in("Lan", WRONG_PIN),
        lambda: Coordinator(lobby.url, WRONG_TOKEN).board(),
        lambda: kiosk.set_message("not for a kiosk"),
    ):
        with pytest.raises(Refused):
            attempt()
    kiosk.close()
    wait_for(lambda: any(lobby.place.printed.glob("*.png")), "the printed ticket")
    return link


def _device_let_in(lobby: Lobby, secrets: Secrets) -> None:
    nonce = secrets.keep("a device's number", new_nonce())
    device, admin = Coordinator(lobby.url, ""), lobby.client("admin")
    begun = device.ask_for_pairing(
        AskForPairing(role="display", name="new", promise=promise_of(nonce, "display", "new"))
    )
    device.show_nonce(begun.id, ShowNonce(nonce=nonce))
    transcript = Transcript(
        fingerprint="",
        id=begun.id,
        role="display",
        name="new",
        device_nonce=nonce,
        coordinator_nonce=begun.nonce,
    )
    admin.admit_device(code_of(transcript))
    secrets.keep("a new device's token", device.collect_token(begun.id, ShowNonce(nonce=nonce)).token)
    device.close()
    admin.close()


def _strange_requests(lobby: Lobby, secrets: Secrets, link: str) -> None:
    """Each holds a secret, and each is refused before any view sees it."""
    host, port = lobby.url.removeprefix("http://").split(":")
    token = secrets.found["the token of admin"]
    for request in (
        f"GET /t/{link} HTTP/9.9\r\n\r\n",
        f"GET /t/{link} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\0\r\n\r\n",
        f"GET /t/{link} HTTP/1.1\r\nHost: x\r\nBad Header {token}: x\r\n\r\n",
        f"GET /t/{link}{'a' * 5000} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"Bearer {token} /t/{link}\r\n\r\n",
    ):
        with socket.create_connection((host, int(port)), SECONDS) as connection:
            connection.sendall(request.encode())
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                """Until it has said all."""


def _bad_day(lobby: Lobby, link: str) -> None:
    """The database is no database any more; everybody asks all the same. Then it is back."""
    file = lobby.place.data / "motcua.db"
    lobby.children["coordinator"].ask_to_end()
    lobby.children["coordinator"].wait_for_end(SECONDS)
    whole = file.read_bytes()
    lobby.start_coordinator()
    file.write_bytes(b"\0" * len(whole))
    with _browser(lobby) as browser:
        browser.cookies.set("motcua_session", "made-up-session")
        for path in (f"/t/{link}", "/staff", "/board", "/healthz"):
            browser.get(lobby.url + path, timeout=SECONDS)
        browser.post(f"{lobby.url}/t/{link}", data={"rating": "5"}, timeout=SECONDS)
    kiosk = lobby.client("kiosk")
    with pytest.raises(Unreachable):
        kiosk.issue(IssueTicket(domain="dat-dai"), new_key())
    kiosk.close()
    lobby.children["coordinator"].ask_to_end()
    lobby.children["coordinator"].wait_for_end(SECONDS)
    for leftover in file.parent.glob("motcua.db-*"):
        leftover.unlink()
    file.write_bytes(whole)
    lobby.start_coordinator()


def _processes(lobby: Lobby) -> Iterator[tuple[str, Path]]:
    """Every running process of the lobby, those below it too."""
    for name, child in lobby.children.items():
        pids = [child.pid]
        while pids:
            pid = pids.pop()
            folder = Path(f"/proc/{pid}")
            yield name, folder
            pids += [int(one) for one in (folder / "task" / str(pid) / "children").read_text().split()]


def test_no_log_no_command_line_and_no_environment_tells_a_secret(lobby: Lobby, secrets: Secrets) -> None:
    link = _devices_at_work(lobby, secrets)
    _staff_at_work(lobby, secrets)
    _device_let_in(lobby, secrets)
    _strange_requests(lobby, secrets, link)
    for name, folder in _processes(lobby):
        for file in ("cmdline", "environ"):
            assert not secrets.seen_in((folder / file).read_bytes().decode("latin-1")), (name, file)
    _bad_day(lobby, link)
    lobby.end()
    logs = {path.name: path.read_text(encoding="utf-8") for path in (lobby.place.data / "logs").iterdir()}
    assert {"coordinator.log", "kiosk.log", "printer.log", "display.log", "counter.log"} <= set(logs)
    assert any(" DEBUG " in log for log in logs.values()), "nothing was said in full detail"
    assert " ERROR " in logs["coordinator.log"], "the bad day was not noticed"
    for name, log in logs.items():
        assert not secrets.seen_in(log), name
    assert len(secrets.found) >= 14


@pytest.fixture
def unreached(tmp_path: Path) -> tuple[Path, dict[str, str], str]:
    """A center file whose database server does not answer, an environment to read it in, and its password."""
    password = "geheim-71f0c2"
    settings = settings_of("demo")
    url = f"postgresql+psycopg://motcua:{password}@127.0.0.1:1/motcua"
    settings = replace(settings, coordinator=replace(settings.coordinator, database=url))
    file = tmp_path / "center.toml"
    file.write_bytes(msgspec.toml.encode(settings))
    return file, {**child_environment(MOTCUA_LOG="debug"), "HOME": os.environ.get("HOME", "/")}, password


@pytest.mark.parametrize("command", [["token", "list"], ["check", "--role", "coordinator"]])
def test_a_database_s_password_is_told_by_no_command(
    unreached: tuple[Path, dict[str, str], str], command: list[str]
) -> None:
    file, environment, password = unreached
    done = subprocess.run(
        motcua_command(*command, "--config", str(file)),
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert password not in said


def test_a_database_s_password_is_not_told_by_a_coordinator_that_waits_for_it(
    unreached: tuple[Path, dict[str, str], str],
) -> None:
    file, environment, password = unreached
    command = motcua_command("coordinator", "--port", "0", "--config", str(file))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "it is tried again" in line:
                process.terminate()
        assert process.wait(SECONDS) == -signal.SIGTERM, said
    assert "127.0.0.1" in said
    assert password not in said
