"""The screens on which a citizen says what is wanted."""

from typing import Final

from kiosk.actions import AskPriority, ChooseDomain, ChoosePriority, ChooseProcedure
from kiosk.pages.phrases import ANY_DOMAIN, Phrases
from kiosk.state import PRIORITIES, Choose, Confirm, Priorities, Procedures, Wish
from kiosk.view import Button, Choice, Question
from wire.messages import CenterDomain, Priority

_ICONS: Final[dict[Priority, str]] = {
    "elderly": "human-cane",
    "disabled": "wheelchair",
    "pregnant": "human-pregnant",
    "child": "baby-carriage",
    "merit": "medal-outline",
}


def choose(phrases: Phrases, screen: Choose) -> Choice:
    center = phrases.state.center
    return Choice(
        title=phrases.say("choose.title"),
        buttons=tuple(_domain_button(phrases, domain) for domain in (center.domains if center else ())),
        more=phrases.more(),
        page=screen.page,
        notice=phrases.say(f"notice.{screen.notice}") if screen.notice is not None else "",
    )


def priorities(phrases: Phrases, _screen: Priorities) -> Choice:
    buttons = [Button(phrases.say(f"priority.{key}"), ChoosePriority(key), _ICONS[key]) for key in PRIORITIES]
    none = Button(phrases.say("priority.none"), ChoosePriority(None), "account-outline")
    return Choice(phrases.say("priority.title"), (*buttons, none), phrases.more())


def procedures(phrases: Phrases, screen: Procedures) -> Choice:
    domain = phrases.state.domain(screen.wish.domain)
    buttons = tuple(
        Button(phrases.name(procedure.name), ChooseProcedure(procedure.id), ANY_DOMAIN)
        for procedure in (domain.procedures if domain is not None else ())
    )
    title = phrases.say("procedures.title", domain=phrases.domain_name(screen.wish.domain))
    return Choice(title, buttons, phrases.more(), screen.page)


def confirm(phrases: Phrases, screen: Confirm) -> Question:
    wish = screen.wish
    return Question(
        title=phrases.say("confirm.title", domain=phrases.domain_name(wish.domain)),
        icon=phrases.icon(wish.domain),
        facts=tuple(_facts(phrases, wish)),
        yes=phrases.take(),
    )


def priority_button(phrases: Phrases, screen: Choose) -> Button:
    if screen.priority is None:
        label, short = phrases.say("priority.ask"), phrases.say("priority.ask.short")
        return Button(label, AskPriority(), "account-star-outline", short=short)
    name = phrases.say(f"priority.{screen.priority}")
    label, short = phrases.say("priority.set", name=name), phrases.say("priority.ask.short")
    return Button(label, AskPriority(), "account-check", "chosen", short=short)


def take_at_once(phrases: Phrases, _screen: Procedures) -> Button:
    button = phrases.take()
    return Button(phrases.say("procedures.skip"), button.action, button.icon, button.tone, short=button.label)


def _domain_button(phrases: Phrases, domain: CenterDomain) -> Button:
    is_open = phrases.state.is_open(domain.id)
    return Button(
        label=phrases.name(domain.name),
        action=ChooseDomain(domain.id),
        icon=phrases.icon(domain.id),
        tone="plain" if is_open else "closed",
        note=_waiting(phrases, domain.id) if is_open else phrases.say("choose.closed"),
    )


def _waiting(phrases: Phrases, domain: str) -> str:
    queue = phrases.state.queue(domain)
    if queue is None:
        return ""
    return phrases.say("choose.waiting", n=queue.waiting) if queue.waiting else phrases.say("choose.nobody")


def _facts(phrases: Phrases, wish: Wish) -> list[str]:
    """The most important first: what finds no room is left out from the end."""
    domain = phrases.state.domain(wish.domain)
    chosen = next((p for p in domain.procedures if p.id == wish.procedure), None) if domain else None
    facts = []
    if chosen is not None:
        facts.append(phrases.say("confirm.procedure", procedure=phrases.name(chosen.name)))
    if wish.priority is not None:
        facts.append(phrases.say("priority.set", name=phrases.say(f"priority.{wish.priority}")))
    facts += phrases.queue_in_words(phrases.state.queue(wish.domain))
    if chosen is not None and chosen.papers:
        papers = ", ".join(phrases.name(paper) for paper in chosen.papers)
        facts.append(phrases.say("confirm.papers", papers=papers))
    return facts
