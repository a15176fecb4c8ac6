"""Two machines on one net: the board finds the queue, is let in by its digits, and finds it at a new address."""

import re
import subprocess
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from tests.appliance.machine import Machine
from tests.appliance.manual import commands, type_in
from tests.appliance.queue import new_token, wait_until_up
from tests.fakes.waiting import wait_for

KIOSK_ADDRESS = "10.77.0.2/24"
NEW_ADDRESS = "10.77.0.9/24"
BOARD_ADDRESS = "10.77.0.3/24"
_ADMIT = """
import pathlib, sys, config
from wire.client import Coordinator
Coordinator(config.load(pathlib.Path("/etc/motcua/center.toml")).coordinator.url, sys.argv[1]).admit_device(sys.argv[2])
"""


@pytest.fixture
def bridge() -> Iterator[str]:
    name = f"mc{uuid.uuid4().hex[:8]}"
    subprocess.run(["ip", "link", "add", name, "type", "bridge"], check=True)
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    yield name
    subprocess.run(["ip", "link", "delete", name], check=True)


def join(machine: Machine, address: str) -> None:
    """What a DHCP server does, in this net without one."""
    machine.run("ip", "address", "flush", "dev", "host0")
    machine.run("ip", "address", "add", address, "dev", "host0")
    machine.run("ip", "link", "set", "host0", "up")
    machine.run("systemctl", "restart", "avahi-daemon")


def digits(machine: Machine) -> list[str]:
    """Those that it showed, the newest last."""
    shown = re.findall(r"page of devices: (\d{3} \d{3})", machine.journal())
    return [digits.replace(" ", "") for digits in shown]


def is_listening(machine: Machine) -> bool:
    """Whether the board's stream stands: its newest word of the line is that it does."""
    words = re.findall(r"the coordinator's stream (stands|is lost)", machine.journal())
    return bool(words) and words[-1] == "stands"


def let_in(kiosk: Machine, board: Machine, manager: str, *, old: Collection[str] = ()) -> str:
    """Type the board's digits, others than the `old`, at the queue; gives what the board knows the queue by then."""
    new = wait_for(lambda: [code for code in digits(board) if code not in old], "six digits in the log", 90)
    kiosk.run("/opt/motcua/current/bin/python", "-c", _ADMIT, manager, new[-1])
    wait_until_up(board, "display")
    wait_for(lambda: is_listening(board), "the board listens to the queue", 60)
    return board.run("cat", "/var/lib/motcua/display/coordinator")


def test_a_board_is_let_in_by_its_digits_finds_the_queue_again_and_is_let_in_anew_after_a_new_certificate(
    disk: Path, sources: Path, bridge: str
) -> None:
    with (
        Machine(disk / "kiosk", sources, bridge=bridge, hostname="kiosk-1") as kiosk,
        Machine(disk / "board", sources, bridge=bridge, hostname="hall") as board,
    ):
        kiosk.configure()
        kiosk.boot()
        join(kiosk, KIOSK_ADDRESS)
        kiosk.install("kiosk", "--lan")
        board.configure(coordinator="http://127.0.0.1:1")
        board.boot()
        join(board, BOARD_ADDRESS)
        assert "display is not let in yet" in board.install("display")
        manager = new_token(kiosk, "admin", "chief")
        known = let_in(kiosk, board, manager)
        assert re.fullmatch(r"https://kiosk-1\.local:8080#sha256=[0-9a-f]{64}\n", known)

        kiosk.pull_plug()
        wait_for(lambda: not is_listening(board), "the board has lost the queue", 60)
        kiosk.boot()
        join(kiosk, NEW_ADDRESS)
        wait_for(lambda: is_listening(board), "the board has found the queue again", 120)
        assert board.run("cat", "/var/lib/motcua/display/coordinator") == known

        kiosk.run("rm", "/etc/motcua/tls/certificate.pem")
        kiosk.install("kiosk")
        wait_for(lambda: not is_listening(board), "the board does not take the new certificate", 60)
        old = digits(board)
        type_in(board, commands("huong-dan-lap-dat.md", "9. Thẻ nhớ hỏng: thẻ mới", block=2), copy="")
        assert let_in(kiosk, board, manager, old=old) != known
