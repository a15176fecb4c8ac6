"""A wish becomes a changed file that holds at once; other hands' changes hold too, or are said; a cut is healed."""

import logging
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import SettingsError
from coordinator.center_file.changing import RETRY_SECONDS, SettingsRoom, author
from coordinator.center_file.versions import Versions
from coordinator.desk import Actor, Once, Reply, open_desk
from coordinator.store.database import StoreError
from tests.coordinator.center_file.conftest import House, open_house
from tests.fakes.front import Front

pytestmark = pytest.mark.only_sqlite

LAN = Actor("admin", "staff/Lan")
HOA = Actor("admin", "staff/Hoa")


def once(key: str) -> Once:
    return Once(key, key)


def rename(name: str) -> Any:
    def edit(raw: dict[str, Any]) -> None:
        raw["center"]["name"]["vi"] = name

    return edit


def save(house: House, name: str = "Tên mới", *, key: str = "1", digest: str = "") -> Reply:
    return house.room.save(rename(name), digest or house.digest, LAN, once(key))


def shown(house: House) -> str:
    return house.desk.center().name["vi"]


def test_a_saved_name_stands_in_the_file_holds_and_is_kept_with_what_was_before(house: House) -> None:
    before = house.text
    assert save(house).status == 204
    assert shown(house) == "Tên mới"
    assert tomllib.loads(house.text)["center"]["name"]["vi"] == "Tên mới"
    assert house.text == before.replace("Trung tâm thử", "Tên mới")
    assert [(one.who, one.text) for one in house.room.versions.all() if one.text == house.text] == [
        ("admin:staff/Lan", house.text)
    ]
    assert {one.text for one in house.room.versions.all()} == {before, house.text}
    assert house.audit() == [
        ("admin:staff/Lan", [{"key": "name.vi", "from": "Trung tâm thử", "to": "Tên mới"}])
    ]


def test_a_form_that_is_sent_twice_is_one_change_and_the_same_answer(house: House) -> None:
    digest = house.digest
    assert save(house, digest=digest).status == save(house, digest=digest).status == 204
    assert len(house.audit()) == 1
    assert len(house.room.versions.all()) == 2


def test_nothing_new_is_no_version(house: House) -> None:
    assert save(house, "Trung tâm thử").status == 204
    assert house.room.versions.all() == []
    assert house.audit() == []


def test_a_mistake_saves_nothing_and_is_told_by_its_place(house: House) -> None:
    before = house.text
    with pytest.raises(SettingsError) as caught:
        save(house, " ")
    (mistake,) = caught.value.mistakes
    assert (mistake.kind, mistake.keys) == ("no-vietnamese", ("center.name",))
    assert (house.text, shown(house), house.room.versions.all()) == (before, "Trung tâm thử", [])


def test_a_form_made_of_an_older_file_changes_nothing(house: House) -> None:
    digest = house.digest
    house.replace("Trung tâm thử", "Sửa bằng tay")
    assert save(house, digest=digest).status == 409
    assert "Sửa bằng tay" in house.text
    house.room.notice()
    assert shown(house) == "Sửa bằng tay"


def test_of_two_who_save_at_once_the_second_is_told(house: House) -> None:
    digest = house.digest
    house.room.save(rename("Một"), digest, LAN, once("1"))
    assert house.room.save(rename("Hai"), digest, HOA, once("2")).status == 409
    assert shown(house) == "Một"


@pytest.fixture
def neighbour(house: House, tmp_path: Path) -> Iterator[House]:
    """Another coordinator over the same database, with a file of its own."""
    path = tmp_path / "neighbour" / "center.toml"
    path.parent.mkdir()
    path.write_text(house.text, encoding="utf-8")
    opened = open_house(path, house.url, house.clock)
    yield opened
    opened.desk.close()


def test_an_older_file_of_another_machine_does_not_take_back_what_holds(
    house: House, neighbour: House
) -> None:
    save(house, "Tên mới")
    neighbour.desk.board()
    assert neighbour.room.look().waits == "settings-elsewhere"
    reply = neighbour.room.save(rename("Tên khác"), neighbour.digest, HOA, once("2"))
    assert (reply.status, b"settings-elsewhere" in reply.body) == (409, True)
    assert (shown(house), "Trung tâm thử" in neighbour.text) == ("Tên mới", True)
    assert [one for one in neighbour.room.versions.all() if one.who == str(HOA)] == []


def test_a_copy_of_the_newer_file_lets_that_machine_change_settings_again(
    house: House, neighbour: House
) -> None:
    save(house, "Tên mới")
    neighbour.write(house.text)
    neighbour.room.notice()
    assert neighbour.room.look().waits == ""
    assert neighbour.room.save(rename("Tên khác"), neighbour.digest, HOA, once("2")).status == 204
    assert shown(neighbour) == "Tên khác"


def test_what_an_editor_has_just_changed_is_no_older_file(house: House) -> None:
    house.replace("Trung tâm thử", "Sửa bằng tay")
    assert house.room.look().waits == ""
    assert save(house, "Tên mới").status == 204


def test_a_file_that_cannot_be_written_changes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(house.room.file, "replace", fail)
    with pytest.raises(OSError, match="Read-only"):
        save(house)
    assert shown(house) == "Trung tâm thử"
    assert house.audit() == []
    assert [one.who for one in house.room.versions.all()] == ["admin:file"]
    monkeypatch.undo()
    assert save(house).status == 204


def test_an_earlier_version_holds_again_as_a_new_one(house: House) -> None:
    first = house.text
    save(house)
    house.clock.move(minutes=1)
    earlier = next(one for one in house.room.versions.all() if one.text == first)
    assert house.room.take_back(earlier, house.digest, HOA, once("2")).status == 204
    assert (house.text, shown(house)) == (first, "Trung tâm thử")
    assert [actor for actor, _ in house.audit()] == ["admin:staff/Lan", "admin:staff/Hoa"]


def test_what_holds_from_a_start_only_is_not_taken_back(house: House) -> None:
    save(house)
    first = next(one for one in house.room.versions.all() if "Trung tâm thử" in one.text)
    house.write(house.text + "\n[coordinator]\nport = 9000\n")
    house.room.notice()
    house.room.take_back(first, house.digest, LAN, once("2"))
    assert tomllib.loads(house.text)["coordinator"]["port"] == 9000
    assert shown(house) == "Trung tâm thử"
    assert house.room.look().next_start == ["coordinator.port"]


def test_an_earlier_version_mends_a_broken_file(house: House) -> None:
    save(house)
    house.write("[center\n")
    house.room.notice()
    newest = house.room.versions.all()[0]
    assert house.room.take_back(newest, house.digest, LAN, once("2")).status == 204
    assert house.room.look().problems == []
    assert shown(house) == "Tên mới"


def test_what_an_editor_has_changed_holds_and_is_kept(house: House) -> None:
    house.replace("Trung tâm thử", "Sửa bằng tay")
    assert shown(house) == "Trung tâm thử"
    house.room.notice()
    assert shown(house) == "Sửa bằng tay"
    assert house.audit() == [
        ("admin:file", [{"key": "name.vi", "from": "Trung tâm thử", "to": "Sửa bằng tay"}])
    ]
    assert [(one.who, one.text) for one in house.room.versions.all()] == [("admin:file", house.text)]
    house.room.notice()
    assert len(house.audit()) == 1


def test_every_process_notices_and_one_tells(house: House) -> None:
    other = SettingsRoom(house.desk, house.room.file, house.clock)
    other.notice()
    house.replace("Trung tâm thử", "Sửa bằng tay")
    house.room.notice()
    other.notice()
    assert len(house.audit()) == 1
    assert len(house.room.versions.all()) == 1


def test_a_broken_file_is_said_once_and_the_old_settings_go_on(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    house.replace('prefix = "C"', 'prefix = "c7"')
    house.room.notice()
    house.room.notice()
    (record,) = caplog.records
    assert "domains[2].prefix: 'c7' is not accepted" in record.message
    assert shown(house) == "Trung tâm thử"
    assert house.room.look().problems == [
        record.message.split(": ", 1)[1].removesuffix("; the settings from before go on to hold")
    ]
    house.replace("c7", "V")
    house.room.notice()
    assert house.desk.center().domains[1].prefix == "V"


def test_a_change_that_takes_away_what_somebody_waits_for_waits_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    front = Front(house.desk, house.clock)
    front.issue("dat-dai")
    domain = house.text[house.text.index('[[domains]]\nid = "dat-dai"') : house.text.index("[[counters]]")]
    house.write(
        house.text.replace(domain, "")
        .replace('overflow = ["dat-dai"]', "")
        .replace('["dat-dai"]', '["ho-tich"]')
    )
    house.room.notice()
    house.room.notice()
    assert house.room.look().waits == "domain-in-use"
    assert sum("does not hold yet" in record.message for record in caplog.records) == 1
    assert front.number(3) == "E001"
    front.finish(3)
    house.room.notice()
    assert house.room.look().waits == "domain-in-use"
    house.clock.move(RETRY_SECONDS)
    house.room.notice()
    assert house.room.look().waits == ""
    assert [one.id for one in house.desk.center().domains] == ["chung-thuc", "ho-tich"]


def test_keys_for_the_next_start_are_named_and_change_nothing_now(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.write(house.text + "\n[coordinator]\nport = 9000\nthreads = 8\n")
    house.room.notice()
    assert house.room.look().next_start == ["coordinator.port", "coordinator.threads"]
    assert "coordinator.port, coordinator.threads: hold from the next start" in caplog.text
    assert house.audit() == []


def test_a_cut_between_the_file_and_the_commit_is_healed_at_the_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = house.room.file.replace

    def cut(text: str) -> None:
        replace(text)
        raise SystemExit("the plug")

    monkeypatch.setattr(house.room.file, "replace", cut)
    with pytest.raises(SystemExit):
        save(house)
    assert shown(house) == "Trung tâm thử"
    assert house.audit() == []
    who = author(Versions(house.path).author_of(house.text))
    settings = house.room.look().settings
    assert settings is not None
    open_desk(settings, house.url, house.clock, changed_by=who).close()
    assert shown(house) == "Tên mới"
    assert house.audit() == [
        ("admin:staff/Lan", [{"key": "name.vi", "from": "Trung tâm thử", "to": "Tên mới"}])
    ]


def test_a_commit_that_fails_after_the_file_is_made_up_for_by_the_next_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = house.room.file.replace

    def fail(text: str) -> None:
        replace(text)
        raise StoreError("the disk")

    monkeypatch.setattr(house.room.file, "replace", fail)
    with pytest.raises(StoreError):
        save(house)
    house.room.notice()
    assert shown(house) == "Tên mới"
    assert [actor for actor, _ in house.audit()] == ["admin:staff/Lan"]


def test_while_the_database_fails_a_change_is_tried_again_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.replace("Trung tâm thử", "Sửa bằng tay")
    with monkeypatch.context() as failing:

        def fail(*_arguments: object, **_more: object) -> None:
            raise StoreError("the disk")

        failing.setattr(house.desk, "renew", fail)
        with pytest.raises(StoreError):
            house.room.notice()
    house.room.notice()
    assert shown(house) == "Trung tâm thử"
    house.clock.move(RETRY_SECONDS)
    house.room.notice()
    assert shown(house) == "Sửa bằng tay"
