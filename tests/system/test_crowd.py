"""Many at once, and the power failing among them: no number twice, no gap, no ticket at two counters."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from rehearsal.lobby import Lobby
from runtime.backoff import Backoff
from runtime.stop import Stop
from simulation.crowd import Crowd
from simulation.evidence import CallAnswer, Evidence
from simulation.invariants import CALLING, ISSUING, find_violations
from tests.fakes.waiting import wait_for
from tests.system.callers import Callers
from tests.system.lobbies import settings_of, standing_lobby
from wire.client import Coordinator, new_key
from wire.messages import IssueTicket

KILLS: Final = 8
WISHES: Final = 14


@contextmanager
def crowd_and_callers(lobby: Lobby, kiosks: int, counters: int) -> Iterator[tuple[Crowd, Callers]]:
    """So many kiosks and open counters, ended at the end."""
    admin = lobby.client("admin")
    ids = [counter.id for counter in lobby.settings.counters][:counters]
    for counter in ids:
        admin.open_counter(counter, new_key())
    admin.close()
    crowd = Crowd(
        lambda: lobby.client("kiosk"), kiosks, Stop(), make_backoff=lambda: Backoff(first=0.02, cap=0.2)
    )
    callers = Callers(lambda: lobby.client("counter"), ids)
    try:
        yield crowd, callers
    finally:
        callers.stop()
        crowd.close()


def wish_in_each_domain(lobby: Lobby, crowd: Crowd, tickets: int) -> None:
    domains = [domain.id for domain in lobby.settings.domains]
    for number in range(tickets):
        crowd.wish(IssueTicket(domain=domains[number % len(domains)]))


def evidence_of(crowd: Crowd, callers: Callers) -> Evidence:
    issued = crowd.issued()
    return Evidence(
        issued=issued, answers=callers.answers, final=crowd.final(issued), repeats=crowd.repeat(issued)
    )


def test_32_kiosks_and_14_counters_at_once_share_every_number_out_once(tmp_path: Path) -> None:
    with (
        standing_lobby(settings_of("hai-chau"), tmp_path) as lobby,
        crowd_and_callers(lobby, kiosks=32, counters=14) as (crowd, callers),
    ):
        callers.start()
        wish_in_each_domain(lobby, crowd, 280)
        issued = {one.ticket.id for one in crowd.issued()}
        wait_for(lambda: callers.count_called() == len(issued), "everyone is called", 60)
        callers.stop()
        evidence = evidence_of(crowd, callers)
        assert find_violations(evidence, (*ISSUING, *CALLING)) == []
        assert {answer.called for answer in evidence.answers} - {None} == issued
        assert len(evidence.repeats) == len(issued)


@pytest.mark.timeout(300)
def test_8_kills_lose_nothing_that_was_answered(tmp_path: Path) -> None:
    """SIGKILL in the middle of the work; retries and repeats under the old keys get the first answers."""
    with (
        standing_lobby(settings_of("demo"), tmp_path) as lobby,
        crowd_and_callers(lobby, kiosks=8, counters=4) as (crowd, callers),
    ):
        callers.start()
        chance = random.Random(1)
        for _ in range(KILLS):
            kill_while_some_are_answered(lobby, crowd, callers, still_waiting=chance.randint(1, 12))
        issued = {one.ticket.id for one in crowd.issued()}
        wait_for(lambda: callers.count_called() == len(issued), "everyone is called", 60)
        callers.stop()
        evidence = evidence_of(crowd, callers)
        assert find_violations(evidence, (*ISSUING, *CALLING)) == []
        assert {answer.called for answer in evidence.answers} - {None} == issued
        assert len(issued) == KILLS * WISHES
        assert_presses_are_answered_as_before(lobby, callers.answers)


def kill_while_some_are_answered(lobby: Lobby, crowd: Crowd, callers: Callers, *, still_waiting: int) -> None:
    """Kill the coordinator once a counter was answered and all but so many citizens; bring it back."""
    presses = len(callers.answers)
    wish_in_each_domain(lobby, crowd, WISHES)
    wait_for(lambda: crowd.waiting_for_answer() <= still_waiting, "some are answered, others not yet")
    wait_for(lambda: len(callers.answers) > presses, "a counter is answered")
    lobby.children["coordinator"].kill()
    lobby.start_coordinator()


def assert_presses_are_answered_as_before(lobby: Lobby, answers: list[CallAnswer]) -> None:
    client: Coordinator = lobby.client("counter")
    try:
        for answer in [answer for answer in answers if answer.called is not None]:
            again = client.call_next(answer.counter, answer.key)
            assert again.called is not None
            assert again.called.id == answer.called
    finally:
        client.close()
