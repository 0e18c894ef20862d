"""What an application begins with where it does not begin empty: what was said before (C5, rows 1 and 27; C10)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import Answer, AnswerRevision, Application, EvidenceItem, Presence
from portal.applications.rules import Answered, may_be_not_applicable
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of


def carry_over(work: Work, earlier: UUID, application: Application, *, to_check: bool) -> None:
    """Begin the application with the answers, the evidence and the presence of an earlier one.

    Only criteria that its own edition has too. With ``to_check`` each answer has to be confirmed or changed before it
    can be sent. A file is not copied: both items name the same bytes. The presence of another council, which this one
    has replaced, is left behind: its websites and accounts belong to another body (C10).
    """
    application.begun_from_id = earlier
    is_own = work.session.get_one(Application, earlier).council_id == application.council_id
    edition = edition_of(work.session, application.edition_id)
    criteria = {criterion.id: criterion for criterion in edition.criteria}
    kind = work.session.get_one(Council, application.council_id).kind
    found = work.session.scalars(select(Answer).where(Answer.application_id == earlier).order_by(Answer.criterion))
    answers = [
        _answer(work, application, row.criterion, _still(queries.answered(row), criteria[row.criterion], kind))
        for row in found.all()
        if row.criterion in criteria
    ]
    for answer in answers:
        answer.to_check = to_check
    work.session.add_all(answers)
    work.session.flush()
    work.session.add_all(revision_of(answer) for answer in answers)
    work.session.add_all(_evidence(work, earlier, application, frozenset(criteria), is_own=is_own))
    if is_own:
        _carry_presence(work, earlier, application)
    work.session.flush()


def revision_of(answer: Answer) -> AnswerRevision:
    """The version of an answer that has just been saved, to be kept."""
    return AnswerRevision(
        id=uuid4(),
        answer_id=answer.id,
        number=answer.version,
        self_score=answer.self_score,
        not_applicable=answer.not_applicable,
        statement=answer.statement,
        saved_by_id=answer.saved_by_id,
        saved_at=answer.saved_at,
    )


def _still(answered: Answered, criterion: Criterion, kind: str) -> Answered:
    """What was said, without what this edition no longer lets a council of this kind say."""
    if answered.not_applicable and not may_be_not_applicable(criterion, kind):
        answered = replace(answered, not_applicable=False)
    if answered.self_score is not None and answered.self_score >= len(criterion.rubric):
        answered = replace(answered, self_score=None)
    return answered


def _answer(work: Work, application: Application, criterion: str, answered: Answered) -> Answer:
    return Answer(
        id=uuid4(),
        application_id=application.id,
        criterion=criterion,
        self_score=answered.self_score,
        not_applicable=answered.not_applicable,
        statement=answered.statement,
        saved_by_id=work.person_id,
        saved_at=work.clock.now(),
    )


def _evidence(
    work: Work, earlier: UUID, application: Application, criteria: frozenset[str], *, is_own: bool
) -> Iterator[EvidenceItem]:
    """The same items once more, by whom and when they were added before, so that they stand in the same order.

    What another council added is added now by whoever takes it: the names of its people stay with it.
    """
    found = work.session.scalars(
        select(EvidenceItem)
        .where(EvidenceItem.application_id == earlier, EvidenceItem.removed_at.is_(None))
        .order_by(EvidenceItem.added_at, EvidenceItem.id)
    )
    own = {"id", "application_id", "reused_from_id", "removed_at"}
    columns = [column.key for column in EvidenceItem.__mapper__.columns if column.key not in own]
    now = work.clock.now()
    for place, item in enumerate(item for item in found.all() if item.criterion in criteria):
        kept = {name: getattr(item, name) for name in columns}
        if not is_own:
            kept |= {"added_by_id": work.person_id, "added_at": now + timedelta(microseconds=place)}
        yield EvidenceItem(id=uuid4(), application_id=application.id, reused_from_id=item.id, **kept)


def _carry_presence(work: Work, earlier: UUID, application: Application) -> None:
    found = work.session.scalar(select(Presence).where(Presence.application_id == earlier))
    if found is not None:
        typed = queries.presence_typed(found)
        work.session.add(
            Presence(
                id=uuid4(),
                application_id=application.id,
                domains=typed.domains,
                accounts=typed.accounts,
                promise_address=typed.promise_address,
                summary=typed.summary,
                saved_by_id=work.person_id,
                saved_at=work.clock.now(),
            )
        )
