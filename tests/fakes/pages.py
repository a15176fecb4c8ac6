"""The staff's pages as people use them: a real coordinator, a real Chromium, and what a person does in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from config import Settings, load_text
from rehearsal.lobby import Lobby, free_port
from rehearsal.place import Place
from tests.fakes.browser import a_browser
from wire.client import Coordinator, new_key
from wire.messages import IssueTicket, PrinterStatus, Role, Ticket

PIN: Final = "204857"
PREFIXES: Final = [first + second for first in "ACEGHK" for second in "ACEGHK"]
"""Of the domains, each with two counters of its own, so that no test sees another's tickets."""
COMMON: Final = len(PREFIXES)
"""The domain that every test may send tickets to and change: no test is given it."""
STAFF: Final = {"Lan": "admin", "Hoa": "counter", "Mai": "counter", "Minh": "volunteer"}
LONGEST_MS: Final = 30_000
"""A busy machine must not fail a test; what is waited for comes within a second on a free one."""
DESKTOP: Final = {"width": 1280, "height": 800}
PHONE: Final = {"width": 390, "height": 844}


def center_text() -> str:
    head = '[center]\nid = "trang"\nname = { vi = "Trung tâm thử trang", en = "Page trial centre" }\n'
    parts = [head]
    for pair, prefix in enumerate(PREFIXES, 1):
        name = f'name = {{ vi = "Lĩnh vực {pair}", en = "Domain {pair}" }}'
        parts.append(f'[[domains]]\nid = "d{pair}"\nprefix = "{prefix}"\n{name}\n')
    parts += [
        f'[[counters]]\nid = {counter}\ndomains = ["d{(counter + 1) // 2}"]\n'
        for counter in range(1, 2 * len(PREFIXES) + 1)
    ]
    return "\n".join(parts)


def settings_at(place: Place) -> Settings:
    settings = load_text(center_text(), "center.toml")
    port = free_port()
    return replace(
        settings,
        coordinator=replace(
            settings.coordinator,
            database=f"sqlite:///{place.data / 'motcua.db'}",
            url=f"http://127.0.0.1:{port}",
            port=port,
            token_file=str(place.token_file("admin")),
        ),
    )


@dataclass
class Centre:
    """The running centre. `pair` gives a test two counters and their domain for itself."""

    lobby: Lobby
    browser: Browser
    _pairs: Iterator[int] = field(default_factory=lambda: iter(range(1, COMMON)))

    @property
    def url(self) -> str:
        return self.lobby.url

    def pair(self) -> "Pair":
        return Pair(self, next(self._pairs))

    def client(self, role: Role) -> Coordinator:
        return self.lobby.client(role)

    @contextmanager
    def page(self, name: str = "", *, size: dict[str, int] = DESKTOP, touch: bool = False) -> Iterator[Page]:
        """A browser of its own, signed in where a name is given; a script's error fails the test."""
        context = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]}, has_touch=touch, locale="vi-VN"
        )
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(LONGEST_MS)
        if name:
            sign_in(page, self.url, name)
        yield page
        context.close()
        assert errors == []


@dataclass(frozen=True)
class Pair:
    centre: Centre
    number: int

    @property
    def domain(self) -> str:
        return f"d{self.number}"

    @property
    def counters(self) -> tuple[int, int]:
        return 2 * self.number - 1, 2 * self.number

    def label(self, number: int) -> str:
        return f"{PREFIXES[self.number - 1]}{number:03d}"

    def issue(self, times: int = 1) -> list[Ticket]:
        client = self.centre.client("kiosk")
        try:
            return [client.issue(IssueTicket(domain=self.domain), new_key()) for _ in range(times)]
        finally:
            client.close()

    def number_at(self, counter: int) -> str | None:
        client = self.centre.client("display")
        try:
            return next(one.number for one in client.counters() if one.id == counter)
        finally:
            client.close()

    def state(self, ticket: Ticket) -> Ticket:
        client = self.centre.client("display")
        try:
            return client.ticket(ticket.id)
        finally:
            client.close()


@contextmanager
def running_centre(folder: Path) -> Iterator[Centre]:
    place = Place(folder / "data", folder / "run")
    for path in (place.data, place.run, place.data / "tokens", place.data / "logs"):
        path.mkdir(parents=True)
    lobby = Lobby(place, settings_at(place))
    expect.set_options(timeout=LONGEST_MS)
    with a_browser() as browser:
        try:
            lobby.set_up()
            for name, role in STAFF.items():
                lobby.add_staff(name, role, PIN)
            _report_printers(lobby)
            yield Centre(lobby, browser)
        finally:
            lobby.end()


def _report_printers(lobby: Lobby) -> None:
    client = lobby.client("printer")
    client.report_printer("kiosk-1", PrinterStatus(online=True, paper="ok"))
    client.report_printer("kiosk-2", PrinterStatus(online=True, paper="out"))
    client.close()


def sign_in(page: Page, url: str, name: str, pin: str = PIN) -> None:
    page.goto(f"{url}/staff")
    page.get_by_label("Tên").fill(name)
    page.get_by_label("Mã PIN").fill(pin)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("button", name="Thoát")).to_be_visible()


def sit_down(page: Page, url: str, counter: int) -> None:
    page.goto(f"{url}/staff/counters")
    tile = page.locator("li.tile").filter(has=page.get_by_role("heading", name=f"Quầy {counter}", exact=True))
    tile.get_by_role("button", name="Làm việc ở quầy này").click()
    expect(page.locator("#here h1")).to_contain_text(f"Quầy {counter}")


def number_shown(page: Page, number: str) -> None:
    expect(page.locator("#here .number")).to_have_text(number)
