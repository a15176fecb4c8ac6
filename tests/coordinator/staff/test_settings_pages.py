"""The settings' pages without their script: what a manager changes there holds, and a mistake stands at its field."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coordinator.broadcast import Broadcast
from coordinator.center_file.changing import SettingsRoom
from coordinator.center_file.written import CenterFile
from coordinator.desk import accounts
from coordinator.staff.roles import StaffRole
from coordinator.web.application import create_application
from coordinator.web.settings_pages.domains import ICONS
from tests.fakes.front import Front
from tests.fakes.reader import HOST, Reader
from tests.fakes.served_center import served_center
from tests.fakes.small_center import CENTER

pytestmark = pytest.mark.only_sqlite
PIN = "204857"
OWN_TEXT = f"# Cấu hình của phường\n{CENTER}"


class Site:
    """A manager's browser before a running centre, and its file."""

    def __init__(self, front: Front, room: SettingsRoom, manager: Reader) -> None:
        self.front = front
        self.room = room
        self.manager = manager

    @property
    def text(self) -> str:
        return self.room.file.path.read_text(encoding="utf-8")

    @property
    def raw(self) -> dict[str, Any]:
        return tomllib.loads(self.text)

    def domain(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = next(one for one in self.raw["domains"] if one["id"] == name)
        return found

    def save(self, path: str, **fields: str) -> Reader:
        """Open a form, change fields of it, and send it."""
        self.manager.open(path)
        self.manager.press(path, **fields)
        return self.manager

    def wrong_fields(self) -> set[str]:
        """The fields that the page marks."""
        assert self.manager.page is not None
        return set(re.findall(r'id="wrong-([^"]+)"', self.manager.page.text))


@pytest.fixture
def site(center_file: Path, front: Front) -> Iterator[Site]:
    center_file.write_text(OWN_TEXT, encoding="utf-8")
    broadcast = Broadcast(front.desk.board)
    roles: dict[str, StaffRole] = {"Lan": "admin", "Hoa": "counter", "Minh": "volunteer"}
    for name, role in roles.items():
        front.desk.staff.manage(accounts.OPERATOR, partial(accounts.add, name=name, role=role, pin=PIN))
    room = SettingsRoom(front.desk, CenterFile(center_file), front.clock)
    application = create_application(replace(served_center(front.desk, broadcast), settings_room=room))
    manager = Reader(application)
    manager.sign_in("Lan", PIN)
    yield Site(front, room, manager)
    broadcast.close()


def test_the_look_at_the_whole_names_everything(site: Site) -> None:
    site.manager.open("/staff/settings")
    for said in ("Trung tâm thử", "Chứng thực", "Hộ tịch", "Đất đai", "12 phút", "1 thủ tục", "Suốt ngày"):
        assert said in site.manager.text, said


def test_names_and_footer_hold_at_once_and_the_rest_of_the_file_stays(site: Site) -> None:
    reader = site.save("/staff/settings/centre", **{"name.vi": "Tên mới", "footer.vi": "ĐT: 0236 123 456"})
    assert "Đã lưu. Thay đổi có hiệu lực ngay." in reader.text
    center = site.front.desk.center()
    assert (center.name["vi"], center.name["en"], center.footer) == (
        "Tên mới",
        "Trial centre",
        {"vi": "ĐT: 0236 123 456"},
    )
    assert "Tên mới" in site.manager.open("/staff/tickets").text
    assert site.text.startswith("# Cấu hình của phường\n")
    assert site.raw["domains"] == tomllib.loads(CENTER)["domains"]


def test_what_a_form_does_not_change_keeps_its_owners_lines(site: Site) -> None:
    footer = '[ticket]\nfooter = { vi = "Một  dòng\\nhai dòng", ctu = "x" }\n'
    site.room.file.path.write_text(f"{OWN_TEXT}\n{footer}", encoding="utf-8")
    site.save("/staff/settings/centre", **{"name.vi": "Tên mới"})
    assert site.raw["ticket"]["footer"] == {"vi": "Một  dòng\nhai dòng", "ctu": "x"}
    assert footer in site.text


def test_hours_are_typed_as_people_write_them(site: Site) -> None:
    site.manager.open("/staff/settings/centre")
    form = site.manager.form("/staff/settings/centre")
    form.more = [("hours[1].days", day) for day in ("mon", "tue", "sat")]
    site.manager.send(form, **{"hours[1].start": "7h30", "hours[1].end": "11:30"})
    assert site.raw["center"]["hours"] == [{"days": ["mon", "tue", "sat"], "start": "07:30", "end": "11:30"}]
    assert "T2, T3, T7 07:30–11:30" in site.manager.text
    site.manager.open("/staff/settings/centre")
    form = site.manager.form("/staff/settings/centre")
    assert form.fields["hours[2].start"] == ""
    form.more = []
    site.manager.send(form)
    assert "hours" not in site.raw["center"]


def test_priority_and_targets_are_written_where_they_differ(site: Site) -> None:
    site.save(
        "/staff/settings/centre",
        **{"queue.priority_run": "3", "target.mean_minutes": "12,5", "target.share": "25"},
    )
    assert (site.raw["queue"], site.raw["target"]) == (
        {"priority_run": 3},
        {"mean_minutes": 12.5, "share": 0.25},
    )
    assert site.front.desk.settings.target.share == 0.25


def test_every_mistake_stands_at_its_field_with_what_was_typed_and_nothing_is_saved(site: Site) -> None:
    site.manager.open("/staff/settings/centre")
    form = site.manager.form("/staff/settings/centre")
    form.more = [("hours[1].days", "mon")]
    site.manager.send(
        form,
        **{
            "hours[1].start": "25:00",
            "hours[1].end": "x",
            "queue.priority_run": "nhiều",
            "target.share": "0",
        },
    )
    assert site.manager.page is not None
    assert site.manager.page.status_code == 422
    assert site.wrong_fields() == {"hours[1].start", "hours[1].end", "queue.priority_run", "target.share"}
    again = site.manager.form("/staff/settings/centre").fields
    assert (again["queue.priority_run"], again["hours[1].start"]) == ("nhiều", "25:00")
    assert site.text == OWN_TEXT
    site.save("/staff/settings/centre", **{"name.vi": ""})
    assert site.wrong_fields() == {"name.vi"}
    assert "Cần có phần tiếng Việt" in site.manager.text


def test_hours_that_end_before_they_begin_are_marked(site: Site) -> None:
    site.manager.open("/staff/settings/centre")
    form = site.manager.form("/staff/settings/centre")
    form.more = [("hours[1].days", "mon")]
    site.manager.send(form, **{"hours[1].start": "17:00", "hours[1].end": "07:00"})
    assert site.wrong_fields() == {"hours[1].end"}


def test_a_new_domain_gets_an_id_of_its_name_and_gives_numbers(site: Site) -> None:
    site.save(
        "/staff/settings/new-domain",
        **{
            "name.vi": "Đăng ký Hộ kinh doanh", "prefix": "h", "service_minutes": "7,5", "place": "1",
            "icon": "storefront-outline", "procedures[1].name.vi": "Thành lập",
            "procedures[1].papers.vi": "Giấy đề nghị\nCăn cước\n", "procedures[1].papers.en": "Application\n",
        },
    )  # fmt: skip
    assert site.raw["domains"][0] == {
        "id": "dang-ky-ho-kinh-doanh", "prefix": "H", "name": {"vi": "Đăng ký Hộ kinh doanh"},
        "icon": "storefront-outline", "service_minutes": 7.5,
        "procedures": [
            {
                "id": "thanh-lap",
                "name": {"vi": "Thành lập"},
                "papers": [{"vi": "Giấy đề nghị", "en": "Application"}, {"vi": "Căn cước"}],
            }
        ],
    }  # fmt: skip
    assert site.front.issue("dang-ky-ho-kinh-doanh").number == "H001"


def test_a_new_domain_with_a_mistake_is_shown_again_and_still_new(site: Site) -> None:
    site.save("/staff/settings/new-domain", **{"name.vi": "Mới", "prefix": "A"})
    assert site.wrong_fields() == {"prefix"}
    assert "Đã dùng ở chỗ khác" in site.manager.text
    assert site.text == OWN_TEXT
    site.manager.press("/staff/settings/new-domain", prefix="V")
    assert site.domain("moi")["prefix"] == "V"


def test_a_domain_changes_name_picture_place_and_procedures(site: Site) -> None:
    path = "/staff/settings/domains/chung-thuc"
    site.save(
        path,
        **{
            "name.vi": "Chứng thực – Sao y", "icon": "gavel" if "gavel" in ICONS else ICONS[0], "place": "3",
            "procedures[1].papers.vi": "Bản chính\nBản sao", "procedures[2].name.vi": "Chữ ký",
        },
    )  # fmt: skip
    assert [one["id"] for one in site.raw["domains"]] == ["ho-tich", "dat-dai", "chung-thuc"]
    found = site.domain("chung-thuc")
    assert (found["name"], found["icon"]) == ({"vi": "Chứng thực – Sao y", "en": "Certification"}, ICONS[0])
    assert found["procedures"] == [
        {
            "id": "ban-sao",
            "name": {"vi": "Bản sao", "en": "Copy"},
            "papers": [{"vi": "Bản chính", "en": "The original"}, {"vi": "Bản sao"}],
        },
        {"id": "chu-ky", "name": {"vi": "Chữ ký"}},
    ]
    site.manager.open(path)
    form = site.manager.form(path)
    form.more = [("procedures[1].gone", "yes")]
    site.manager.send(form)
    assert [one["id"] for one in site.domain("chung-thuc")["procedures"]] == ["chu-ky"]


def test_a_paper_without_vietnamese_is_marked_in_its_procedure(site: Site) -> None:
    path = "/staff/settings/domains/chung-thuc"
    site.save(path, **{"procedures[1].papers.vi": "", "procedures[1].papers.en": "The original"})
    assert site.wrong_fields() == {"procedures[1].papers.vi"}


def test_a_domain_goes_only_when_nobody_waits_and_from_every_counter(site: Site) -> None:
    path = "/staff/settings/domains/ho-tich"
    site.front.issue("ho-tich")
    site.manager.open(path)
    site.manager.press(f"{path}/remove")
    assert "hôm nay còn công dân của lĩnh vực này đang chờ" in site.manager.text
    assert site.text == OWN_TEXT
    site.front.number(2)
    site.front.finish(2)
    site.manager.press(f"{path}/remove")
    assert "Đã lưu" in site.manager.text
    assert [one["id"] for one in site.raw["domains"]] == ["chung-thuc", "dat-dai"]
    assert site.raw["counters"][1]["domains"] == ["chung-thuc"]


def test_a_prefix_in_use_today_is_refused_in_words(site: Site) -> None:
    site.front.issue("ho-tich")
    site.save("/staff/settings/domains/ho-tich", prefix="V")
    assert "Chưa đổi được chữ đầu" in site.manager.text
    assert site.text == OWN_TEXT


def test_counters_come_change_and_go(site: Site) -> None:
    site.save(
        "/staff/settings/new-counter", **{"id": "9", "domain.ho-tich": "own", "domain.dat-dai": "overflow"}
    )
    assert site.raw["counters"][-1] == {"id": 9, "domains": ["ho-tich"], "overflow": ["dat-dai"]}
    site.save("/staff/settings/counters/9", **{"domain.ho-tich": "", "domain.chung-thuc": "own"})
    assert site.front.counter(9).domains == ["chung-thuc"]
    site.front.issue("chung-thuc")
    site.front.number(9)
    site.manager.open("/staff/settings/counters/9")
    site.manager.press("/staff/settings/counters/9/remove")
    assert "còn công dân ở quầy này" in site.manager.text
    site.front.finish(9)
    site.manager.press("/staff/settings/counters/9/remove")
    assert [one["id"] for one in site.raw["counters"]] == [1, 2, 3]


def test_a_counters_number_is_its_own(site: Site) -> None:
    site.save("/staff/settings/new-counter", id="3")
    assert site.wrong_fields() == {"id"}
    site.save("/staff/settings/new-counter", id="ba")
    assert site.wrong_fields() == {"id"}
    assert site.text == OWN_TEXT


def test_the_clerk_of_a_counter_that_goes_is_led_to_the_others(site: Site) -> None:
    hoa = Reader(site.manager._client.application)
    hoa.sign_in("Hoa", PIN)
    hoa.open("/staff/counters")
    hoa.press("/staff/counters/3/take")
    site.manager.open("/staff/settings/counters/3")
    site.manager.press("/staff/settings/counters/3/remove")
    assert hoa.open("/staff/counter").request.path == "/staff/counters"


def test_what_a_counters_buttons_need_is_not_taken_from_them(site: Site) -> None:
    site.room.file.path.write_text(
        f"{OWN_TEXT}\n[[counter.buttons]]\ncounter = 3\ngpio = 17\n", encoding="utf-8"
    )
    site.manager.open("/staff/settings/counters/3")
    site.manager.press("/staff/settings/counters/3/remove")
    assert "counter.buttons: no counter 3" in site.manager.text
    assert "nhờ kỹ thuật viên" in site.manager.text
    assert [one["id"] for one in site.raw["counters"]] == [1, 2, 3]


def test_a_form_made_of_older_settings_is_refused_and_shown_anew(site: Site) -> None:
    path = "/staff/settings/centre"
    site.manager.open(path)
    old = site.manager.form(path)
    site.room.file.path.write_text(OWN_TEXT.replace("Trung tâm thử", "Sửa bằng tay"), encoding="utf-8")
    site.manager.send(old, **{"name.vi": "Quá muộn"})
    assert "cài đặt vừa được người khác thay đổi" in site.manager.text
    assert site.manager.form(path).fields["name.vi"] == "Sửa bằng tay"
    assert "Quá muộn" not in site.text


def test_a_form_that_is_sent_twice_is_saved_once(site: Site) -> None:
    path = "/staff/settings/centre"
    site.manager.open(path)
    form = site.manager.form(path)
    for _ in range(2):
        assert "Đã lưu" in site.manager.send(form, **{"name.vi": "Tên mới"}).text
    assert len(site.room.versions.all()) == 2


def test_an_earlier_version_is_seen_and_taken_back(site: Site) -> None:
    site.save("/staff/settings/domains/ho-tich", **{"name.vi": "Hộ tịch – Quốc tịch"})
    site.front.clock.move(minutes=1)
    site.manager.open("/staff/settings/versions")
    assert "Lĩnh vực Hộ tịch – Quốc tịch: Tên (vi)" in site.manager.text
    assert "sửa trực tiếp trong tệp" in site.manager.text
    first = site.room.versions.all()[-1]
    site.manager.open(f"/staff/settings/versions/{first.name}")
    assert "trước: Hộ tịch – Quốc tịch sau: Hộ tịch" in site.manager.text
    site.manager.press(f"/staff/settings/versions/{first.name}")
    assert "Đã lưu" in site.manager.text
    assert (site.text, site.domain("ho-tich")["name"]["vi"]) == (OWN_TEXT, "Hộ tịch")
    assert site.manager.open("/staff/settings/versions/1970-01-01T00-00-00").status_code == 200
    assert "Không tìm thấy bản này" in site.manager.text


def test_a_broken_file_is_said_its_forms_are_not_offered_and_a_version_mends_it(site: Site) -> None:
    site.save("/staff/settings/centre", **{"name.vi": "Tên mới"})
    site.room.file.path.write_text(site.text.replace('prefix = "C"', 'prefix = "c"'), encoding="utf-8")
    site.manager.open("/staff/settings/domains/ho-tich")
    assert "đang bị lỗi do sửa bằng tay" in site.manager.open("/staff/settings").text
    assert "domains[2].prefix" in site.manager.text
    newest = site.room.versions.all()[0]
    site.manager.open(f"/staff/settings/versions/{newest.name}")
    site.manager.press(f"/staff/settings/versions/{newest.name}")
    assert "Đã lưu" in site.manager.text
    assert site.domain("ho-tich")["prefix"] == "C"


def test_where_the_file_cannot_be_written_the_page_says_who_must_do_what(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.room.file, "is_writable", lambda: False)
    site.manager.open("/staff/settings")
    assert "máy chủ không được phép ghi vào thư mục" in site.manager.text
    site.manager.open("/staff/settings/centre")
    assert site.manager.form("/staff/settings/centre").disabled

    def fail(_text: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(site.room.file, "replace", fail)
    site.manager.press("/staff/settings/centre", **{"name.vi": "Tên mới"})
    assert "không ghi được tệp cấu hình" in site.manager.text
    assert site.front.desk.center().name["vi"] == "Trung tâm thử"


def test_keys_for_the_next_start_are_named(site: Site) -> None:
    site.room.file.path.write_text(f"{OWN_TEXT}\n[coordinator]\nport = 9999\n", encoding="utf-8")
    assert "từ lần khởi động sau của máy chủ: coordinator.port" in site.manager.open("/staff/settings").text


@pytest.mark.parametrize("name", ["Hoa", "Minh"])
def test_only_who_manages_sees_or_changes_them(site: Site, name: str) -> None:
    reader = Reader(site.manager._client.application)
    reader.sign_in(name, PIN)
    reader.open("/staff/tickets")
    csrf = reader.form("/staff/sign-out").fields["csrf"]
    rules = [
        rule for rule in reader._client.application.url_map.iter_rules() if "/staff/settings" in rule.rule
    ]
    assert len(rules) >= 14
    for rule in rules:
        path = re.sub(r"<[^>]*int[^>]*>", "1", rule.rule)
        path = re.sub(r"<[^>]*:domain>", "ho-tich", path)
        path = re.sub(r"<[^>]+>", "2026-11-23T08-00-00", path)
        if "POST" in (rule.methods or ()):
            assert reader.post(path, {"csrf": csrf, "nonce": "n"}, Origin=HOST).status_code == 403, path
        else:
            assert reader.open(path).status_code == 403, path
    assert site.text == OWN_TEXT


def test_every_icon_that_is_offered_is_in_the_set() -> None:
    fonticon_mdi7 = pytest.importorskip("fonticon_mdi7")
    assert [icon for icon in ICONS if not hasattr(fonticon_mdi7.MDI7, icon.replace("-", "_"))] == []
