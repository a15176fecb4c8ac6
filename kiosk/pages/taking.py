"""The screens from the wish to the number in the hand."""

from dataclasses import replace

from kiosk.numbers import counters_for, wait_in_words
from kiosk.pages.phrases import Phrases
from kiosk.state import Issuing, Printing, ShowNumber, TakeTicket, Unreachable
from kiosk.view import Button, Fact, Message, Number
from wire.messages import Ticket


def issuing(phrases: Phrases, _screen: Issuing) -> Message:
    title, text = phrases.say("issuing.title"), phrases.say("issuing.text")
    return Message("ticket-confirmation-outline", title, text, is_busy=True)


def unreachable(phrases: Phrases, _screen: Unreachable) -> Message:
    title, text = phrases.say("unreachable.title"), phrases.say("unreachable.text")
    return Message("lan-disconnect", title, text, "trouble", is_busy=True)


def printing(phrases: Phrases, screen: Printing) -> Number:
    return _number(phrases, screen.ticket, phrases.say("printing.title"))


def take_ticket(phrases: Phrases, screen: TakeTicket) -> Number:
    return _number(phrases, screen.ticket, phrases.say("taken.title"))


def show_number(phrases: Phrases, screen: ShowNumber) -> Number:
    """Without paper: the number to remember, and a code to take along."""
    title = phrases.say(f"trouble.{screen.trouble}", number=screen.ticket.number)
    return replace(
        _number(phrases, screen.ticket, title),
        mood="good" if screen.trouble == "not_printed" else "trouble",
        link=screen.ticket.status_url,
        hint=phrases.say("scan"),
        points_down=False,
    )


def done(phrases: Phrases, _screen: TakeTicket | ShowNumber) -> Button:
    return phrases.done()


def _number(phrases: Phrases, ticket: Ticket, title: str) -> Number:
    facts = [Fact(phrases.say("fact.ahead"), str(ticket.ahead))]
    if ticket.estimated_wait_s is not None:
        wait = wait_in_words(ticket.estimated_wait_s, phrases.say)
        facts.append(Fact(phrases.say("fact.wait"), wait))
    if counters := counters_for(ticket.domain, phrases.state):
        facts.append(Fact(phrases.say("fact.counters"), ", ".join(map(str, counters))))
    return Number(
        title=title,
        heading=phrases.say("number"),
        number=ticket.number,
        subject=phrases.domain_name(ticket.domain),
        facts=tuple(facts),
        mood="good",
        points_down=True,
    )
