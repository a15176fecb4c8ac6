"""The centre's names come when they are asked for, however long the coordinator is away."""

import queue

from display.center_names import CenterNames
from runtime.stop import Stop
from tests.fakes.boards import a_center
from tests.fakes.proxy import a_proxy
from tests.fakes.stream import TellingCoordinator
from tests.fakes.waiting import wait_for
from wire.client import Coordinator
from wire.messages import Center


def test_names_are_fetched_once_for_each_asking(coordinator: TellingCoordinator) -> None:
    stop, came = Stop(), queue.SimpleQueue[Center]()
    names = CenterNames(Coordinator(coordinator.url, "t"), stop, came.put)
    names.start()
    names.ask()
    assert came.get(timeout=20) == a_center()
    names.ask()
    assert came.get(timeout=20) == a_center()
    stop.ask()
    names.join(20)
    assert not names.is_alive()
    assert coordinator.names_asked == 2


def test_a_coordinator_that_is_away_is_asked_until_it_answers(coordinator: TellingCoordinator) -> None:
    stop, came = Stop(), queue.SimpleQueue[Center]()
    with a_proxy(coordinator.port) as line:
        line.cut("reset")
        names = CenterNames(Coordinator(line.url, "t"), stop, came.put)
        names.start()
        names.ask()
        wait_for(lambda: line.refused > 1, "two tries")
        line.mend()
        assert came.get(timeout=20) == a_center()
        stop.ask()
        names.join(20)
