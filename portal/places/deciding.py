"""Websites that wait for a decision, with everything that an administrator should know of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.audit.queries import record_of
from portal.awards.models import Award, AwardDomain
from portal.awards.queries import awards_of
from portal.councils.hosts import in_ascii, mistaken_for, unusual_letters
from portal.councils.models import Council, CouncilDomain
from portal.councils.queries import DomainFacts, domains
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.places.models import ProposedWebsite
from portal.places.queries import ProposalFacts, proposal_facts, proposal_to_decide, written_otherwise
from portal.places.rules import is_for_councils
from portal.places.states import WebsiteState


@dataclass(frozen=True)
class WaitingWebsite:
    """A website that waits, in a list; ``was_seen``: the portal has looked there; ``is_proved``: and found the code."""

    id: UUID
    council: str
    host: str
    written: str
    since: datetime
    is_proved: bool
    was_seen: bool


@dataclass(frozen=True)
class DecisionPage:
    """One proposed website, and what helps to decide.

    ``registered`` is the registered domain of the council that it is on, if any; ``for_councils`` says that only public
    bodies have such names. ``rivals`` are other councils that have or want it, with the website of theirs. ``letters``
    are those that no English keyboard has; ``alike`` names of others that it may be taken for.
    """

    council: str
    number: str
    website: ProposalFacts
    written: str
    proposed_by: str
    proposed_by_email: str
    registered: DomainFacts | None
    for_councils: bool
    rivals: tuple[tuple[str, str], ...]
    letters: tuple[str, ...]
    alike: tuple[str, ...]


def waiting(session: Session, actor: Actor) -> tuple[WaitingWebsite, ...]:
    """Every website that this administrator may decide about, the longest waiting first."""
    rows = session.execute(
        _proposals().where(ProposedWebsite.state == WebsiteState.PROPOSED).order_by(ProposedWebsite.proposed_at)
    )
    return tuple(
        WaitingWebsite(
            row.id,
            council,
            row.host,
            written_otherwise(row.host),
            row.proposed_at,
            is_proved=row.found is not None,
            was_seen=row.looked_at is not None,
        )
        for row, council, _name, _email in rows
        if may(actor, Permission.WEBSITE_CHECK, Record(row.council_id))
    )


def decision_page(session: Session, actor: Actor, proposal_id: UUID) -> DecisionPage:
    """One of them, also after it was decided. Raises NotFound where it is not for this actor to decide."""
    row = proposal_to_decide(session, actor, proposal_id)
    if not may(actor, Permission.WEBSITE_CHECK, record_of(session, row.case_id, row.council_id)):
        raise NotFound(f"{actor.name} has proposed {proposal_id}")
    _row, council, name, email = session.execute(_proposals().where(ProposedWebsite.id == row.id)).one()
    award = next(iter(awards_of(session, row.council_id)), None)
    above = _above(row.host)
    own = domains(session, row.council_id)
    return DecisionPage(
        council=council,
        number=award.number if award else "",
        website=proposal_facts(row),
        written=written_otherwise(row.host),
        proposed_by=name or email,
        proposed_by_email=email,
        registered=next((each for each in own if in_ascii(each.host) in above), None),
        for_councils=is_for_councils(row.host),
        rivals=_rivals(session, row, above),
        letters=unusual_letters(row.host),
        alike=mistaken_for(row.host, _others(session, row.council_id)),
    )


def _proposals() -> Select[ProposedWebsite, str, str, str]:
    return (
        select(ProposedWebsite, Council.name, Person.name, Person.email)
        .join(Council, Council.id == ProposedWebsite.council_id)
        .join(Person, Person.id == ProposedWebsite.proposed_by_id)
    )


def _above(host: str) -> frozenset[str]:
    """The host and every domain that it is below, in both of its spellings."""
    names = (host, in_ascii(host))
    return frozenset(".".join(name.split(".")[start:]) for name in names for start in range(name.count(".")))


def _rivals(session: Session, proposed: ProposedWebsite, above: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Other councils on this host or above it: registered, official or wanted."""
    registered = (
        select(Council.name, CouncilDomain.host)
        .join(CouncilDomain, CouncilDomain.council_id == Council.id)
        .where(CouncilDomain.host.in_(above), Council.id != proposed.council_id)
    )
    official = (
        select(Council.name, AwardDomain.host)
        .join(Award, Award.council_id == Council.id)
        .join(AwardDomain, AwardDomain.award_id == Award.id)
        .where(AwardDomain.host.in_(above), Council.id != proposed.council_id)
    )
    wanted = (
        select(Council.name, ProposedWebsite.host)
        .join(ProposedWebsite, ProposedWebsite.council_id == Council.id)
        .where(
            ProposedWebsite.host.in_(above),
            ProposedWebsite.state == WebsiteState.PROPOSED,
            Council.id != proposed.council_id,
        )
    )
    found: list[Row[str, str]] = [row for each in (registered, official, wanted) for row in session.execute(each)]
    return tuple(sorted({(row[0], row[1]) for row in found}))


def _others(session: Session, council_id: UUID) -> list[str]:
    """The registered domains of every other council."""
    hosts = select(CouncilDomain.host).where(CouncilDomain.council_id != council_id).order_by(CouncilDomain.host)
    return list(session.scalars(hosts))
