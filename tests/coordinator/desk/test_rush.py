"""Many at once: no number twice, no gap, no ticket at two counters."""

import threading
from collections.abc import Callable

from config import Settings
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import Front

ISSUERS, EACH = 8, 12
DOMAINS = ("chung-thuc", "ho-tich", "dat-dai")


def _run(*work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads)


def test_everyone_gets_one_number_and_is_called_once(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    second = open_front(settings)  # two processes on one database
    for counter in (1, 2, 3):
        front.assign(counter, list(DOMAINS))
    issued, called, everyone = list[str](), list[str](), ISSUERS * EACH

    def issue(number: int) -> None:
        desk = front if number % 2 else second
        for n in range(EACH):
            issued.append(desk.issue(DOMAINS[(number + n) % 3], "elderly" if n % 4 == 0 else None).number)

    def call(counter: int) -> None:
        desk = front if counter % 2 else second
        while len(called) < everyone:
            number = desk.number(counter)
            if number is not None:
                called.append(number)

    _run(*(lambda n=n: issue(n) for n in range(ISSUERS)), *(lambda c=c: call(c) for c in (1, 2, 3)))
    labels = sorted(f"{prefix}{n:03d}" for prefix in "ACE" for n in range(1, everyone // 3 + 1))
    assert sorted(issued) == labels
    assert sorted(called) == labels
