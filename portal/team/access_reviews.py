"""The question who still needs access, asked of a council's owners every six months (C4)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Person
from portal.accounts.states import MembershipState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.kernel.words import words
from portal.team import leaving, queries, rules
from portal.team.actions import council_alone
from portal.team.models import AccessReview
from portal.team.queries import TeamMember


@dataclass(frozen=True)
class ConfirmAccess:
    """Who keeps access and who does not, of everybody in the council but oneself."""

    slug: str
    keeps: Mapping[UUID, bool]


@dataclass(frozen=True)
class Confirmed:
    """When access was last confirmed, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True)
class AccessPage:
    """Everybody who has access. ``asked`` says that an answer is waited for; ``last`` is None before the first."""

    council: str
    slug: str
    members: tuple[TeamMember, ...]
    asked: bool
    last: Confirmed | None


def is_asked(session: Session, actor: Actor, council_id: UUID) -> bool:
    """Whether this person, an owner of the council, is asked who still needs access."""
    if not may(actor, Permission.TEAM_MANAGE, Record(council_id)):
        return False
    return _open_review(session, council_id) is not None


def access_page(session: Session, actor: Actor, slug: str) -> AccessPage:
    """Everybody who has access, for an owner. Raises NotFound for everybody else."""
    council = queries.council_of(session, actor, slug)
    if not may(actor, Permission.TEAM_MANAGE, Record(council.id)):
        raise NotFound(f"{actor.name} does not own {slug}")
    last = session.execute(
        select(AccessReview.confirmed_at, Person.name, Person.email)
        .join(Person, Person.id == AccessReview.confirmed_by_id)
        .where(AccessReview.council_id == council.id)
        .order_by(AccessReview.confirmed_at.desc())
        .limit(1)
    ).one_or_none()
    return AccessPage(
        council.name,
        council.slug,
        queries.members(session, actor, council.id),
        _open_review(session, council.id) is not None,
        Confirmed(last[0], last[1] or last[2]) if last and last[0] else None,
    )


def confirm_access(work: Work, command: ConfirmAccess) -> int:
    """Remove whoever no longer needs access and note that everybody was thought of; returns how many were removed.

    Raises NotFound, NotPermitted, and RuleBroken where somebody was left out, who may have joined meanwhile.
    """
    council, now = council_alone(work, command.slug), work.clock.now()
    work.require(Permission.TEAM_MANAGE, Record(council.id))
    others = [one for one in queries.members(work.session, work.actor, council.id) if not one.is_self]
    if left_out := [one.name for one in others if one.person_id not in command.keeps]:
        said = words("Say for %(names)s too whether they still need access.", names=", ".join(left_out))
        raise RuleBroken([Problem("", said)])
    removed = [one.person_id for one in others if not command.keeps[one.person_id]]
    for person_id in removed:
        leaving.remove(work, council, person_id)
    review = _open_review(work.session, council.id)
    if review is None:
        review = AccessReview(council_id=council.id, opened_at=now)
        work.session.add(review)
    review.confirmed_at, review.confirmed_by_id = now, work.actor.person_id
    work.session.flush()
    return len(removed)


def access_reviews_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the opening of each review that is due: six months after the first owner joined or after the last."""
    asked = select(AccessReview.council_id).where(AccessReview.confirmed_at.is_(None))
    first = (
        select(Membership.council_id, func.min(Membership.since))
        .where(Membership.role == Role.OWNER, Membership.council_id.not_in(asked))
        .group_by(Membership.council_id)
        .having(func.count(case((Membership.state == MembershipState.ACTIVE, 1))) > 0)
        .order_by(Membership.council_id)
    )
    last = select(AccessReview.council_id, func.max(AccessReview.confirmed_at)).group_by(AccessReview.council_id)
    confirmed = {council_id: at for council_id, at in session.execute(last) if at is not None}
    for council_id, joined in session.execute(first).all():
        if rules.access_review_is_due(confirmed.get(council_id) or joined, now):
            yield partial(_open_once, council_id=council_id)


def _open_once(work: Work, council_id: UUID) -> None:
    work.session.refresh(work.session.get_one(Council, council_id), with_for_update=True)
    # Another worker, or an owner who confirmed without being asked, may have been quicker.
    if _open_review(work.session, council_id) is not None:
        return
    review = AccessReview(council_id=council_id, opened_at=work.clock.now())
    work.session.add(review)
    work.session.flush()
    work.announce("access_review:opened", review.id, council_id)


def _open_review(session: Session, council_id: UUID) -> AccessReview | None:
    return session.scalar(
        select(AccessReview).where(AccessReview.council_id == council_id, AccessReview.confirmed_at.is_(None))
    )
