"""The manager types what a new device shows, and it is let in; nobody else can."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pairing.digits import grouped
from pairing.keeping import Paired
from pairing.knocking import knock
from runtime.stop import Stop
from tests.fakes.pages import Centre
from tests.fakes.waiting import wait_for
from wire.client import Coordinator, Stopped


class NewDevice(threading.Thread):
    """A board that knocks at the coordinator's door."""

    def __init__(self, centre: Centre, name: str) -> None:
        super().__init__(daemon=True)
        self._centre = centre
        self._name = name
        self._stop_asked = Stop()
        self._codes: list[str] = []
        self.paired: list[Paired] = []

    def run(self) -> None:
        try:
            paired = knock(self._centre.url, "display", self._name, self._codes.append, self._stop_asked)
        except Stopped:
            return
        self.paired.append(paired)

    def code(self) -> str:
        return wait_for(lambda: self._codes, "the device shows its digits")[0]

    def end(self) -> None:
        self._stop_asked.ask()
        self.join(20)


@pytest.fixture
def device(centre: Centre, request: pytest.FixtureRequest) -> Iterator[NewDevice]:
    device = NewDevice(centre, str(request.node.name).replace("_", "-"))
    device.start()
    yield device
    device.end()


def type_digits(page: Page, centre: Centre, digits: str) -> None:
    page.goto(f"{centre.url}/staff/devices")
    page.get_by_label("Sáu chữ số").fill(digits)
    page.get_by_role("button", name="Thêm thiết bị").click()


def test_the_digits_let_the_device_in(centre: Centre, device: NewDevice) -> None:
    with centre.page("Lan") as page:
        type_digits(page, centre, grouped(device.code()))
        expect(page.locator("#said")).to_contain_text("Đã thêm thiết bị")
    (paired,) = wait_for(lambda: device.paired, "the device has its token")
    client = Coordinator(paired.address, paired.token)
    assert client.center().id == "trang"
    client.close()


def test_other_digits_do_not(centre: Centre, device: NewDevice) -> None:
    wrong = f"{(int(device.code()) + 1) % 10**6:06d}"
    with centre.page("Lan") as page:
        type_digits(page, centre, wrong)
        expect(page.locator("#said")).to_contain_text("Không có thiết bị nào")
    assert device.paired == []


@pytest.mark.parametrize("name", ["Hoa", "Minh"])
def test_only_a_manager_has_the_page(centre: Centre, name: str) -> None:
    with centre.page(name) as page:
        expect(page.get_by_role("link", name="Thiết bị")).to_have_count(0)
        answer = page.goto(f"{centre.url}/staff/devices")
        assert answer is not None
        assert answer.status == 403
