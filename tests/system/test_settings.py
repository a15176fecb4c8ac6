"""What a manager changes on the page reaches the kiosk's buttons, the next ticket and the board, which all run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image, ImageChops

from rehearsal.lobby import Lobby
from tests.fakes.reader import FormParser
from tests.fakes.waiting import wait_for
from tests.system.lobbies import notes_of, settings_of, standing_lobby, touch_target

PIN = "204857"
DEVICES = ("printer", "display", "kiosk")


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[Lobby]:
    with standing_lobby(settings_of("demo"), tmp_path / "lobby", *DEVICES) as lobby:
        lobby.add_staff("Lan", "admin", PIN)
        yield lobby


class Manager:
    """Lan's browser."""

    def __init__(self, lobby: Lobby) -> None:
        self._url = lobby.url
        self._session = requests.Session()
        self._session.trust_env = False
        self.save("/staff/sign-in", name="Lan", pin=PIN)

    def save(self, path: str, **changes: str) -> None:
        """Send the page's form of the same path as it is, with these changes."""
        parser = FormParser()
        parser.feed(self._session.get(self._url + path, timeout=20).text)
        form = next(one for one in parser.forms if one.action == path)
        said = [*(form.fields | changes).items(), *form.more]
        answer = self._session.post(self._url + path, data=said, headers={"Origin": self._url}, timeout=20)
        assert answer.status_code == 200, answer.text
        assert 'id="wrong-' not in answer.text


def button(lobby: Lobby, domain: str) -> Image.Image:
    """The picture of a domain's button, which the kiosk shows."""
    action = f"ChooseDomain(domain='{domain}')"
    wait_for(lambda: action in notes_of(lobby, "kiosk")[-1]["targets"], f"the button of {domain}")
    x, y, width, height = notes_of(lobby, "kiosk")[-1]["targets"][action]
    with Image.open(lobby.place.screen("kiosk") / "frame.png") as frame:
        return frame.convert("RGB").crop((x, y, x + width, y + height))


def boards_title(lobby: Lobby) -> Image.Image:
    with Image.open(lobby.place.screen("display") / "frame.png") as frame:
        return frame.convert("RGB").crop((0, 0, frame.width * 6 // 10, frame.height // 12))


def are_alike(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def take_number(lobby: Lobby, domain: str) -> Image.Image:
    """A citizen's three touches; the paper that comes of them."""
    before = set(lobby.place.printed.glob("*.png"))
    touch_target(lobby, "Start()")
    touch_target(lobby, f"ChooseDomain(domain='{domain}')")
    touch_target(lobby, "TakeNumber()")
    (paper,) = wait_for(lambda: set(lobby.place.printed.glob("*.png")) - before, "a printed ticket") or set()
    touch_target(lobby, "Done()")
    with Image.open(paper) as picture:
        return picture.convert("L").copy()


def buttons(lobby: Lobby, *domains: str) -> list[Image.Image]:
    touch_target(lobby, "Start()")
    found = [button(lobby, domain) for domain in domains]
    touch_target(lobby, "Back()")
    return found


def test_a_name_a_footer_and_a_new_domain_reach_every_device(lobby: Lobby) -> None:
    manager, pids = Manager(lobby), {name: lobby.children[name].pid for name in ("coordinator", *DEVICES)}
    renamed, untouched = "dat-dai", "tra-ket-qua"
    before, other_before = buttons(lobby, renamed, untouched)
    title, paper = boards_title(lobby), take_number(lobby, renamed)

    manager.save(f"/staff/settings/domains/{renamed}", **{"name.vi": "Nhà đất"})
    client = lobby.client("display")
    assert client.center().domains[2].name["vi"] == "Nhà đất"
    client.close()
    after, other_after = buttons(lobby, renamed, untouched)
    assert not are_alike(before, after)
    assert are_alike(other_before, other_after)

    footer = (
        "Điện thoại hướng dẫn: 0236 3 123 456. Giờ làm việc: từ thứ Hai đến thứ Sáu, sáng 7:30, chiều 13:30."
    )
    manager.save("/staff/settings/centre", **{"name.vi": "Trung tâm mới tên", "footer.vi": footer})
    wait_for(lambda: not are_alike(title, boards_title(lobby)), "the new name on the board")
    assert take_number(lobby, renamed).height > paper.height

    manager.save("/staff/settings/new-domain", **{"name.vi": "Hộ kinh doanh", "prefix": "H"})
    wait_for(lambda: len(lobby.client("kiosk").board().domains) == 5, "the new domain on the board")
    paper = take_number(lobby, "ho-kinh-doanh")
    assert paper.height > 0
    assert {name: lobby.children[name].pid for name in pids} == pids
    assert all(lobby.children[name].is_running() for name in pids)
