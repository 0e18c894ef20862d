"""Reads of yearly declarations and of the ties that people have declared."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Person, StaffRole
from portal.accounts.states import StaffRoleState
from portal.councils.models import Council
from portal.interests import rules
from portal.interests.models import InterestDeclaration
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.kernel.words import Words

# Who works on applications, or on appeals, and so declares (C6).
DECLARE = (Role.REVIEWER, Role.LEAD, Role.PANEL)


@dataclass(frozen=True)
class Tie:
    """A tie to a council; ``until`` is the last day on which it keeps the person away, None where it has not ended."""

    id: UUID
    council: str
    kind_words: Words
    stays: bool
    reason: str
    since: datetime
    until: date | None
    holds: bool


@dataclass(frozen=True)
class OwnPage:
    """What somebody has declared, and whether this year's declaration is there; ``councils`` to choose from."""

    year: int
    declared_at: datetime | None
    ties: tuple[Tie, ...]
    councils: tuple[str, ...]


@dataclass(frozen=True)
class PersonLine:
    """What one person of the scheme has declared."""

    name: str
    roles: tuple[Role, ...]
    declared_at: datetime | None
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class OverseePage:
    """Everybody who declares; those who have not done so this year come first. ``missing`` counts them."""

    year: int
    missing: int
    people: tuple[PersonLine, ...]


def declared_in(session: Session, year: int) -> frozenset[UUID]:
    """Everybody whose yearly declaration of this year is there."""
    return frozenset(session.scalars(select(InterestDeclaration.person_id).where(InterestDeclaration.year == year)))


def council_named(session: Session, name: str) -> UUID | None:
    """The council with this name, however its letters are written; None where there is none."""
    wanted = " ".join(name.split()).casefold()
    rows = session.execute(select(Council.id, Council.name))
    return next((key for key, known in rows if " ".join(known.split()).casefold() == wanted), None)


def own_page(session: Session, actor: Actor, today: date) -> OwnPage:
    """The actor's own ties. Raises NotPermitted for whoever declares nothing."""
    if actor.person_id is None or not may(actor, Permission.INTERESTS_DECLARE, Record()):
        raise NotPermitted("declares no interests")
    declared = session.scalars(
        select(InterestDeclaration.declared_at).where(
            InterestDeclaration.person_id == actor.person_id, InterestDeclaration.year == today.year
        )
    ).one_or_none()
    return OwnPage(
        year=today.year,
        declared_at=declared,
        ties=_ties(session, [actor.person_id], today).get(actor.person_id, ()),
        councils=tuple(session.scalars(select(Council.name).order_by(Council.name))),
    )


def own_tie(session: Session, actor: Actor, tie_id: UUID, today: date) -> Tie:
    """One of the actor's own ties. Raises NotFound."""
    found = next((tie for tie in own_page(session, actor, today).ties if tie.id == tie_id), None)
    if found is None:
        raise NotFound(f"no tie {tie_id} of {actor.name}")
    return found


def oversee_page(session: Session, actor: Actor, today: date) -> OverseePage:
    """What everybody has declared. Raises NotPermitted for whoever does not oversee it."""
    if not may(actor, Permission.INTERESTS_OVERSEE, Record()):
        raise NotPermitted("does not oversee interests")
    rows = session.execute(
        select(Person.id, Person.name, Person.email, StaffRole.role)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.state == StaffRoleState.ACTIVE, StaffRole.role.in_(DECLARE))
        .order_by(Person.name, Person.id)
    ).all()
    names = {key: name or email for key, name, email, _role in rows}
    roles: dict[UUID, list[Role]] = defaultdict(list)
    for key, _name, _email, role in rows:
        roles[key].append(role)
    this_year = select(InterestDeclaration.person_id, InterestDeclaration.declared_at).where(
        InterestDeclaration.year == today.year
    )
    declared = {row.person_id: row.declared_at for row in session.execute(this_year)}
    ties = _ties(session, list(names), today)
    lines = [
        PersonLine(name, tuple(sorted(roles[key])), declared.get(key), ties.get(key, ())) for key, name in names.items()
    ]
    missing = [line for line in lines if line.declared_at is None]
    return OverseePage(today.year, len(missing), (*missing, *(line for line in lines if line.declared_at is not None)))


def _ties(session: Session, people: list[UUID], today: date) -> dict[UUID, tuple[Tie, ...]]:
    rows = session.execute(
        select(ConflictOfInterest, Council.name)
        .join(Council, Council.id == ConflictOfInterest.council_id)
        .where(ConflictOfInterest.person_id.in_(people))
        .order_by(Council.name, ConflictOfInterest.since)
    )
    found: dict[UUID, list[Tie]] = defaultdict(list)
    for row, council in rows:
        found[row.person_id].append(
            Tie(
                row.id,
                council,
                rules.KIND_NAMES[row.kind],
                rules.stays(row.kind),
                row.reason,
                row.since,
                row.until,
                rules.holds(row.until, today),
            )
        )
    return {key: tuple(own) for key, own in found.items()}
