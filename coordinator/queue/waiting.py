"""How many are called before a ticket. How long that takes is foretold by `forecast.waits`."""


def count_ahead(ordinary: int, priority: int, run: int, longest_run: int, *, is_priority: bool) -> int:
    """How many are called before a ticket of a domain, by the rule for priority runs.

    For an ordinary ticket `ordinary` counts those before it and `priority` all that wait; for a priority
    ticket the other way round. `run` is the domain's priority run now.
    """
    if is_priority:
        return priority + min(ordinary, (run + priority) // longest_run)
    allowed = max(0, longest_run * (ordinary + 1) - run)
    return ordinary + min(priority, allowed)
