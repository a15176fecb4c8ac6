"""Which devices the coordinator hears: who was silent for how long, and in which version each spoke."""

from datetime import timedelta
from typing import Any

from coordinator.broadcast import RECHECK_SECONDS
from coordinator.web.overview.links import PREFIX
from tests.fakes.front import ADMIN
from tests.fakes.web import Web
from wire.devices import INQUIRER, LONGEST_SILENCE_SECONDS
from wire.messages import Role


def devices(web: Web) -> dict[str, Any]:
    return {one["name"]: one for one in web.get("/devices", "admin")["devices"]}


def speak(web: Web, role: Role, agent: str) -> None:
    assert web.send("GET", "/board", role, headers={"User-Agent": agent}).status_code == 200


def test_who_was_not_heard_yet_has_no_version_and_no_silence(web: Web) -> None:
    never = {"name": "counter-1", "role": "counter", "version": None, "silent_s": None}
    assert devices(web)["counter-1"] == never


def test_a_request_tells_version_and_time(web: Web) -> None:
    speak(web, "display", "motcua/1.2.0")
    web.front.clock.move(seconds=90)
    speak(web, "printer", "motcua/1.2.3")
    found = devices(web)
    assert (found["display-1"]["version"], found["display-1"]["silent_s"]) == ("1.2.0", 90)
    assert (found["printer-1"]["version"], found["printer-1"]["silent_s"]) == ("1.2.3", 0)


def test_after_an_upgrade_the_newer_version_is_told(web: Web) -> None:
    speak(web, "display", "motcua/1.2.0")
    speak(web, "display", "motcua/1.2.3")
    assert devices(web)["display-1"]["version"] == "1.2.3"


def test_a_browser_is_heard_but_has_no_version(web: Web) -> None:
    speak(web, "display", "Mozilla/5.0 (SMART-TV)")
    found = devices(web)["display-1"]
    assert (found["version"], found["silent_s"]) == (None, 0)


def test_a_check_at_the_machine_is_no_sign_that_its_device_runs(web: Web) -> None:
    speak(web, "kiosk", "motcua/1.2.3")
    web.front.clock.move(minutes=5)
    speak(web, "kiosk", f"{INQUIRER}/1.2.3")
    assert devices(web)["kiosk-1"]["silent_s"] == 300


def test_an_open_stream_is_a_sign_of_life_whenever_its_token_is_looked_at(web: Web) -> None:
    speak(web, "display", "motcua/1.2.3")
    web.front.clock.move(minutes=5)
    web.front.desk.recognise(web.tokens["display"])
    found = devices(web)["display-1"]
    assert (found["version"], found["silent_s"]) == ("1.2.3", 0)
    assert LONGEST_SILENCE_SECONDS > 2 * RECHECK_SECONDS


def test_a_clock_that_jumps_changes_no_silence(web: Web) -> None:
    speak(web, "display", "motcua/1.2.3")
    web.front.clock.set(web.front.clock.now() - timedelta(days=400))
    assert devices(web)["display-1"]["silent_s"] == 0


def test_links_of_leaders_and_tokens_that_ended_are_no_devices(web: Web) -> None:
    web.front.desk.give_link(f"{PREFIX}anh-binh", ADMIN)
    web.front.desk.end_link("counter-1", ADMIN)
    assert sorted(devices(web)) == ["display-1", "kiosk-1", "printer-1"]


def test_a_kiosk_may_ask_for_its_check_and_a_board_may_not(web: Web) -> None:
    roles: tuple[Role, ...] = ("kiosk", "display", "printer", "counter")
    assert [web.send("GET", "/devices", role).status_code for role in roles] == [200, 403, 403, 403]


def test_the_answer_says_how_long_the_coordinator_has_listened_and_in_which_version(web: Web) -> None:
    web.front.clock.move(minutes=3)
    said = web.get("/devices", "admin")
    assert (said["version"], said["up_s"]) == ("1.2.3", 180)
