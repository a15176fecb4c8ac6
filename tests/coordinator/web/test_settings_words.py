"""Changes of the settings in words: each has some, in both languages, whatever changed."""

from pathlib import Path

import pytest
from msgspec.structs import replace

import coordinator.web
from config import load
from config.live import Live, live_part
from config.mistakes import Mistake
from config.settings import Domain, Hours, Procedure, QueueTable, TargetTable
from coordinator.web.settings_pages.mistakes import at_fields
from coordinator.web.settings_pages.wording import Teller
from words import load_words

ROOT = Path(__file__).parents[3]
HAI_CHAU = live_part(load(ROOT / "config" / "hai-chau.toml"))
DEMO = live_part(load(ROOT / "config" / "demo.toml"))
WORDS = load_words(Path(coordinator.web.__file__).parent / "locale")


def told(after: Live, before: Live = HAI_CHAU) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in Teller(before, after, WORDS.of("vi")).tell()]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("before", "after"), [(HAI_CHAU, DEMO), (DEMO, HAI_CHAU)])
def test_nothing_that_can_change_lacks_words(language: str, before: Live, after: Live) -> None:
    found = Teller(before, after, WORDS.of(language)).tell()
    assert len(found) > 10
    assert all(one.what and (one.before or one.after) for one in found)


def test_names_pictures_hours_and_targets_are_said_as_people_say_them() -> None:
    first = replace(
        HAI_CHAU.domains[0], icon="gavel", name={"vi": "Sao y", "en": "Certification", "ctu": "X"}
    )
    after = replace(
        HAI_CHAU,
        domains=[first, *HAI_CHAU.domains[1:]],
        hours=[Hours(days=["mon", "tue", "wed"]), Hours(days=["sat", "sun"], start="07:30", end="11:00")],
        target=TargetTable(share=0.25),
        queue=QueueTable(priority_run=3),
        footer={"ctu": "Y"},
    )
    assert told(after) == [
        ("Giờ phát số", "T2–T6 06:00–17:00", "T2–T4 06:00–17:00; T7, CN 07:30–11:00"),
        ("Lĩnh vực Sao y: Tên (vi)", "Chứng thực", "Sao y"),
        ("Lĩnh vực Sao y: Tên (ctu)", "", "X"),
        ("Lĩnh vực Sao y: Hình trên nút", "Con dấu", "gavel"),
        ("Số ưu tiên gọi liền tối đa", "2", "3"),
        ("Tỷ lệ được phép chờ lâu hơn mức đó (%)", "20", "25"),
        ("Dòng cuối phiếu (ctu)", "", "Y"),
    ]


def test_counters_tell_domains_by_their_names_and_what_came_or_went_is_one_line() -> None:
    counter = replace(HAI_CHAU.counters[0], domains=["ho-tich", "dat-dai"])
    new = Domain(id="moi", prefix="V", name={"vi": "Mới"})
    after = replace(HAI_CHAU, domains=[*HAI_CHAU.domains, new], counters=[counter, *HAI_CHAU.counters[2:]])
    assert told(after) == [
        ("Lĩnh vực Mới", "", "thêm mới"),
        ("Quầy 1: phục vụ", "Chứng thực", "Hộ tịch, Đất đai – Địa chính"),
        ("Quầy 2", "đã bỏ", ""),
    ]


def test_procedures_and_another_order_are_told() -> None:
    last = replace(HAI_CHAU.domains[-1], procedures=[Procedure(id="a", name={"vi": "Trả tận nhà"})])
    assert told(replace(HAI_CHAU, domains=[*HAI_CHAU.domains[:-1], last])) == [
        ("Lĩnh vực Nhận kết quả: thủ tục Trả tận nhà", "", "thêm mới")
    ]
    ((what, before, after),) = told(replace(HAI_CHAU, domains=[*HAI_CHAU.domains[1:], HAI_CHAU.domains[0]]))
    assert (what, before.split(", ")[0], after.split(", ")[0]) == ("Lĩnh vực", "Chứng thực", "Hộ tịch")


def test_a_mistake_stands_at_its_field_or_is_said_beside_all() -> None:
    found = [
        Mistake("a", "not-accepted", ("domains[2].prefix",)),
        Mistake("b", "no-vietnamese", ("domains[2].name",)),
        Mistake("c", "no-vietnamese", ("domains[2].procedures[1].papers[3]",)),
        Mistake("d", "repeated", ("domains[1].prefix", "domains[2].prefix")),
        Mistake("elsewhere", "not-accepted", ("domains[1].prefix",)),
        Mistake("unplaced"),
    ]
    shown = ["prefix", "name.vi", "procedures[1].papers.vi"]
    mistakes = at_fields(found, ["domains[2]."], shown)
    assert mistakes.fields == {
        "prefix": "not-accepted",
        "name.vi": "no-vietnamese",
        "procedures[1].papers.vi": "no-vietnamese",
    }
    assert mistakes.others == ["elsewhere", "unplaced"]
    days = Mistake("x", "not-accepted", ("center.hours[1].days[2]",))
    assert at_fields([days], ["center."], ["hours[1].days"]).fields == {"hours[1].days": "not-accepted"}
