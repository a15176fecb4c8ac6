"""What is said of a centre from its settings alone is what its coordinator says of it."""

from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from centers.description import describe_center
from config import load, load_text
from coordinator.desk import open_desk
from tests.fakes.clock import MovableClock
from tests.fakes.small_center import CENTER
from wire.messages import CenterCounter

EXAMPLES = sorted((Path(__file__).parents[2] / "config").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_it_is_what_the_coordinator_says_on_the_first_morning(path: Path, tmp_path: Path) -> None:
    settings = load(path)
    with closing(open_desk(settings, f"sqlite:///{tmp_path / 'motcua.db'}", MovableClock())) as desk:
        said = desk.center()
    assert replace(said, revision=0) == describe_center(settings)


def test_what_changes_within_a_day_stands_in_the_settings_place() -> None:
    counters = [CenterCounter(id=2, domains=["dat-dai"], overflow=[])]
    center = describe_center(
        load_text(CENTER, "center.toml"), open_domains={"ho-tich"}, counters=counters, revision=7
    )
    assert [domain.id for domain in center.domains if domain.open] == ["ho-tich"]
    assert (center.counters, center.revision) == (counters, 7)
