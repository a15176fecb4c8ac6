import math

import pytest

from forecast.erlang import Load, fewest_counters, mean_wait, probability_beyond, waiting_probability


@pytest.mark.parametrize(
    ("erlangs", "counters", "probability"),
    # Erlang C tables (e.g. Gross and Harris, "Fundamentals of Queueing Theory"): one server waits with its load.
    [(0.5, 1, 0.5), (0.9, 1, 0.9), (1.0, 2, 1 / 3), (2.0, 3, 4 / 9)],
)
def test_the_probability_of_waiting_is_that_of_the_tables(
    erlangs: float, counters: int, probability: float
) -> None:
    assert waiting_probability(Load(erlangs, 1.0), counters) == pytest.approx(probability)


def test_one_counter_waits_as_m_m_1_does() -> None:
    load = Load(arrivals=0.8 / 300, service=300)
    assert mean_wait(load, 1) == pytest.approx(0.8 / 0.2 * 300)
    assert probability_beyond(load, 1, 900) == pytest.approx(0.8 * math.exp(-0.2 * 3))


def test_too_few_counters_make_an_endless_queue() -> None:
    assert mean_wait(Load(3.0, 1.0), 3) == math.inf
    assert probability_beyond(Load(3.0, 1.0), 3, 1e9) == 1.0


def test_the_fewest_counters_keep_the_promise_and_one_fewer_does_not() -> None:
    load = Load(arrivals=30 / 3600, service=600)
    counters = fewest_counters(load, 900, 900, 0.2)
    assert mean_wait(load, counters) <= 900
    assert probability_beyond(load, counters, 900) <= 0.2
    assert mean_wait(load, counters - 1) > 900 or probability_beyond(load, counters - 1, 900) > 0.2


def test_a_load_that_nothing_can_serve_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 999 counters"):
        fewest_counters(Load(1000.0, 1.0), 900, 900, 0.2)
