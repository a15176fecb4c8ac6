"""The citizen's rating: asked after the service, kept once, of nobody; and told in reports."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.fakes.clock import MONDAY
from tests.fakes.web import Web
from wire.messages import Ticket


def served(web: Web) -> Ticket:
    ticket = web.front.issue()
    web.front.call(1)
    web.front.finish(1)
    return ticket


def path_of(ticket: Ticket) -> str:
    return f"/t/{ticket.status_url.rpartition('/')[2]}"


def look(web: Web, ticket: Ticket, **more: str) -> TestResponse:
    return web.application.test_client().get(path_of(ticket), **more)


def rate(web: Web, ticket: Ticket, rating: str) -> TestResponse:
    return web.application.test_client().post(f"{path_of(ticket)}?lang=vi", data={"rating": rating})


def ratings(web: Web) -> dict[int, int]:
    whole = web.front.desk.report(MONDAY.date(), MONDAY.date()).total.whole
    return {stars: whole[f"rating.{stars}"] for stars in (5, 4, 3, 2, 1) if whole[f"rating.{stars}"]}


def test_five_answers_are_offered_once_the_ticket_was_served(web: Web) -> None:
    ticket = served(web)
    offered = re.findall(r'<button name="rating" value="(\d)">([^<]+)<', look(web, ticket).text)
    assert [value for value, _ in offered] == ["5", "4", "3", "2", "1"]
    assert offered[0][1] == "Rất hài lòng"


def test_a_rating_is_kept_and_thanked_for(web: Web) -> None:
    ticket = served(web)
    before = look(web, ticket).headers["ETag"]
    answer = rate(web, ticket, "4")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path_of(ticket)}?lang=vi")
    page = look(web, ticket)
    assert "Cảm ơn ông/bà." in page.text
    assert "<button" not in page.text
    assert page.headers["ETag"] != before
    assert ratings(web) == {4: 1}


def test_the_first_rating_stays(web: Web) -> None:
    ticket = served(web)
    for stars in ("2", "5", "5"):
        assert rate(web, ticket, stars).status_code == 303
    assert ratings(web) == {2: 1}


@pytest.mark.parametrize("rating", ["0", "6", "", "gut", "5 "])
def test_what_is_no_rating_is_not_kept(web: Web, rating: str) -> None:
    assert rate(web, served(web), rating).status_code == 303
    assert ratings(web) == {}


def test_nobody_is_asked_before_the_service_nor_without_one(web: Web) -> None:
    waiting = web.front.issue("ho-tich")
    missed = web.front.issue()
    web.front.call(1)
    web.front.no_show(1)
    for ticket in (waiting, missed):
        assert "<button" not in look(web, ticket).text
        rate(web, ticket, "1")
    assert ratings(web) == {}


def test_a_link_that_nobody_was_given_rates_nothing_and_is_counted(web: Web) -> None:
    codes = [
        web.application.test_client().post(f"/t/x{n}", data={"rating": "5"}).status_code for n in range(25)
    ]
    assert (codes[0], codes[-1]) == (404, 429)


def test_yesterdays_ticket_is_rated_no_more(web: Web) -> None:
    ticket = served(web)
    web.front.clock.move(hours=24)
    web.front.issue()
    assert rate(web, ticket, "5").status_code == 404
    assert ratings(web) == {}


def test_nothing_says_who_rated(web: Web) -> None:
    ticket = served(web)
    lines = web.dump().count("\naudit ")
    rate(web, ticket, "1")
    after = web.dump()
    assert after.count("\naudit ") == lines
    assert "127.0.0.1" not in after
