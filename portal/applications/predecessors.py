"""The answers of the councils that a new one replaces, which its first application may begin with (C10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.applications import queries
from portal.applications.models import Answer, Application
from portal.applications.states import RESULT_STATES
from portal.councils.models import Council, Succession
from portal.criteria.models import PublishedEdition
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound


@dataclass(frozen=True)
class PredecessorAnswers:
    """What a council that is replaced said last and signed: ``answered`` counts its answers."""

    application_id: UUID
    slug: str
    council: str
    reference: str
    signed_on: date
    edition: str
    answered: int


def predecessor_answers(session: Session, council_id: UUID, day: date) -> tuple[PredecessorAnswers, ...]:
    """The newest decided application of each council that this one has replaced by that day, in the order of names.

    None once the council has answers of its own to begin with.
    """
    if queries.answered_before(session, council_id) is not None:
        return ()
    answered = (
        select(func.count(Answer.id))
        .where(
            Answer.application_id == Application.id,
            or_(Answer.self_score.is_not(None), Answer.not_applicable, Answer.statement != ""),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Application, Council, PublishedEdition.version_name, answered.label("answered"))
        .join(Council, Council.id == Application.council_id)
        .join(Succession, Succession.council_id == Council.id)
        .join(PublishedEdition, PublishedEdition.id == Application.edition_id)
        .where(
            Succession.successor_id == council_id,
            # Until its last day is over it is another body's work, which may still be going on.
            Council.last_day < day,
            Application.state.in_(RESULT_STATES),
            Application.submitted_at.is_not(None),
        )
        .order_by(Council.in_order, Council.slug, Application.submitted_at.desc())
    )
    newest: dict[UUID, PredecessorAnswers] = {}
    for application, council, edition, count in rows:
        if count and council.id not in newest:
            signed_on = day_of(application.submitted_at)
            newest[council.id] = PredecessorAnswers(
                application.id, council.slug, council.name, application.reference, signed_on, edition, count
            )
    return tuple(newest.values())


def answers_of_predecessor(session: Session, council_id: UUID, slug: str, day: date) -> UUID:
    """The application of this predecessor that the council may begin with. Raises NotFound where there is none."""
    for offered in predecessor_answers(session, council_id, day):
        if offered.slug == slug:
            return offered.application_id
    raise NotFound(f"{slug} has no answers for its successor")
