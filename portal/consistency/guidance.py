"""What lead reviewers have written for reviewers about a criterion: the newest note, and past examples."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Answer, Application, Presence
from portal.applications.states import RESULT_STATES
from portal.consistency.models import PastExample, ReviewerNote
from portal.consistency.rules import Identity
from portal.councils.models import Council, CouncilDomain
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import published_edition
from portal.decisions.models import Decision, FinalScore
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Permission, Record, may

# How many past scores are offered, and among how many they are looked for.
SHOWN, MOST = 20, 200


@dataclass(frozen=True)
class Example:
    """A past answer without its council: what it said, the score it was given, and why."""

    id: UUID
    score: int
    example: str
    why: str


@dataclass(frozen=True)
class Guidance:
    """What a reviewer reads beside a criterion; ``note`` is empty where nothing was written."""

    note: str
    written_at: datetime | None
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class GuidanceLine:
    """One criterion of the list: whether it has a note, and how many examples."""

    criterion: Criterion
    has_note: bool
    examples: int


@dataclass(frozen=True)
class PastScore:
    """A score that was decided, to begin an example with: the council's words and the lead reviewer's reason."""

    application_id: UUID
    council: str
    reference: str
    score: int
    statement: str
    reason: str
    released_on: date


@dataclass(frozen=True)
class GuidancePage:
    """One criterion for a lead reviewer; ``earlier`` counts the notes that the newest has replaced."""

    edition: Edition
    criterion: Criterion
    guidance: Guidance
    written_by: str
    earlier: int
    past: tuple[PastScore, ...]


def guidance_for(session: Session, criterion: str) -> Guidance:
    """The newest note and the examples that are shown; who may read them is the caller's to ask."""
    note = session.scalars(_notes(criterion).limit(1)).one_or_none()
    rows = session.scalars(
        select(PastExample)
        .where(PastExample.criterion == criterion, PastExample.retired_at.is_(None))
        .order_by(PastExample.score, PastExample.written_at, PastExample.id)
    )
    return Guidance(
        note.note if note else "",
        note.written_at if note else None,
        tuple(Example(row.id, row.score, row.example, row.why) for row in rows),
    )


def _notes(criterion: str) -> Select[ReviewerNote]:
    return (
        select(ReviewerNote)
        .where(ReviewerNote.criterion == criterion)
        .order_by(ReviewerNote.written_at.desc(), ReviewerNote.id)
    )


def _for_writers(actor: Actor) -> None:
    if not may(actor, Permission.GUIDANCE_WRITE, Record()):
        raise NotPermitted("guidance for reviewers")


def guidance_list(session: Session, actor: Actor) -> tuple[GuidanceLine, ...]:
    """Every criterion of the edition that counts now. Raises NotPermitted."""
    _for_writers(actor)
    noted = set(session.scalars(select(ReviewerNote.criterion).distinct()))
    counted = session.execute(
        select(PastExample.criterion, func.count())
        .where(PastExample.retired_at.is_(None))
        .group_by(PastExample.criterion)
    )
    examples = {criterion: count for criterion, count in counted}  # noqa: C416 - dict() of rows has no type
    return tuple(
        GuidanceLine(criterion, criterion.id in noted, examples.get(criterion.id, 0))
        for criterion in published_edition(session)[1].criteria
    )


def guidance_page(session: Session, actor: Actor, criterion_id: str) -> GuidancePage:
    """One criterion: what is written, and past scores to begin an example with. Raises NotFound, NotPermitted."""
    _for_writers(actor)
    edition = published_edition(session)[1]
    criterion = edition.criterion(criterion_id)
    notes = session.execute(
        select(Person.name)
        .join(ReviewerNote, ReviewerNote.written_by_id == Person.id)
        .where(ReviewerNote.criterion == criterion_id)
        .order_by(ReviewerNote.written_at.desc(), ReviewerNote.id)
    ).all()
    return GuidancePage(
        edition,
        criterion,
        guidance_for(session, criterion_id),
        notes[0][0] if notes else "",
        max(0, len(notes) - 1),
        _past_scores(session, actor, criterion_id)[:SHOWN],
    )


@dataclass(frozen=True)
class ExamplePage:
    """What an example is begun with: a past score, or nothing."""

    edition: Edition
    criterion: Criterion
    past: PastScore | None


def example_page(session: Session, actor: Actor, criterion_id: str, application_id: UUID | None) -> ExamplePage:
    """The page on which an example is written. Raises NotFound and NotPermitted."""
    _for_writers(actor)
    edition = published_edition(session)[1]
    found = _past_scores(session, actor, criterion_id, application_id) if application_id else (None,)
    if not found:
        raise NotFound(f"no past score of {criterion_id} in {application_id}")
    return ExamplePage(edition, edition.criterion(criterion_id), found[0])


def _past_scores(
    session: Session, actor: Actor, criterion_id: str, application_id: UUID | None = None
) -> tuple[PastScore, ...]:
    """Decided scores whose result is out, the newest first; none of a council with which the actor has a conflict."""
    released = func.coalesce(Decision.released_at, Decision.decided_at)
    asked = (
        select(Application, Council.name, FinalScore.score, FinalScore.reason, Answer.statement, released)
        .join(Council, Council.id == Application.council_id)
        .join(Decision, (Decision.application_id == Application.id) & (Decision.round == Application.round))
        .join(
            FinalScore,
            (FinalScore.application_id == Application.id)
            & (FinalScore.round == Application.round)
            & (FinalScore.criterion == criterion_id),
        )
        .join(Answer, (Answer.application_id == Application.id) & (Answer.criterion == criterion_id))
        .where(Application.state.in_(RESULT_STATES))
        .order_by(released.desc(), Application.reference)
    )
    rows = session.execute(asked.where(Application.id == application_id) if application_id else asked.limit(MOST))
    return tuple(
        PastScore(row.id, council, row.reference, score, statement, reason, day_of(at))
        for row, council, score, reason, statement, at in rows
        if score is not None and may(actor, Permission.GUIDANCE_WRITE, Record(row.council_id))
    )


def identities(session: Session, application_id: UUID | None) -> tuple[Identity | None, tuple[Identity, ...]]:
    """What gives councils away: that of this application, with the addresses that it listed, and every other."""
    hosts: dict[UUID, list[str]] = defaultdict(list)
    for council_id, host in session.execute(select(CouncilDomain.council_id, CouncilDomain.host)):
        hosts[council_id].append(host)
    own_id: UUID | None = None
    listed: tuple[str, ...] = ()
    if application_id is not None:
        own_id = session.scalar(select(Application.council_id).where(Application.id == application_id))
        presence = session.scalars(select(Presence).where(Presence.application_id == application_id)).one_or_none()
        listed = tuple(presence.domains.split() + presence.accounts.split()) if presence else ()
    found = {
        key: Identity(name, name_cy, tuple(hosts[key]) + (listed if key == own_id else ()))
        for key, name, name_cy in session.execute(select(Council.id, Council.name, Council.name_cy))
    }
    own = found.pop(own_id, None) if own_id else None
    return own, tuple(found.values())
