"""Tickets from the wish to the end: what is issued, what is refused, what becomes of it."""

import pytest
from msgspec.structs import replace

from config import Settings
from config.settings import Hours
from coordinator.desk import Refusal
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import ADMIN, KIOSK, Front, answer
from wire import messages as m


def _refusal(front: Front, wish: m.IssueTicket) -> m.Problem:
    with pytest.raises(Refusal) as caught:
        front.desk.issue(wish, KIOSK, None)
    return caught.value.problem


def test_a_ticket_says_all_that_its_paper_needs(front: Front) -> None:
    front.open(1, 2)
    ticket = front.issue("chung-thuc", printer="kiosk-1")
    assert ticket.number == "A001"
    assert (ticket.domain, ticket.state, ticket.priority, ticket.language) == (
        "chung-thuc",
        "waiting",
        None,
        "vi",
    )
    assert ticket.issued_at == front.clock.now()
    assert ticket.issued_at.utcoffset() == front.clock.now().utcoffset()
    assert (ticket.called_at, ticket.counter, ticket.ahead) == (None, None, 0)
    assert ticket.estimated_wait_s is not None
    assert ticket.print is not None
    assert ticket.print.state == "queued"
    assert ticket.status_url.startswith("http://127.0.0.1:8080/t/")
    assert len(ticket.status_url.rpartition("/")[2]) >= 22


def test_numbers_count_by_domain(front: Front) -> None:
    numbers = [
        front.issue(domain).number for domain in ("chung-thuc", "ho-tich", "chung-thuc", "dat-dai", "ho-tich")
    ]
    assert numbers == ["A001", "C001", "A002", "E001", "C002"]


def test_a_virtual_ticket_needs_no_print(front: Front) -> None:
    assert front.issue().print is None
    assert front.claim() is None


def test_nobody_can_guess_another_citizens_link(front: Front) -> None:
    links = {front.issue().status_url for _ in range(20)}
    assert len(links) == 20


def test_a_link_leads_to_the_public_address_where_there_is_one(
    settings: Settings, open_front: OpenFront
) -> None:
    table = replace(settings.coordinator, public_url="https://so.example/phuong/")
    front = open_front(replace(settings, coordinator=table))
    assert front.issue().status_url.startswith("https://so.example/phuong/t/")


def test_ahead_are_those_who_are_called_first(front: Front) -> None:
    assert [front.issue().ahead for _ in range(3)] == [0, 1, 2]
    # Two of three cards go past the first ordinary ticket, the third past none.
    assert [front.issue("chung-thuc", "elderly").ahead for _ in range(4)] == [0, 1, 3, 4]


def test_where_no_counter_serves_no_wait_is_promised(front: Front) -> None:
    assert front.issue("ho-tich").estimated_wait_s is None
    front.open(2)
    assert front.issue("ho-tich").estimated_wait_s is not None


def test_an_unknown_domain_is_refused_with_the_known(front: Front) -> None:
    problem = _refusal(front, m.IssueTicket(domain="thue"))
    assert (problem.status, problem.accepted) == (404, ["chung-thuc", "ho-tich", "dat-dai"])


def test_an_unknown_procedure_is_refused_with_those_of_the_domain(front: Front) -> None:
    problem = _refusal(front, m.IssueTicket(domain="chung-thuc", procedure="khai-sinh"))
    assert (problem.status, problem.accepted) == (404, ["ban-sao"])
    wish = m.IssueTicket(domain="chung-thuc", procedure="ban-sao")
    assert answer(front.desk.issue(wish, KIOSK, None), m.Ticket).procedure == "ban-sao"


def test_a_language_that_the_centre_does_not_speak_is_refused(front: Front) -> None:
    problem = _refusal(front, m.IssueTicket(domain="chung-thuc", language="fr"))
    assert (problem.status, problem.accepted) == (422, ["vi", "en"])


def test_a_closed_domain_issues_nothing_until_it_is_opened(front: Front) -> None:
    front.issue()
    assert front.close_domain("chung-thuc").open is False
    assert _refusal(front, m.IssueTicket(domain="chung-thuc")).status == 409
    assert front.issue("ho-tich").number == "C001"
    assert front.open_domain("chung-thuc").open is True
    assert front.issue().number == "A002"


def test_who_waits_in_a_closed_domain_is_served(front: Front) -> None:
    front.issue()
    front.close_domain("chung-thuc")
    assert front.number(1) == "A001"
    assert front.finish(1).state == "served"


def test_a_domain_that_was_closed_is_open_the_next_day(front: Front) -> None:
    front.close_domain("chung-thuc")
    front.clock.move(hours=24)
    assert front.issue().number == "A001"


def test_outside_the_hours_no_number_is_issued_but_everyone_is_served(
    settings: Settings, open_front: OpenFront
) -> None:
    hours = [Hours(start="07:00", end="11:30"), Hours(start="13:30", end="17:00")]
    front = open_front(replace(settings, center=replace(settings.center, hours=hours)))
    front.issue()
    assert all(domain.open for domain in front.desk.center().domains)
    front.clock.move(hours=4)
    problem = _refusal(front, m.IssueTicket(domain="chung-thuc"))
    assert (problem.status, problem.type) == (409, "/problems/outside-hours")
    assert not any(domain.open for domain in front.desk.center().domains)
    assert not any(domain.open for domain in front.desk.board().domains)
    assert front.number(1) == "A001"
    assert front.finish(1).state == "served"


def test_a_number_taken_by_mistake_is_cancelled_and_not_given_again(front: Front) -> None:
    mistake = front.issue(printer="kiosk-1")
    assert front.cancel(mistake).state == "cancelled"
    assert front.number(1) is None
    assert front.claim() is None
    assert front.issue().number == "A002"


def test_cancelling_at_the_counter_empties_it(front: Front) -> None:
    ticket = front.issue()
    front.call(1)
    front.cancel(ticket)
    state = front.counter(1)
    assert (state.number, state.open) == (None, True)
    assert front.call(1).finished is None


def test_a_ticket_is_cancelled_also_where_its_counter_is_gone(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    ticket = front.issue("dat-dai")
    front.call(3)
    fewer = open_front(replace(settings, counters=settings.counters[:2]))
    assert fewer.cancel(ticket).state == "cancelled"


@pytest.mark.parametrize("end", ["finish", "no_show"])
def test_what_has_ended_takes_nothing_more(front: Front, end: str) -> None:
    ticket = front.issue()
    front.call(1)
    getattr(front, end)(1)
    for act in (front.cancel, front.resume, front.print_copy):
        with pytest.raises(Refusal) as caught:
            act(ticket)
        assert caught.value.problem.status == 409
        assert caught.value.problem.accepted


def test_an_unknown_ticket_is_said(front: Front) -> None:
    for act in (front.desk.cancel, front.desk.resume):
        with pytest.raises(Refusal, match="no such ticket"):
            act("nobody", ADMIN, None)
    with pytest.raises(Refusal, match="no such ticket"):
        front.desk.ticket("nobody")


def test_a_link_is_known_on_its_day_only(front: Front) -> None:
    ticket = front.issue()
    link = ticket.status_url.rpartition("/")[2]
    assert front.desk.ticket_by_link(link).number == "A001"
    front.clock.move(hours=19.9)  # 03:54
    assert front.desk.ticket_by_link(link).number == "A001"
    front.clock.move(hours=0.2)  # 04:06, before anyone has begun the day
    with pytest.raises(Refusal):
        front.desk.ticket_by_link(link)
    with pytest.raises(Refusal):
        front.desk.ticket_by_link("invented")
