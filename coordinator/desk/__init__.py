"""The use cases: load, rule, save, commit, publish. Each command is one transaction and one answer.

Knows the rules and the store; knows nothing of HTTP but the numbers of its answers.
"""

from coordinator.desk.desk import Desk, desk_before, desk_over, open_desk
from coordinator.desk.terms import Actor, Once, Refusal, Reply

__all__ = ["Actor", "Desk", "Once", "Refusal", "Reply", "desk_before", "desk_over", "open_desk"]
