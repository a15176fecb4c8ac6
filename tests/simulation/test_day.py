"""The plan of a day: the same for the same seed, with the mix and the counters of Hải Châu."""

from collections import Counter
from pathlib import Path

import pytest

from config import Settings, load
from simulation.day import MIX, DayPlan, plan_day

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="module")
def hai_chau() -> Settings:
    return load(CONFIG / "hai-chau.toml")


@pytest.fixture(scope="module")
def plan(hai_chau: Settings) -> DayPlan:
    return plan_day(hai_chau, 650, seconds=60, seed=1)


def test_the_same_seed_gives_the_same_day_and_another_another(hai_chau: Settings, plan: DayPlan) -> None:
    assert plan_day(hai_chau, 650, seconds=60, seed=1) == plan
    assert plan_day(hai_chau, 650, seconds=60, seed=2) != plan


def test_everyone_comes_in_order_within_the_hours_of_issuing(plan: DayPlan) -> None:
    times = [arrival.at for arrival in plan.arrivals]
    assert len(times) == 650
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= plan.closes_at == 60


def test_the_domains_come_in_the_proportions_of_the_mix(plan: DayPlan) -> None:
    seen = Counter(arrival.domain for arrival in plan.arrivals)
    assert set(seen) == set(MIX)
    for domain, weight in MIX.items():
        assert seen[domain] / 650 == pytest.approx(weight / sum(MIX.values()), abs=0.05)


def test_some_have_priority_and_some_read_english(plan: DayPlan) -> None:
    assert 0.03 < sum(arrival.priority is not None for arrival in plan.arrivals) / 650 < 0.15
    assert {arrival.language for arrival in plan.arrivals} == {"vi", "en"}


def test_seven_counters_open_first_one_a_domain_then_seven_more(hai_chau: Settings, plan: DayPlan) -> None:
    assert len(plan.first_counters) == len(plan.more_counters) == 7
    serving = {counter.id: counter.domains for counter in hai_chau.counters}
    assert sorted(domain for counter in plan.first_counters for domain in serving[counter]) == sorted(MIX)
    assert set(plan.first_counters) | set(plan.more_counters) == set(serving)
    assert 0 < plan.more_at < plan.closes_at


def test_work_goes_on_at_lunch(plan: DayPlan) -> None:
    hour = plan.closes_at / 11
    assert any(6 * hour <= arrival.at < 7 * hour for arrival in plan.arrivals)
