"""One criterion in moderation: everything about it on one page (C6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import AnswerRevision
from portal.applications.queries import ApplicationFacts, EvidenceFacts
from portal.applications.states import ApplicationState
from portal.assignments.states import Place
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.decisions import kept
from portal.decisions.given import Given, given_of
from portal.decisions.queries import ModerationLine, lines
from portal.kernel.permissions import Actor
from portal.links.queries import SnapshotFacts, snapshots_of
from portal.reviews.livechecks import AllSeen, live_checks_of


@dataclass(frozen=True)
class Judged:
    """One reviewer's judgement with what they saw and, where the answer has changed since, what it said then."""

    given: Given
    seen: AllSeen
    answer_then: str | None


@dataclass(frozen=True)
class CriterionModeration:
    """One criterion in moderation, with the answer and the evidence that the scores judge.

    ``begins_with`` is the judgement whose words the form begins with; None where the reviewers differ and none of them
    was ``chosen``.
    """

    application: ApplicationFacts
    edition: Edition
    criterion: Criterion
    line: ModerationLine
    judged: tuple[Judged, ...]
    begins_with: Given | None
    chosen: bool
    statement: str
    answer_version: int
    evidence: tuple[EvidenceFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]
    may_be_left_out: bool
    version: int
    why_changed: str
    editable: bool
    number: int
    total: int
    previous_id: str | None
    next_id: str | None


def criterion_page(
    session: Session, actor: Actor, reference: str, criterion_id: str, chosen: str = ""
) -> CriterionModeration:
    """One criterion of a moderation; ``chosen`` is the place of the review to begin with. Raises NotFound."""
    application = applications.application(session, kept.application_id(session, actor, reference))
    edition = edition_of(session, application.edition_id)
    criterion = edition.criterion(criterion_id)
    given = given_of(session, application.id)
    held = kept.conversations_of(session, application.id)
    (line,) = lines(session, application, edition, given, (criterion,), held)
    row = kept.final_row(session, application.id, application.round, criterion_id)
    answer = applications.answers_of(session, application.id).get(criterion_id)
    place = (ids := [entry.id for entry in edition.criteria]).index(criterion_id) + 1
    return CriterionModeration(
        application=application,
        edition=edition,
        criterion=criterion,
        line=line,
        judged=_judged(session, line, answer.id if answer else None, answer.version if answer else 0),
        begins_with=_begins_with(line, chosen),
        chosen=any(one.place == chosen for one in line.given),
        statement=answer.answered.statement if answer else "",
        answer_version=answer.version if answer else 0,
        evidence=applications.evidence_of(session, application.id).get(criterion_id, ()),
        snapshots=snapshots_of(session, application.id),
        may_be_left_out=application.kind in criterion.na_allowed_for,
        version=row.version if row else 0,
        why_changed=row.why_changed if row else "",
        editable=application.state is ApplicationState.MODERATION,
        number=place,
        total=len(ids),
        previous_id=ids[place - 2] if place > 1 else None,
        next_id=ids[place] if place < len(ids) else None,
    )


def _begins_with(line: ModerationLine, chosen: str) -> Given | None:
    if any(one.place == chosen for one in line.given):
        return next(one for one in line.given if one.place == chosen)
    agree = len({one.score for one in line.given}) == 1
    return line.given[0] if agree and line.given[0].place is Place.FIRST else None


def _judged(session: Session, line: ModerationLine, answer_id: UUID | None, version: int) -> tuple[Judged, ...]:
    seen = live_checks_of(session, [one.assignment_id for one in line.given])
    older = {one.answer for one in line.given} - {version}
    versions = select(AnswerRevision.number, AnswerRevision.statement).where(
        AnswerRevision.answer_id == answer_id, AnswerRevision.number.in_(older)
    )
    then = {row.number: row.statement for row in session.execute(versions)}
    return tuple(
        Judged(one, seen[one.assignment_id].get(line.criterion.id, AllSeen(())), then.get(one.answer))
        for one in line.given
    )
