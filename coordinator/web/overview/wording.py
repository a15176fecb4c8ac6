"""Advice in a sentence that a clerk understands."""

from collections.abc import Callable, Mapping

from coordinator.desk.advising import Guidance
from words import Catalogue

InWords = Callable[[dict[str, str]], str]


def advice_sentence(
    guidance: Guidance,
    open_now: int,
    names: Mapping[str, dict[str, str]],
    texts: Catalogue,
    in_words: InWords,
) -> str:
    """How many counters, now and at the peak; which domains had better share; or how many will not be served."""
    parts = [_counters(guidance, open_now, texts)]
    if guidance.shared:
        known = {domain: in_words(name) for domain, name in names.items()}
        pairs = [" + ".join(known.get(domain, domain) for domain in group) for group in guidance.shared]
        parts.append(texts("advice.share", domains="; ".join(pairs)))
    return " ".join(parts)


def is_urgent(guidance: Guidance, open_now: int) -> bool:
    """Whether somebody should do something now."""
    return guidance.advice.short > 0 or guidance.now > open_now


def _counters(guidance: Guidance, open_now: int, texts: Catalogue) -> str:
    advice = guidance.advice
    values = {
        "open": open_now,
        "now": min(guidance.now, advice.available),
        "peak": advice.peak,
        "time": f"{guidance.peak_at:%H:%M}",
        "available": advice.available,
        "short": advice.short,
    }
    if advice.short:
        return texts("advice.short", **values)
    if advice.peak > advice.available:
        return texts("advice.beyond", **values)
    if guidance.now > open_now:
        return texts("advice.more", **values)
    return texts("advice.enough" if advice.peak else "advice.quiet", **values)
