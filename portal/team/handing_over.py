"""Handing over the ownership of a council's account, which belongs to the council and not to a person (C4)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.roles import add_member
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.team import leaving, queries, rules
from portal.team.actions import council_alone
from portal.team.queries import TeamMember
from portal.team.rules import Afterwards


@dataclass(frozen=True)
class HandOver:
    """Make another member an owner, and say what becomes of one's own access."""

    slug: str
    person_id: UUID
    afterwards: Afterwards


@dataclass(frozen=True)
class HandOverPage:
    """Who can become an owner; ``owners`` counts those there are, ``has_room`` says whether one more may be added."""

    council: str
    slug: str
    candidates: tuple[TeamMember, ...]
    has_room: bool


def hand_over_page(session: Session, actor: Actor, slug: str) -> HandOverPage:
    """Whom the actor, an owner, can hand over to. Raises NotFound for everybody else."""
    council = queries.council_of(session, actor, slug)
    if not may(actor, Permission.TEAM_MANAGE, Record(council.id)):
        raise NotFound(f"{actor.name} does not own {slug}")
    team = queries.members(session, actor, council.id)
    owners = sum(member.is_owner for member in team)
    domains = queries.domains_of(session, council.id)
    candidates = tuple(member for member in team if rules.may_become_owner(member.email, member.is_owner, domains))
    return HandOverPage(council.name, council.slug, candidates, rules.may_add_owner(owners))


def hand_over(work: Work, command: HandOver) -> None:
    """Give the member the role owner and, in the same step, end or keep the actor's own.

    Raises NotFound where the actor's council has no such member, RuleBroken where they cannot be an owner or there
    would be too many.
    """
    council = council_alone(work, command.slug)
    work.require(Permission.TEAM_MANAGE, Record(council.id))
    team = queries.members(work.session, work.actor, council.id)
    chosen = next((member for member in team if member.person_id == command.person_id), None)
    own = next((member for member in team if member.is_self), None)
    if chosen is None or own is None:
        raise NotFound(f"no member {command.person_id} in {command.slug}")
    domains, owners = queries.domains_of(work.session, council.id), sum(member.is_owner for member in team)
    suits = rules.may_become_owner(chosen.email, chosen.is_owner, domains)
    if problems := rules.handing_over_problems(suits, owners, command.afterwards):
        raise RuleBroken(problems)
    add_member(work, chosen.person_id, council.id, Role.OWNER)
    _step_back(work, council, own, command.afterwards)


def _step_back(work: Work, council: Council, own: TeamMember, afterwards: Afterwards) -> None:
    if afterwards is Afterwards.LEAVES:
        leaving.remove(work, council, own.person_id)
    elif afterwards is Afterwards.CONTRIBUTES:
        if all(held.role is not Role.CONTRIBUTOR for held in own.roles):
            add_member(work, own.person_id, council.id, Role.CONTRIBUTOR)
        for held in own.roles:
            if held.role is Role.OWNER:
                leaving.end_membership(work, leaving.EndMembership(council.slug, held.membership_id))
