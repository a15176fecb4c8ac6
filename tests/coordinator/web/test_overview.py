"""The overview without its script: who sees it, what it says, and how a leader's link is made, used and taken back."""

import dataclasses
import re
from dataclasses import dataclass
from functools import partial

import pytest
from argon2 import PasswordHasher
from flask import Flask

from coordinator.broadcast import Broadcast
from coordinator.copy_health import CopyHealth
from coordinator.desk import accounts
from coordinator.staff import pins
from coordinator.staff.roles import StaffRole
from coordinator.store.tokens import Tokens
from coordinator.web.application import create_application
from coordinator.web.overview.links import name_of
from tests.fakes.front import Front
from tests.fakes.reader import HOST, Reader
from tests.fakes.served_center import served_center

PIN = "204857"
LEADERS = "/board/overview"


@dataclass(frozen=True)
class Site:
    application: Flask
    front: Front

    def manager(self) -> Reader:
        reader = Reader(self.application)
        reader.sign_in("Lan", PIN)
        return reader

    def leader(self, address: str) -> Reader:
        """Opens a link on a browser of their own, as the page's script does."""
        reader = Reader(self.application, "192.168.1.77")
        reader.open(LEADERS)
        reader.press(LEADERS, token=address.partition("#")[2])
        return reader

    def link(self, name: str = "Chủ tịch") -> str:
        manager = self.manager()
        manager.open("/staff/overview/links")
        page = manager.press("/staff/overview/links", name=name)
        found = re.search(r'id="made-link">([^<]+)<', page.text)
        assert found, page.text
        return found[1]


@pytest.fixture
def site(front: Front, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(pins, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    broadcast = Broadcast(front.desk.board)
    front.desk.when_changed(broadcast.wake)
    roles: dict[str, StaffRole] = {"Lan": "admin", "Hoa": "counter"}
    for name, role in roles.items():
        front.desk.staff.manage(accounts.OPERATOR, partial(accounts.add, name=name, role=role, pin=PIN))
    # Not started: the board is read at each look, so that none has to be waited for.
    return Site(create_application(served_center(front.desk, broadcast)), front)


def busy(front: Front) -> None:
    front.open(1)
    for _ in range(9):
        front.issue()
    front.clock.move(minutes=20)
    front.call(1)


def test_the_manager_sees_who_waits_how_long_and_what_to_do(site: Site) -> None:
    busy(site.front)
    manager = site.manager()
    manager.open("/staff/overview")
    assert "Đang chờ 8 lâu nhất 20 phút" in manager.text
    assert "Chờ trung bình 20 phút quá mục tiêu 15 phút" in manager.text
    assert "Quầy 1/3" in manager.text
    assert "Số đã phát hôm nay 9" in manager.text
    assert re.search(r"Gợi ý (Nên mở \d|Hôm nay thiếu)", manager.text)


def test_an_empty_hall_needs_nobody(site: Site) -> None:
    manager = site.manager()
    manager.open("/staff/overview?lang=en")
    assert "Nobody waits" in manager.text
    assert "target: at most 15 minutes" in manager.text


def test_a_clerk_sees_no_overview(site: Site) -> None:
    clerk = Reader(site.application)
    clerk.sign_in("Hoa", PIN)
    for path in ("/staff/overview", "/staff/overview/links"):
        assert clerk.open(path).status_code == 403


def test_a_leader_sees_the_same_by_the_link_and_nothing_to_press(site: Site) -> None:
    busy(site.front)
    leader = site.leader(site.link())
    assert "Đang chờ 8" in leader.text
    assert leader.forms() == []


def test_the_manager_sees_which_device_is_silent_and_what_to_do(site: Site) -> None:
    token = site.front.desk.admit_device("display", "tv-sanh")
    client = site.application.test_client()
    headers = {"Authorization": f"Bearer {token}", "User-Agent": "motcua/1.2.3"}
    assert client.get("/api/v1/board", headers=headers).status_code == 200
    manager = site.manager()
    manager.open("/staff/overview")
    assert "Thiết bị tốt 1/1 tất cả hoạt động tốt" in manager.text
    site.front.clock.move(minutes=7)
    manager.open("/staff/overview")
    assert "Thiết bị tốt 0/1 1 thiết bị cần xem" in manager.text
    assert "Bảng hiển thị tv-sanh: mất tín hiệu 7 phút Xem bảng" in manager.text


def test_a_centre_without_devices_says_so(site: Site) -> None:
    manager = site.manager()
    manager.open("/staff/overview")
    assert "Thiết bị tốt 0/0 chưa có thiết bị nào" in manager.text


def test_the_names_of_devices_are_not_for_who_only_looks_on(site: Site) -> None:
    site.front.desk.admit_device("kiosk", "kiosk-nha-ong-nam")
    site.front.clock.move(minutes=5)
    leader = site.leader(site.link())
    assert "Máy lấy số 1: chưa có tín hiệu" in leader.text
    assert "ong-nam" not in leader.text
    assert "view-" not in leader.text


def test_without_a_link_nothing_is_told(site: Site) -> None:
    busy(site.front)
    stranger = Reader(site.application)
    page = stranger.open(LEADERS)
    assert page.status_code == 401
    assert "Đang chờ" not in page.text
    assert stranger.ask(f"{LEADERS}/events").status_code == 401


def test_a_link_ends_at_once_when_it_is_taken_back(site: Site) -> None:
    leader = site.leader(site.link())
    manager = site.manager()
    manager.open("/staff/overview/links")
    manager.press("/staff/overview/links/end")
    assert "Chưa có đường dẫn nào" in manager.text
    assert leader.open(LEADERS).status_code == 401


def test_a_new_link_of_the_same_name_ends_the_old_one(site: Site) -> None:
    first = site.leader(site.link())
    second = site.leader(site.link())
    assert first.open(LEADERS).status_code == 401
    assert second.open(LEADERS).status_code == 200


def test_a_link_made_at_the_machine_opens_it_too_and_is_shown_to_be_ended(site: Site) -> None:
    tokens = Tokens(site.front.desk._database, "thu")
    token = tokens.create("display", "view-sanh", site.front.clock.now(), "2026-11-23")
    assert "Đang chờ 0" in site.leader(f"#{token}").text
    manager = site.manager()
    manager.open("/staff/overview/links")
    assert "Thu hồi view-sanh" in manager.text


def test_no_token_of_a_device_is_listed_or_ended_here(site: Site) -> None:
    tokens = Tokens(site.front.desk._database, "thu")
    token = tokens.create("display", "display-1", site.front.clock.now(), "2026-11-23")
    site.link()
    manager = site.manager()
    manager.open("/staff/overview/links")
    assert "display-1" not in manager.text
    manager.press("/staff/overview/links/end", name="display-1")
    assert site.front.desk.authenticate(token) is not None


def test_the_link_can_change_nothing_in_the_interface(site: Site) -> None:
    token = site.link().partition("#")[2]
    client = site.application.test_client()
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post("/api/v1/tickets", headers=headers, json={"domain": "chung-thuc"})
    assert answer.status_code == 403


def test_the_token_is_kept_as_a_hash_alone(site: Site) -> None:
    token = site.link().partition("#")[2]
    with site.front.desk._database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
        lines = connection.exec_driver_sql("SELECT * FROM audit").all()
    assert token not in repr([rows, lines])
    assert "view-chu-tich" in repr(lines)


def test_a_form_of_another_site_opens_nothing(site: Site) -> None:
    token = site.link().partition("#")[2]
    reader = Reader(site.application)
    answer = reader.post(LEADERS, {"token": token}, Origin="http://elsewhere.example")
    assert answer.status_code == 403


def test_who_guesses_links_is_not_answered_for_long(site: Site) -> None:
    reader = Reader(site.application)
    codes = [reader.post(LEADERS, {"token": f"x{n}"}, Origin=HOST).status_code for n in range(25)]
    assert (codes[0], codes[-1]) == (401, 429)


@pytest.mark.parametrize(
    ("typed", "name"), [("Anh Bình", "view-anh-binh"), ("ĐÀ NẴNG 2", "view-da-nang-2"), ("--", ""), ("", "")]
)
def test_a_name_is_typed_as_people_write_it(typed: str, name: str) -> None:
    assert name_of(typed) == name


def test_whoever_looks_on_sees_that_nothing_was_copied_for_days(front: Front, site: Site) -> None:
    served = served_center(front.desk)
    old = [CopyHealth("old", 9 * 24 * 3600)]
    manager = Site(create_application(dataclasses.replace(served, copies=lambda: old)), front).manager()
    manager.open("/staff/overview")
    assert "Bản sao lưu: bản mới nhất đã 9 ngày Gọi kỹ thuật" in manager.text
    assert "Thiết bị tốt 0/0 chưa có thiết bị nào" in manager.text
