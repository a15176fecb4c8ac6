"""What a centre does with an installed kiosk, from within the machine and by its own tools."""

import json
from functools import partial
from typing import Any, Final

from tests.appliance.machine import Machine
from tests.fakes.waiting import wait_for

KIOSK_PROCESSES: Final = ("coordinator", "kiosk", "printer")
_ASK: Final = """
import pathlib, sys, requests, urllib3, config
urllib3.disable_warnings()
method, path, token, body = sys.argv[1:]
url = config.load(pathlib.Path("/etc/motcua/center.toml")).coordinator.url.partition("#")[0]
answer = requests.request(method, url + path, timeout=10, verify=False, data=body.encode() or None,
    headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
answer.raise_for_status()
print(answer.text)
"""


def ask(machine: Machine, method: str, path: str, token: str, body: object = None) -> Any:
    python = "/opt/motcua/current/bin/python"
    sent = "" if body is None else json.dumps(body)
    return json.loads(machine.run(python, "-c", _ASK, method, path, token, sent))


def new_token(machine: Machine, role: str, name: str) -> str:
    return machine.run("motcua", "token", "create", role, name).strip()


def issue(machine: Machine, token: str) -> Any:
    """A number, printed by the machine's printer."""
    return ask(machine, "POST", "/api/v1/tickets", token, {"domain": "chung-thuc", "printer": "kiosk-1"})


def ticket(machine: Machine, token: str, ticket: str) -> Any:
    return ask(machine, "GET", f"/api/v1/tickets/{ticket}", token)


def wait_until_printed(machine: Machine, token: str, number: str) -> None:
    wait_for(lambda: ticket(machine, token, number)["print"]["state"] == "printed", "the ticket is printed")


def wait_until_up(machine: Machine, *processes: str) -> None:
    for process in processes:
        wait_for(partial(machine.is_up, process), f"{process} is up", 40)
