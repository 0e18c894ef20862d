"""What takes people out of a council's team: ending all of somebody's access at once, or one role of it (C4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts.models import Invitation, Membership, Person
from portal.accounts.queries import has_access
from portal.accounts.sessions import end_every_session
from portal.accounts.states import InvitationState, MembershipState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Permission, Record, Role
from portal.team import rules
from portal.team.actions import council_alone

_OPEN = (InvitationState.TO_BE_APPROVED, InvitationState.SENT)


@dataclass(frozen=True)
class RemovePerson:
    """End every role of one person in the council, at once."""

    slug: str
    person_id: UUID


@dataclass(frozen=True)
class EndMembership:
    """End one role of one person in the council."""

    slug: str
    membership_id: UUID


def remove_person(work: Work, command: RemovePerson) -> None:
    """End all access of the person: roles, open invitations, and every session of somebody with nothing left.

    Raises RuleBroken for the last owner, NotFound where the person holds no role in the actor's council.
    """
    remove(work, council_alone(work, command.slug), command.person_id)


def remove(work: Work, council: Council, person_id: UUID) -> None:
    """The same, for a council that is held already. Raises as ``remove_person`` does."""
    work.require(Permission.TEAM_MANAGE, Record(council.id))
    held = _held(work, council.id, person_id)
    if not held:
        raise NotFound(f"{person_id} holds no role in {council.slug}")
    _insist_on_an_owner(work, council.id, held)
    *others, last = held
    for membership in others:
        work.perform(membership, "end", told_with=str(last.id))
    # The last tells of them all: one email for one person who leaves, not one for each role.
    work.perform(last, "end", roles=[membership.role.value for membership in held])
    _cancel_invitations(work, council.id, person_id)
    _sign_out(work, person_id)


def end_membership(work: Work, command: EndMembership) -> UUID:
    """End the one role; returns whose it was. Raises RuleBroken for the last owner, IllegalMove where it is over."""
    council = council_alone(work, command.slug)
    membership = work.session.get(Membership, command.membership_id, with_for_update=True)
    if membership is None or membership.council_id != council.id:
        raise NotFound(f"no membership {command.membership_id} in {command.slug}")
    _insist_on_an_owner(work, council.id, [membership])
    work.perform(membership, "end")
    if not _held(work, council.id, membership.person_id):
        _cancel_invitations(work, council.id, membership.person_id)
    _sign_out(work, membership.person_id)
    return membership.person_id


def _held(work: Work, council_id: UUID, person_id: UUID) -> list[Membership]:
    return list(
        work.session.scalars(
            select(Membership)
            .where(
                Membership.council_id == council_id,
                Membership.person_id == person_id,
                Membership.state == MembershipState.ACTIVE,
            )
            .order_by(Membership.role)
            .with_for_update()
        )
    )


def _insist_on_an_owner(work: Work, council_id: UUID, ending: Iterable[Membership]) -> None:
    owners = select(func.count()).where(
        Membership.council_id == council_id,
        Membership.role == Role.OWNER,
        Membership.state == MembershipState.ACTIVE,
    )
    if problem := rules.leaving_problem({row.role for row in ending}, work.session.scalar(owners) or 0):
        raise RuleBroken([problem])


def _cancel_invitations(work: Work, council_id: UUID, person_id: UUID) -> None:
    """Whoever has left does not come back by an invitation that still lies in their mailbox."""
    email = work.session.get_one(Person, person_id).email
    waiting = select(Invitation).where(
        Invitation.council_id == council_id, Invitation.email == email, Invitation.state.in_(_OPEN)
    )
    for invitation in work.session.scalars(waiting.with_for_update()).all():
        work.perform(invitation, "cancel")


def _sign_out(work: Work, person_id: UUID) -> None:
    """End the sessions of somebody who has no role anywhere any more; not of whoever presses the button.

    Roles are read at each request: this is for what a session without a role could still do.
    """
    if not has_access(work.session, person_id) and person_id != work.actor.person_id:
        end_every_session(work.session, person_id, work.clock.now())
