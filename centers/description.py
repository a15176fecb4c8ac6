"""The message that describes a centre: its names, what each counter serves, which papers a procedure asks for."""

from collections.abc import Collection, Sequence

from config import Settings
from config.settings import Domain
from wire.messages import Center, CenterCounter, CenterDomain, CenterProcedure


def describe_center(
    settings: Settings,
    *,
    open_domains: Collection[str] | None = None,
    counters: Sequence[CenterCounter] | None = None,
    revision: int = 0,
) -> Center:
    """`open_domains`: those that issue numbers, by id; null: all. `counters`: what each serves today; null: what the
    settings say.
    """
    return Center(
        id=settings.center.id,
        name=settings.center.name,
        languages=list(settings.center.languages),
        timezone=settings.center.timezone,
        domains=[
            _describe_domain(domain, is_open=open_domains is None or domain.id in open_domains)
            for domain in settings.domains
        ],
        counters=_assigned(settings) if counters is None else list(counters),
        footer=settings.ticket.footer,
        revision=revision,
    )


def _describe_domain(domain: Domain, *, is_open: bool) -> CenterDomain:
    return CenterDomain(
        id=domain.id,
        prefix=domain.prefix,
        name=domain.name,
        open=is_open,
        procedures=[
            CenterProcedure(id=procedure.id, name=procedure.name, papers=list(procedure.papers))
            for procedure in domain.procedures
        ],
        icon=domain.icon,
    )


def _assigned(settings: Settings) -> list[CenterCounter]:
    return [
        CenterCounter(id=counter.id, domains=list(counter.domains), overflow=list(counter.overflow))
        for counter in settings.counters
    ]
