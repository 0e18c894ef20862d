"""The award that somebody acts on, and what is open about it, held until the transaction ends."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.queries import own_council
from portal.audit.queries import record_of
from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, award_by_id, award_numbered, awards_of
from portal.awards.rules import is_running
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.standing.models import GivingUp, Suspension, Withdrawing
from portal.standing.states import OPEN_SUSPENSIONS, GivingUpState, WithdrawingState


def award_for(session: Session, actor: Actor, number: str, permission: Permission) -> AwardRecord:
    """The award with this number, for somebody who may do this with it. Raises NotFound."""
    award = award_numbered(session, number)
    if not may(actor, permission, record_of(session, award.application_id, award.council_id)):
        raise NotFound(f"award {number} is not for {actor.name}")
    return award


def award_of_council(session: Session, actor: Actor, slug: str, permission: Permission) -> AwardRecord:
    """The newest award of a council, for somebody in it who may do this. Raises NotFound."""
    council = own_council(session, actor, slug, permission)
    newest = next(iter(awards_of(session, council.id)), None)
    if newest is None:
        raise NotFound(f"{slug} has no award")
    return newest


def held(work: Work, award: AwardRecord) -> AwardRecord:
    """The award once more, with its row held, so that two cannot change it at once. Raises IllegalMove when over."""
    work.session.execute(select(Award.id).where(Award.id == award.id).with_for_update())
    award = award_by_id(work.session, award.id)
    if not is_running(award.facts, today(work.clock)):
        raise IllegalMove("award", "over", "change")
    return award


def open_suspension(session: Session, award_id: UUID) -> Suspension | None:
    """What is proposed, announced or in force; None where nothing is."""
    return session.scalar(
        select(Suspension)
        .where(Suspension.award_id == award_id, Suspension.state.in_(OPEN_SUSPENSIONS))
        .execution_options(populate_existing=True)
    )


def open_withdrawing(session: Session, award_id: UUID) -> Withdrawing | None:
    """The proposal that waits for the panel; None where none does."""
    return session.scalar(
        select(Withdrawing)
        .where(Withdrawing.award_id == award_id, Withdrawing.state == WithdrawingState.PROPOSED)
        .execution_options(populate_existing=True)
    )


def open_giving_up(session: Session, award_id: UUID) -> GivingUp | None:
    """The wish that waits for the approver; None where none does."""
    return session.scalar(
        select(GivingUp)
        .where(GivingUp.award_id == award_id, GivingUp.state == GivingUpState.ASKED)
        .execution_options(populate_existing=True)
    )
