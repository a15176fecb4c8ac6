"""`motcua pair` against a real coordinator over TLS: digits are typed, and the machine knows whom it speaks with."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import load
from config.paired import with_paired_coordinator
from motcua.__main__ import main
from pairing.__main__ import device_name
from pairing.keeping import Paired, is_paired, keep
from tests.fakes.certificates import Certificate, make_certificate
from tests.fakes.small_center import CENTER
from tests.fakes.waiting import wait_for
from wire.client import Coordinator, Refused
from wire.pairing import new_nonce

ROOT = Path(__file__).parents[2]
MOTCUA = [sys.executable, "-m", "motcua"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"), "kiosk-1")


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Path:
    folder = tmp_path_factory.mktemp("center")
    offscreen = f'[display]\nmode = "offscreen:{folder}/screen:1280x720"\n'
    tls = f'[coordinator]\ncertificate = "{certificate.file}"\nprivate_key = "{certificate.key}"\n'
    (folder / "center.toml").write_text(f"{CENTER}\n{tls}{offscreen}", encoding="utf-8")
    return folder / "center.toml"


@pytest.fixture(scope="module")
def coordinator(center: Path) -> Iterator[str]:
    """Its address, without the certificate."""
    command = [
        *MOTCUA,
        "coordinator",
        "--config",
        str(center),
        "--data",
        str(center.parent / "data"),
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture
def admin(center: Path, coordinator: str, certificate: Certificate) -> Iterator[Coordinator]:
    command = [*MOTCUA, "token", "create", "admin", f"admin-{new_nonce()[:8]}"]
    command += ["--config", str(center), "--data", str(center.parent / "data")]
    token = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
    client = Coordinator(f"{coordinator}#sha256={certificate.fingerprint}", token)
    yield client
    client.close()


class Pairing:
    """A run of `motcua pair`; what it says is read as it comes."""

    def __init__(self, role: str, center: Path, folder: Path, coordinator: str) -> None:
        command = [*MOTCUA, "pair", role, "--config", str(center), "--folder", str(folder)]
        command += ["--coordinator", coordinator, "--seconds", "60"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def digits(self) -> str:
        codes: list[str] = wait_for(
            lambda: re.findall(r"page of devices: (\d{3} \d{3})", "".join(self.said)), "six digits"
        )
        return codes[-1].replace(" ", "")

    def end(self) -> int:
        """Its exit code, once it has ended by itself."""
        code = self.process.wait(30)
        self._reader.join(20)
        return code

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                self.said.append(line)


@pytest.mark.parametrize("role", ["display", "counter"])
def test_a_machine_is_let_in_and_knows_its_coordinator_from_then_on(
    role: str,
    center: Path,
    coordinator: str,
    certificate: Certificate,
    admin: Coordinator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairing = Pairing(role, center, tmp_path, coordinator)
    admitted = admin.admit_device(pairing.digits())
    assert admitted.role == role
    assert pairing.end() == 0, pairing.said
    monkeypatch.setenv("MOTCUA_COORDINATOR_FILE", str(tmp_path / "coordinator"))
    address = with_paired_coordinator(load(center)).coordinator.url
    assert address == f"{coordinator}#sha256={certificate.fingerprint}"
    device = Coordinator(address, (tmp_path / "token").read_text().strip())
    assert device.center().id == "thu"
    device.close()
    assert (tmp_path / "token").stat().st_mode & 0o077 == 0


def test_digits_that_nobody_shows_let_nobody_in(
    center: Path, coordinator: str, admin: Coordinator, tmp_path: Path
) -> None:
    pairing = Pairing("counter", center, tmp_path, coordinator)
    right = pairing.digits()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    with pytest.raises(Refused):
        admin.admit_device(wrong)
    assert not is_paired(tmp_path)
    admin.admit_device(right)
    assert pairing.end() == 0


def test_a_stop_ends_the_wait(center: Path, coordinator: str, tmp_path: Path) -> None:
    pairing = Pairing("display", center, tmp_path, coordinator)
    pairing.digits()
    pairing.process.terminate()
    assert pairing.end() == 1
    assert not is_paired(tmp_path)


def test_a_machine_that_was_let_in_asks_nobody(center: Path, tmp_path: Path) -> None:
    keep(tmp_path, Paired("https://gone.example:8080", "a-token"))
    assert main(["pair", "display", "--config", str(center), "--folder", str(tmp_path)]) == 0
    assert (tmp_path / "token").read_text() == "a-token\n"


def test_where_nobody_answers_the_time_ends(center: Path, tmp_path: Path) -> None:
    arguments = ["--coordinator", "https://127.0.0.1:1", "--seconds", "0.1"]
    command = [*MOTCUA, "pair", "counter", "--config", str(center), "--folder", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 1
    assert "not let in yet" in done.stderr


@pytest.mark.parametrize(
    ("node", "name"),
    [
        ("hall", "display-hall"),
        ("Sảnh.Chính", "display-s-nh-ch-nh"),
        ("", "display"),
        ("x" * 90, f"display-{'x' * 55}"),
    ],
)
def test_a_device_is_named_after_its_machine(node: str, name: str) -> None:
    assert device_name("display", node) == name
