"""Who in the council has a criterion's page open, and whether one of them has saved it meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.answering import merging
from portal.answering.merging import Compared
from portal.answering.models import Viewing
from portal.applications import queries, rules
from portal.applications.models import Answer, AnswerRevision
from portal.applications.queries import ApplicationFacts
from portal.applications.rules import Answered
from portal.audit.work import Work
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of
from portal.kernel.clock import Clock
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor

# The script says every twenty seconds that somebody is there.
SEEN_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Here:
    """Somebody else who has the page open."""

    name: str
    typing: bool


@dataclass(frozen=True)
class Newer:
    """A version that was saved after the one on the page. ``name`` is None where the reader saved it, elsewhere."""

    name: str | None
    at: datetime


@dataclass(frozen=True)
class Around:
    """What a page says of its other readers, and of what was saved since ``version``, which it shows."""

    slug: str
    criterion: str
    version: int
    others: tuple[Here, ...]
    newer: Newer | None


@dataclass(frozen=True)
class Changes:
    """What was saved since a version of an answer, field by field; the newest is ``yours`` of each."""

    application: ApplicationFacts
    criterion: Criterion
    saved_by: str
    saved_at: datetime
    compared: tuple[Compared, ...]


def note(work: Work, slug: str, criterion_id: str, *, typing: bool) -> None:
    """Note that the actor has the criterion's page open now, and whether they are typing. Raises NotFound."""
    application = queries.application_for(work.session, work.actor, slug)
    edition_of(work.session, application.edition_id).criterion(criterion_id)
    own = {"application_id": application.id, "criterion": criterion_id, "person_id": work.actor.person_id}
    now = {"seen_at": work.clock.now(), "typing": typing}
    known = work.session.scalars(update(Viewing).filter_by(**own).values(**now).returning(Viewing.id)).all()
    if not known:
        try:
            with work.session.begin_nested():
                work.session.add(Viewing(id=uuid4(), **own, **now))
        except IntegrityError:
            # Another tab of the same person was quicker, and says the same.
            return


def leave(work: Work, slug: str, criterion_id: str) -> None:
    """Note that the actor, who has saved and goes on, has the page open no longer. Raises NotFound."""
    application = queries.application_for(work.session, work.actor, slug)
    own = (Viewing.application_id == application.id, Viewing.criterion == criterion_id)
    work.session.execute(delete(Viewing).where(*own, Viewing.person_id == work.actor.person_id))


def around(session: Session, clock: Clock, actor: Actor, slug: str, criterion_id: str, version: int) -> Around:
    """Who else has the page open that shows this version, and who saved a newer one. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    return Around(
        slug,
        criterion_id,
        version,
        _others(session, clock, actor, application.id, criterion_id),
        _newer(session, actor, application.id, criterion_id, version),
    )


def changes(session: Session, actor: Actor, slug: str, criterion_id: str, since: int) -> Changes:
    """What was saved since this version of an answer; 0 for since nothing was. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    criterion = edition_of(session, application.edition_id).criterion(criterion_id)
    saved = queries.answers_of(session, application.id).get(criterion_id)
    if saved is None or not 0 <= since <= saved.version:
        raise NotFound(f"{criterion_id} has no version {since}")
    before = _version(session, saved.id, since) if since else rules.NOTHING_ANSWERED
    compared = merging.compare_answers(criterion, saved.answered, before)
    return Changes(application, criterion, saved.saved_by, saved.saved_at, compared)


def _others(session: Session, clock: Clock, actor: Actor, application_id: UUID, criterion_id: str) -> tuple[Here, ...]:
    rows = session.execute(
        select(Person.name, Person.email, Viewing.typing)
        .join(Person, Person.id == Viewing.person_id)
        .where(
            Viewing.application_id == application_id,
            Viewing.criterion == criterion_id,
            Viewing.person_id != actor.person_id,
            Viewing.seen_at > clock.now() - SEEN_FOR,
        )
        .order_by(Person.name, Person.email)
    )
    return tuple(Here(row.name or row.email, row.typing) for row in rows)


def _newer(session: Session, actor: Actor, application_id: UUID, criterion_id: str, version: int) -> Newer | None:
    row = session.execute(
        select(Person.id, Person.name, Person.email, Answer.saved_at, Answer.version)
        .join(Person, Person.id == Answer.saved_by_id)
        .where(Answer.application_id == application_id, Answer.criterion == criterion_id)
    ).one_or_none()
    if row is None or row.version <= version:
        return None
    return Newer(None if row.id == actor.person_id else row.name or row.email, row.saved_at)


def _version(session: Session, answer_id: UUID, number: int) -> Answered:
    row = session.scalar(
        select(AnswerRevision).where(AnswerRevision.answer_id == answer_id, AnswerRevision.number == number)
    )
    if row is None:
        raise NotFound(f"no version {number}")
    return Answered(row.self_score, row.not_applicable, row.statement)
