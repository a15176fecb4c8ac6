"""The workers of a coordinator: ready once all have come, well while all are, and posts filled again."""

from collections.abc import Iterator

import pytest

from coordinator.broadcast import LONGEST_SILENCE_SECONDS
from coordinator.crew import Crew
from tests.fakes.clock import MovableClock


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def crew(clock: MovableClock) -> Iterator[Crew]:
    crew = Crew(3, clock.monotonic)
    yield crew
    crew.close()
    crew.close()


def test_only_the_last_to_come_knows_that_all_are_there(crew: Crew) -> None:
    assert [crew.arrive() for _ in range(5)] == ["early", "early", "last", "replacement", "replacement"]


def test_one_that_is_alone_is_the_last(clock: MovableClock) -> None:
    alone = Crew(1, clock.monotonic)
    assert [alone.arrive(), alone.arrive()] == ["last", "replacement"]
    alone.close()


def test_all_are_well_until_one_has_not_signed_for_too_long(crew: Crew, clock: MovableClock) -> None:
    posts = [crew.enlist(worker) for worker in (1, 2, 3)]
    clock.move(LONGEST_SILENCE_SECONDS)
    for post in posts[:2]:
        crew.sign(post)
    assert crew.is_well()
    clock.move(0.5)
    assert not crew.is_well()
    crew.sign(posts[2])
    assert crew.is_well()


def test_whoever_takes_a_post_over_has_time_to_begin(crew: Crew, clock: MovableClock) -> None:
    posts = {worker: crew.enlist(worker) for worker in (1, 2, 3)}
    clock.move(LONGEST_SILENCE_SECONDS + 1)
    crew.sign(posts[1])
    crew.sign(posts[3])
    crew.discharge(2)
    assert crew.enlist(4) == posts[2]
    assert crew.is_well()
