"""What a reviewer does with live checks: record one, change it, remove it, until the scores are locked (C5 row 19)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, RuleBroken
from portal.reviews import rules
from portal.reviews.actions import review_being_scored
from portal.reviews.models import LiveCheck
from portal.reviews.rules import Looked


@dataclass(frozen=True)
class RecordCheck:
    """What was seen, for one criterion of a review; ``changing`` is the recorded check that it replaces."""

    reference: str
    criterion: str
    looked: Looked
    changing: UUID | None = None


@dataclass(frozen=True)
class RemoveCheck:
    """A live check that was recorded by mistake."""

    reference: str
    criterion: str
    check_id: UUID


def record_check(work: Work, command: RecordCheck) -> None:
    """Record a live check, or change one. Raises RuleBroken, NotFound, IllegalMove once the scores are locked."""
    application, assignment = review_being_scored(work, command.reference)
    criterion = edition_of(work.session, application.edition_id).criterion(command.criterion)
    if not criterion.live_check:
        raise NotFound(f"no live check for {criterion.id}")
    row = (
        _recorded(work, assignment, criterion.id, command.changing)
        if command.changing
        else LiveCheck(assignment_id=assignment.id, criterion=criterion.id, recorded_at=work.clock.now())
    )
    already = 0 if command.changing else _how_many(work, assignment, criterion.id)
    looked = command.looked
    if problems := tuple(rules.looked_problems(looked, today(work.clock), already)):
        raise RuleBroken(problems)
    values = {
        "account": looked.account,
        "checked_on": looked.checked_on,
        "sampled": looked.sampled,
        "good": looked.good,
        "notes": looked.notes,
    }
    for name, value in values.items():
        setattr(row, name, value)
    work.session.add(row)
    work.session.flush()


def remove_check(work: Work, command: RemoveCheck) -> None:
    """Remove a live check. Raises NotFound, IllegalMove once the scores are locked."""
    _application, assignment = review_being_scored(work, command.reference)
    work.session.delete(_recorded(work, assignment, command.criterion, command.check_id))
    work.session.flush()


def _recorded(work: Work, assignment: Assignment, criterion: str, check_id: UUID) -> LiveCheck:
    row = work.session.scalars(
        select(LiveCheck).where(
            LiveCheck.id == check_id, LiveCheck.assignment_id == assignment.id, LiveCheck.criterion == criterion
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"no live check {check_id}")
    return row


def _how_many(work: Work, assignment: Assignment, criterion: str) -> int:
    counted = select(func.count()).select_from(LiveCheck)
    of_this = counted.where(LiveCheck.assignment_id == assignment.id, LiveCheck.criterion == criterion)
    return work.session.scalar(of_this) or 0
