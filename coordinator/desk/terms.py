"""What the desk is asked with and answers with."""

from dataclasses import dataclass

from wire.messages import Problem, Role


@dataclass(frozen=True)
class Actor:
    """Who asks: a device token's role and name."""

    role: Role
    name: str

    def __str__(self) -> str:
        return f"{self.role}:{self.name}"


@dataclass(frozen=True)
class Once:
    """An idempotency key, and a digest of the request that it stands for."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Reply:
    """An answer as it is kept and sent: JSON, problem details where `status` is 400 or more, empty with 204."""

    status: int
    body: bytes


class Refusal(Exception):
    """The desk says no; nothing was changed. `retry_after_s`: when it may be asked again, where that is known."""

    def __init__(self, problem: Problem, retry_after_s: int | None = None) -> None:
        self.problem = problem
        self.retry_after_s = retry_after_s
        super().__init__(f"{problem.title}: {problem.detail}")
