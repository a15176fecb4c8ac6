"""How today goes: made at most every few seconds, whoever looks, and of today alone."""

from coordinator.desk.overview import KEPT_SECONDS
from tests.fakes.front import COUNTER, Front
from wire.messages import ButtonReport


def test_the_figures_are_made_anew_after_a_while_and_not_before(front: Front) -> None:
    front.desk.check_health()  # whatever looks first takes up the settings
    first = front.desk.overview.today()
    front.issue()
    front.clock.move(seconds=KEPT_SECONDS - 1)
    assert front.desk.overview.today() is first
    front.clock.move(seconds=1)
    assert front.desk.overview.today().figures.whole["issued"] == 1


def test_the_one_who_waits_longest_is_the_first_that_still_waits(front: Front) -> None:
    front.issue()
    front.clock.move(minutes=10)
    front.issue("ho-tich")
    front.call(1)
    front.clock.move(minutes=5)
    assert front.desk.overview.today().longest_s == 300
    front.call(2)
    front.clock.move(minutes=1)
    assert front.desk.overview.today().longest_s is None


def test_a_button_that_does_not_work_is_told(front: Front) -> None:
    front.desk.report_button(2, ButtonReport(condition="stuck"), COUNTER)
    assert front.desk.overview.today().buttons == {2: "stuck"}


def test_a_new_day_begins_with_nothing(front: Front) -> None:
    front.issue()
    assert front.desk.overview.today().figures.whole["issued"] == 1
    front.clock.move(hours=24)
    today = front.desk.overview.today()
    assert (today.day.isoformat(), today.figures.whole["issued"], today.longest_s) == ("2026-11-24", 0, None)
