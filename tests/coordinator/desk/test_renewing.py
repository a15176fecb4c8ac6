"""New settings while the centre runs: in force with the commit, in every process, and never against who waits."""

import json
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from config import Settings
from config.live import Live, live_part
from config.settings import CounterTable, Domain, Hours, QueueTable
from coordinator.desk import Actor, Refusal
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import Front
from wire import messages as m

LAN = Actor("admin", "staff/Lan")
NEW = Domain(id="moi", prefix="V", name={"vi": "Mới"})


def renew(front: Front, **changes: object) -> Live:
    live = replace(live_part(front.desk.settings), **changes)
    front.desk.renew(live, LAN, None)
    return live


def without(front: Front, domain: str) -> dict[str, object]:
    live = live_part(front.desk.settings)
    counters = [
        replace(
            one,
            domains=[d for d in one.domains if d != domain],
            overflow=[d for d in one.overflow if d != domain],
        )
        for one in live.counters
    ]
    return {"domains": [one for one in live.domains if one.id != domain], "counters": counters}


def refused(act: Callable[[], object]) -> m.Problem:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.problem


def test_names_reach_everyone_with_the_next_look(front: Front) -> None:
    before = front.desk.board()
    assert before.revision == front.desk.center().revision
    first, *rest = front.desk.settings.domains
    renew(front, name={"vi": "Tên mới"}, footer={"vi": "Chân"}, domains=[replace(first, icon="gavel"), *rest])
    center = front.desk.center()
    assert (center.name, center.footer, center.domains[0].icon) == (
        {"vi": "Tên mới"},
        {"vi": "Chân"},
        "gavel",
    )
    assert center.revision == front.desk.board().revision == before.revision + 1
    assert front.desk.settings.center.name == {"vi": "Tên mới"}


def test_a_new_domain_and_counter_serve_at_once(front: Front) -> None:
    live = live_part(front.desk.settings)
    renew(front, domains=[*live.domains, NEW], counters=[*live.counters, CounterTable(id=9, domains=["moi"])])
    assert front.issue("moi").number == "V001"
    assert front.number(9) == "V001"
    assert [one.id for one in front.desk.board().domains] == ["chung-thuc", "ho-tich", "dat-dai", "moi"]


def test_the_forecast_knows_a_new_domain_and_a_new_mean(front: Front) -> None:
    front.open(1, 2, 3)
    front.issue("dat-dai")
    front.call(3)
    live = live_part(front.desk.settings)
    slow = [replace(one, service_minutes=60) if one.id == "dat-dai" else one for one in live.domains]
    before = front.issue("dat-dai").estimated_wait_s
    renew(front, domains=[*slow, NEW], counters=[*live.counters, CounterTable(id=9, domains=["moi"])])
    front.open(9)
    after = next(one for one in front.desk.board().domains if one.id == "dat-dai").estimated_wait_s
    assert before is not None
    assert after is not None
    assert after.high > 3 * before.high
    assert next(one for one in front.desk.board().domains if one.id == "moi").estimated_wait_s is not None


def test_hours_and_priority_hold_from_the_next_command(front: Front) -> None:
    renew(front, hours=[Hours(days=["sun"], start="06:00", end="07:00")], queue=QueueTable(priority_run=1))
    assert refused(front.issue).type == "/problems/outside-hours"
    assert front.desk.settings.queue.priority_run == 1


def test_advice_and_overview_are_made_anew(front: Front) -> None:
    front.desk.overview.today()
    live = live_part(front.desk.settings)
    renew(front, counters=[*live.counters, CounterTable(id=9, domains=["ho-tich"])])
    assert front.desk.overview.today().guidance.advice.available == len(live.counters) + 1


def test_another_process_sees_them_with_its_next_look(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    other = open_front(settings)
    live = live_part(front.desk.settings)
    renew(front, domains=[*live.domains, NEW])
    assert other.issue("moi").number == "V001"
    assert other.desk.settings.domains[-1] == NEW


def test_a_restart_with_the_same_file_changes_nothing(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    before = front.desk.board()
    again = open_front(settings).desk.board()
    assert (again.seq, again.revision) == (before.seq, before.revision)


def test_a_start_with_another_file_holds_and_tells_who(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    assert audit(front) == []
    other = replace(settings, queue=QueueTable(priority_run=7))
    assert audit(open_front(other)) == [
        ("admin:file", [{"key": "queue.priority_run", "from": "2", "to": "7"}])
    ]
    front.desk.board()
    assert front.desk.settings.queue.priority_run == 7


def test_each_change_is_one_line_of_the_audit_that_tells_what(front: Front) -> None:
    renew(front, name={"vi": "Trung tâm mới", "en": "Trial centre"})
    renew(front)
    assert audit(front) == [
        ("admin:staff/Lan", [{"key": "name.vi", "from": "Trung tâm thử", "to": "Trung tâm mới"}])
    ]


def test_a_change_begins_no_day(front: Front) -> None:
    renew(front, footer={"vi": "Chân"})
    front.issue()
    assert front.issue().number == "A002"


def test_a_domain_that_somebody_waits_for_does_not_go(front: Front) -> None:
    ticket = front.issue("ho-tich")
    wanted = without(front, "ho-tich")
    problem = refused(lambda: renew(front, **wanted))
    assert (problem.type, problem.accepted) == ("/problems/domain-in-use", ["ho-tich"])
    assert [one.id for one in front.desk.center().domains] == ["chung-thuc", "ho-tich", "dat-dai"]
    assert front.number(2) == ticket.number
    assert refused(lambda: renew(front, **wanted)).type == "/problems/domain-in-use"
    front.hold(2)
    assert refused(lambda: renew(front, **wanted)).type == "/problems/domain-in-use"
    front.resume(ticket)
    assert front.number(2) == ticket.number
    front.finish(2)
    renew(front, **wanted)
    assert [one.id for one in front.desk.center().domains] == ["chung-thuc", "dat-dai"]
    assert front.ticket(ticket).domain == "ho-tich"


def test_yesterdays_tickets_hold_no_domain_back(front: Front) -> None:
    front.issue("ho-tich")
    front.clock.move(hours=24)
    renew(front, **without(front, "ho-tich"))
    assert refused(lambda: front.issue("ho-tich")).type == "/problems/unknown-domain"


def test_what_a_counter_was_assigned_goes_with_the_domain(front: Front) -> None:
    front.assign(3, ["ho-tich", "dat-dai"])
    renew(front, **without(front, "ho-tich"))
    assert front.counter(3).domains == ["dat-dai"]
    assert front.counter(2).domains == ["chung-thuc"]


def test_a_report_still_tells_of_a_domain_that_is_gone(front: Front) -> None:
    front.issue("ho-tich")
    front.number(2)
    front.finish(2)
    renew(front, **without(front, "ho-tich"))
    day = front.desk.overview.today().day
    assert front.desk.report(day, day).total["domain", "ho-tich"]["issued"] == 1
    assert front.desk.board().calls[0].domain == "ho-tich"


def test_a_prefix_changes_before_the_first_number_of_a_day(front: Front) -> None:
    first, *rest = live_part(front.desk.settings).domains
    wanted = [replace(first, prefix="V"), *rest]
    front.issue("chung-thuc")
    problem = refused(lambda: renew(front, domains=wanted))
    assert (problem.type, problem.accepted) == ("/problems/prefix-in-use", ["chung-thuc"])
    front.clock.move(hours=24)
    renew(front, domains=wanted)
    assert front.issue("chung-thuc").number == "V001"


def test_a_counter_with_somebody_there_does_not_go(front: Front) -> None:
    front.issue("dat-dai")
    front.number(3)
    fewer = live_part(front.desk.settings).counters[:2]
    problem = refused(lambda: renew(front, counters=fewer))
    assert (problem.type, problem.accepted) == ("/problems/counter-in-use", ["3"])
    front.finish(3)
    renew(front, counters=fewer)
    assert [one.id for one in front.desk.counters().counters] == [1, 2]


def test_what_fails_after_it_undoes_it(front: Front) -> None:
    live = replace(live_part(front.desk.settings), name={"vi": "Nửa vời"})

    def fail() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        front.desk.renew(live, LAN, None, write=fail)
    assert front.desk.center().name == {"vi": "Trung tâm thử", "en": "Trial centre"}
    assert audit(front) == []


def audit(front: Front) -> list[tuple[str, list[dict[str, str]]]]:
    with front.desk._database.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT actor, detail FROM audit WHERE action = 'settings.changed' ORDER BY seq"
        )
        return [(row.actor, json.loads(row.detail)["changes"]) for row in rows]
