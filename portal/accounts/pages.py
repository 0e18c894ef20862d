"""What the pages of signing in and one's own page show."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries, rules
from portal.accounts.models import Invitation, Membership, Person, SignInCode, StaffRole
from portal.accounts.sealing import Sealer
from portal.accounts.states import InvitationState, MembershipState, StaffRoleState
from portal.councils.models import Council
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class DemonstrationPerson:
    """An invented person, and where they work."""

    id: UUID
    name: str
    job_title: str
    works_for: str


@dataclass(frozen=True)
class DemonstrationGroup:
    """The invented people of one role."""

    role: Words
    people: tuple[DemonstrationPerson, ...]


@dataclass(frozen=True)
class OwnRole:
    """One role of the person: in a council, or in the scheme, where ``council`` is None."""

    role: Words
    council: str | None
    council_slug: str | None
    since: datetime


@dataclass(frozen=True)
class OwnPage:
    """A person's own page."""

    person: queries.PersonFacts
    roles: tuple[OwnRole, ...]
    invitations: int


def code_sent_to(session: Session, sealer: Sealer, browser: str) -> str | None:
    """The address to which the newest code for this browser went; None where none was asked for."""
    return session.scalar(
        select(SignInCode.email)
        .where(SignInCode.browser_hash == sealer.hash_of("browser", browser))
        .order_by(SignInCode.sent_at.desc())
        .limit(1)
    )


def own_area(session: Session, person_id: UUID, now: datetime) -> str:
    """Where the person begins after signing in."""
    who = queries.actor(session, person_id, "", now, second_step=False)
    slugs = session.scalars(select(Council.slug).where(Council.id.in_(who.council_roles))).all()
    person = queries.person(session, person_id)
    return rules.own_area(who.staff_roles, slugs, is_invited=_open_invitations(session, person.email, now) > 0)


def _open_invitations(session: Session, email: str, now: datetime) -> int:
    open_ = select(Invitation.id).where(
        Invitation.email == email, Invitation.state == InvitationState.SENT, Invitation.expires_at > now
    )
    return len(session.scalars(open_).all())


def own_page(session: Session, person_id: UUID, now: datetime) -> OwnPage:
    """The person's own page: who they are and every role they hold. Raises NotFound."""
    person = queries.person(session, person_id)
    in_scheme = session.execute(
        select(StaffRole.role, StaffRole.since)
        .where(StaffRole.person_id == person_id, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(StaffRole.since)
    )
    in_councils = session.execute(
        select(Membership.role, Council.name, Council.slug, Membership.since)
        .join(Council, Council.id == Membership.council_id)
        .where(Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Council.name, Membership.since)
    )
    return OwnPage(
        person=person,
        roles=(
            *(OwnRole(rules.ROLE_WORDS[role], None, None, since) for role, since in in_scheme),
            *(OwnRole(rules.ROLE_WORDS[role], name, slug, since) for role, name, slug, since in in_councils),
        ),
        invitations=_open_invitations(session, person.email, now),
    )


GROUPS: dict[Role | None, Words] = {
    Role.ADMINISTRATOR: words("Administrators"),
    Role.LEAD: words("Lead reviewers"),
    Role.REVIEWER: words("Reviewers"),
    Role.PANEL: words("Members of the appeal panel"),
    None: words("People without a role"),
    Role.OWNER: words("Council owners"),
    Role.APPROVER: words("Council approvers"),
    Role.CONTRIBUTOR: words("Council contributors"),
}


def demonstration_people(session: Session) -> tuple[DemonstrationGroup, ...]:
    """Every invented person, once, under the first of their roles; people by where they work, then by name."""
    roles: dict[UUID, list[tuple[Role | None, str]]] = {}
    in_councils = (
        select(Membership.person_id, Membership.role, Council.name)
        .join(Council, Council.id == Membership.council_id)
        .where(Membership.state == MembershipState.ACTIVE)
    )
    in_scheme = select(StaffRole.person_id, StaffRole.role).where(StaffRole.state == StaffRoleState.ACTIVE)
    for person_id, role, council in session.execute(in_councils):
        roles.setdefault(person_id, []).append((role, council))
    for person_id, role in session.execute(in_scheme):
        roles.setdefault(person_id, []).append((role, ""))
    groups: dict[Role | None, list[DemonstrationPerson]] = {}
    order = list(GROUPS)
    for row in session.scalars(select(Person).where(Person.demonstration).order_by(Person.name)):
        first, council = min(roles.get(row.id, [(None, "")]), key=lambda one: order.index(one[0]))
        shown = DemonstrationPerson(row.id, row.name, row.job_title, council or row.employer)
        groups.setdefault(first, []).append(shown)
    return tuple(
        DemonstrationGroup(said, tuple(sorted(groups[role], key=lambda one: (one.works_for, one.name))))
        for role, said in GROUPS.items()
        if role in groups
    )
