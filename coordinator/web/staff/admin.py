"""The manager's pages: accounts, which domains give numbers, what each counter serves, what runs on the board."""

from collections.abc import Callable
from typing import Final

import msgspec
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from coordinator.desk import Desk, accounts
from coordinator.desk.work import Work
from coordinator.staff.roles import STAFF_ROLES, StaffRole
from coordinator.store.rows import StaffRow
from coordinator.web.staff.drawing import Drawing, carry_out, lead, once
from coordinator.web.staff.gate import FOLDER, MANAGERS, only_for, visitor
from wire import messages as m

ADMIN: Final = f"{FOLDER}/admin"
ACCOUNTS: Final = f"{FOLDER}/accounts"


def add_admin_pages(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    _add_centre(blueprint, desk, drawing)
    _add_counter(blueprint, desk, drawing)
    _add_accounts(blueprint, desk, drawing)


def _add_centre(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/admin")
    @only_for(MANAGERS)
    def show_admin() -> Response:
        board, center = desk.board(), desk.center()
        return drawing.page(
            "admin.html",
            board=board,
            domains={domain.id: domain.name for domain in center.domains},
            counters=desk.counters().counters,
            clerks={one.counter: one.name for one in desk.staff.at_counters()},
        )

    @blueprint.post("/admin/domains/<string(maxlength=64):domain>/<any(open,close):verb>")
    @only_for(MANAGERS)
    def set_domain(domain: str, verb: str) -> AnyResponse:
        command = desk.open_domain if verb == "open" else desk.close_domain
        return carry_out(lambda: command(domain, visitor().actor, once()), ADMIN)

    @blueprint.post("/admin/message")
    @only_for(MANAGERS)
    def set_message() -> AnyResponse:
        text = " ".join(request.form.get("text", "").split())
        try:
            wish = msgspec.convert({"text": text}, m.SetMessage)
        except msgspec.ValidationError:
            return lead(ADMIN, "message-too-long")
        return carry_out(lambda: desk.set_message(wish, visitor().actor), ADMIN, "saved")


def _add_counter(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/admin/counters/<int(max=9999):counter>")
    @only_for(MANAGERS)
    def show_assignment(counter: int) -> AnyResponse:
        state = next((one for one in desk.counters().counters if one.id == counter), None)
        if state is None:
            return lead(ADMIN, "unknown-counter")
        return drawing.page("assignment.html", state=state, domains=desk.center().domains)

    @blueprint.post("/admin/counters/<int(max=9999):counter>")
    @only_for(MANAGERS)
    def assign(counter: int) -> AnyResponse:
        """Each domain comes as `own`, `overflow` or nothing; own ones keep the order of the settings."""
        served: dict[str, list[str]] = {"own": [], "overflow": []}
        for domain in desk.center().domains:
            how = request.form.get(f"domain.{domain.id}", "")
            if how in served:
                served[how].append(domain.id)
        wish = m.AssignDomains(domains=served["own"], overflow=served["overflow"])
        return carry_out(lambda: desk.assign_domains(counter, wish, visitor().actor), ADMIN, "saved")

    @blueprint.post("/admin/counters/<int(max=9999):counter>/<any(open,close):verb>")
    @only_for(MANAGERS)
    def set_counter(counter: int, verb: str) -> AnyResponse:
        command = desk.open_counter if verb == "open" else desk.close_counter
        return carry_out(lambda: command(counter, visitor().actor, once()), ADMIN)


def _add_accounts(blueprint: Blueprint, desk: Desk, drawing: Drawing) -> None:
    @blueprint.get("/accounts")
    @only_for(MANAGERS)
    def show_accounts() -> Response:
        return drawing.page("accounts.html", accounts=desk.staff.accounts(), roles=STAFF_ROLES)

    def add(verb: str, use_case: Callable[[Work, str], StaffRow]) -> None:
        def act() -> AnyResponse:
            name = request.form.get("name", "")[:64]
            actor = visitor().actor
            return carry_out(
                lambda: desk.staff.manage(actor, lambda work: use_case(work, name)), ACCOUNTS, "saved"
            )

        act.__name__ = f"account_{verb}"
        blueprint.post(f"/accounts/{verb}")(only_for(MANAGERS)(act))

    add("add", lambda work, name: accounts.add(work, name, _role(), _pin()))
    add("pin", lambda work, name: accounts.set_pin(work, name, _pin()))
    add("role", lambda work, name: accounts.set_role(work, name, _role()))
    add("unlock", accounts.unlock)
    add("remove", accounts.remove)


def _role() -> StaffRole:
    """What was chosen; a form that was tampered with gives the least."""
    chosen = request.form.get("role", "")
    return next((role for role in STAFF_ROLES if role == chosen), "volunteer")


def _pin() -> str:
    return request.form.get("pin", "")[:64].strip()
