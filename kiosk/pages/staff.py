"""The staff corner's screens: a pad for the PIN, and what can be done at the machine."""

from typing import Final

from kiosk.actions import Do, EnterPin, EraseDigit, MakeSure, ShowDomains, TypeDigit
from kiosk.deeds import CancelTicket, CloseDomain, Deed, OpenDomain, PrintAgain, PrintTest
from kiosk.pages.phrases import Phrases
from kiosk.state import Corner, CornerDomains, CornerSure, Pin
from kiosk.view import Button, Choice, PinPad, Question

_DIGITS: Final = "1234567890"


def pin(phrases: Phrases, screen: Pin) -> PinPad:
    return PinPad(
        title=phrases.say(f"pin.{screen.stage}"),
        typed="•" * len(screen.typed),
        digits=tuple(Button(digit, TypeDigit(digit), "") for digit in _DIGITS),
        erase=Button("", EraseDigit(), "backspace-outline", "quiet"),
        enter=Button("", EnterPin(), "check", "main"),
        text=machine(phrases),
    )


def corner(phrases: Phrases, screen: Corner) -> Choice:
    return Choice(
        phrases.say("corner.title"),
        tuple(_deeds(phrases)),
        phrases.more(),
        notice=_outcome(phrases, screen),
        text=machine(phrases),
    )


def corner_domains(phrases: Phrases, screen: CornerDomains) -> Choice:
    center, buttons = phrases.state.center, []
    for domain in center.domains if center is not None else ():
        is_open = phrases.state.is_open(domain.id)
        deed: Deed = CloseDomain(domain.id) if is_open else OpenDomain(domain.id)
        note = phrases.say("corner.open" if is_open else "corner.closed")
        tone = "plain" if is_open else "closed"
        buttons.append(Button(phrases.name(domain.name), Do(deed), phrases.icon(domain.id), tone, note=note))  # type: ignore[arg-type]
    return Choice(phrases.say("corner.domains.title"), tuple(buttons), phrases.more(), screen.page)


def corner_sure(phrases: Phrases, screen: CornerSure) -> Question:
    words = deed_in_words(phrases, screen.deed)
    yes = Button(words, Do(screen.deed), "close-circle-outline", "main")
    return Question(phrases.say("corner.sure", deed=words), "alert-outline", (), yes)


def machine(phrases: Phrases) -> str:
    """How printer and line are, and which version runs: what someone on the telephone asks for."""
    state, say = phrases.state, phrases.say
    is_up = state.link_lost_at is None
    parts = [say("machine.line_up") if is_up else phrases.fault() or say("machine.line_down")]
    if (name := phrases.equipment.terms.printer) is not None:
        parts.append(say("machine.printer", state=_printer_in_words(phrases, name)))
    parts.append(say("machine.version", version=phrases.equipment.version))
    return " · ".join(parts)


def deed_in_words(phrases: Phrases, deed: Deed) -> str:
    say = phrases.say
    match deed:
        case PrintTest():
            return say("deed.test")
        case PrintAgain(number=number):
            return say("deed.again", number=number)
        case CancelTicket(number=number):
            return say("deed.cancel", number=number)
        case OpenDomain(domain):
            return say("deed.open", domain=phrases.domain_name(domain))
        case CloseDomain(domain):
            return say("deed.close", domain=phrases.domain_name(domain))


def _deeds(phrases: Phrases) -> list[Button]:
    printer, last = phrases.equipment.terms.printer, phrases.state.last
    buttons = []
    if printer is not None:
        buttons.append(_deed_button(phrases, PrintTest(printer), "printer-check"))
    if printer is not None and last is not None:
        again = PrintAgain(last.id, last.number, printer)
        buttons.append(_deed_button(phrases, again, "printer-outline"))
    if last is not None:
        cancel = CancelTicket(last.id, last.number)
        label = deed_in_words(phrases, cancel)
        buttons.append(Button(label, MakeSure(cancel), "close-circle-outline"))
    buttons.append(Button(phrases.say("corner.domains"), ShowDomains(), "door-open"))
    return buttons


def _deed_button(phrases: Phrases, deed: Deed, icon: str) -> Button:
    return Button(deed_in_words(phrases, deed), Do(deed), icon)


def _outcome(phrases: Phrases, screen: Corner) -> str:
    if screen.doing is not None:
        return phrases.say("corner.doing", deed=deed_in_words(phrases, screen.doing))
    if screen.done is None:
        return ""
    key = "corner.done" if screen.refusal is None else f"corner.{screen.refusal}"
    return phrases.say(key, deed=deed_in_words(phrases, screen.done))


def _printer_in_words(phrases: Phrases, name: str) -> str:
    printer = phrases.state.printer(name)
    if printer is None:
        return phrases.say("printer.unknown")
    if not printer.online:
        return phrases.say("printer.offline")
    return phrases.say("printer.cover" if printer.cover_open else f"printer.{printer.paper}")
