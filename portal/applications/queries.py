"""What is written in applications, in plain values. Pages and later steps are put together from it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.facts import EvidenceFacts as EvidenceFacts
from portal.applications.models import Answer, Application, EvidenceItem, Presence, Unlocked
from portal.applications.rules import Answered, PresenceTyped
from portal.applications.states import OPEN_STATES, ApplicationState
from portal.councils.kinds import Kind
from portal.councils.models import Council
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may


@dataclass(frozen=True)
class ApplicationFacts:
    """An application and whose it is."""

    id: UUID
    reference: str
    state: ApplicationState
    state_since: datetime
    started_at: datetime
    submitted_at: datetime | None
    edition_id: UUID
    council_id: UUID
    council_name: str
    slug: str
    kind: Kind
    resubmission_of_id: UUID | None = None
    begun_from_id: UUID | None = None
    round: int = 1

    @property
    def is_resubmission(self) -> bool:
        """Whether it repeats, in part, an application whose result was 'not yet: small changes' (C5, row 27)."""
        return self.resubmission_of_id is not None

    @property
    def since_day(self) -> date:
        """The day, in London, since which it has been in this state."""
        return day_of(self.state_since)


@dataclass(frozen=True)
class AnswerFacts:
    """The newest version of an answer, who saved it and when."""

    id: UUID
    criterion: str
    version: int
    answered: Answered
    saved_by: str
    saved_at: datetime
    to_check: bool = False


@dataclass(frozen=True)
class PresenceFacts:
    """What the council says of itself, who saved it and when."""

    version: int
    typed: PresenceTyped
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class UnlockedFacts:
    """Something that the council is to put right; ``item`` is a criterion's id or rules.PRESENCE."""

    item: str
    what: str
    since: datetime
    until: date | None = None


def _applications() -> Select[Application, Council]:
    return select(Application, Council).join(Council, Council.id == Application.council_id)


def _facts(row: Row[Application, Council]) -> ApplicationFacts:
    application, council = row
    return ApplicationFacts(
        application.id,
        application.reference,
        application.state,
        application.state_since,
        application.started_at,
        application.submitted_at,
        application.edition_id,
        council.id,
        council.name,
        council.slug,
        council.kind,
        application.resubmission_of_id,
        application.begun_from_id,
        application.round,
    )


def application(session: Session, application_id: UUID) -> ApplicationFacts:
    """The application with this key; who may know of it is the caller's to ask. Raises NotFound."""
    row = session.execute(_applications().where(Application.id == application_id)).one_or_none()
    if row is None:
        raise NotFound(f"no application {application_id}")
    return _facts(row)


def latest_application(session: Session, council_id: UUID) -> ApplicationFacts | None:
    """The council's open application, or else the one it began last; None where it never began one."""
    newest = (Application.state.in_(OPEN_STATES).desc(), Application.started_at.desc(), Application.id)
    row = session.execute(_applications().where(Council.id == council_id).order_by(*newest).limit(1)).one_or_none()
    return _facts(row) if row else None


def answered_before(session: Session, council_id: UUID) -> UUID | None:
    """The council's newest application that is over and in which it has said anything; None where there is none."""
    said_something = select(Answer.id).where(Answer.application_id == Application.id).exists()
    return session.scalar(
        select(Application.id)
        .where(Application.council_id == council_id, Application.state.not_in(OPEN_STATES), said_something)
        .order_by(Application.started_at.desc())
        .limit(1)
    )


def application_for(
    session: Session, actor: Actor, slug: str, permission: Permission = Permission.APPLICATION_SEE
) -> ApplicationFacts:
    """The council's latest application. Raises NotFound where there is none, or it is not for this actor to know of."""
    council = own_council(session, actor, slug, permission)
    found = latest_application(session, council.id)
    if found is None:
        raise NotFound(f"{slug} has no application")
    return found


def own_council(session: Session, actor: Actor, slug: str, permission: Permission = Permission.COUNCIL_SEE) -> Council:
    """The council with this slug, for somebody who holds the permission in it. Raises NotFound."""
    council = session.scalar(select(Council).where(Council.slug == slug))
    if council is None or not may(actor, permission, Record(council.id)):
        raise NotFound(f"no council {slug} for {actor.name}")
    return council


def locked(session: Session, application_id: UUID) -> Application:
    """The application itself, held until the transaction ends so that nobody else changes it. Raises NotFound."""
    found = session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update()
        # What this session has read before it held the row may be out of date.
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(f"no application {application_id}")
    return found


def answers_of(session: Session, application_id: UUID) -> Mapping[str, AnswerFacts]:
    """Every answer of an application, by criterion id."""
    rows = session.execute(
        select(Answer, Person.name, Person.email)
        .join(Person, Person.id == Answer.saved_by_id)
        .where(Answer.application_id == application_id)
    )
    return {
        answer.criterion: AnswerFacts(
            answer.id,
            answer.criterion,
            answer.version,
            answered(answer),
            name or email,
            answer.saved_at,
            answer.to_check,
        )
        for answer, name, email in rows
    }


def to_check_in(session: Session, application_id: UUID) -> frozenset[str]:
    """The criteria whose answers were carried over and neither confirmed nor changed since."""
    return frozenset(
        session.scalars(select(Answer.criterion).where(Answer.application_id == application_id, Answer.to_check))
    )


def answered(row: Answer) -> Answered:
    """What the row says."""
    return Answered(row.self_score, row.not_applicable, row.statement)


def evidence_of(session: Session, application_id: UUID) -> Mapping[str, tuple[EvidenceFacts, ...]]:
    """Every piece of evidence that has not been removed, by criterion id, in the order in which it was added."""
    rows = session.execute(
        select(EvidenceItem, Person.name, Person.email)
        .join(Person, Person.id == EvidenceItem.added_by_id)
        .where(EvidenceItem.application_id == application_id, EvidenceItem.removed_at.is_(None))
        .order_by(EvidenceItem.added_at, EvidenceItem.id)
    )
    found: dict[str, list[EvidenceFacts]] = defaultdict(list)
    for item, name, email in rows:
        found[item.criterion].append(
            EvidenceFacts(
                item.id,
                item.criterion,
                item.kind,
                item.address or item.file_name or "",
                item.note,
                item.look_at,
                item.scan,
                item.file_key,
                item.size,
                item.sha256,
                name or email,
                item.added_at,
                item.verdict,
                item.verdict_note,
                item.checked_at,
            )
        )
    return {criterion: tuple(items) for criterion, items in found.items()}


def evidence_counts(session: Session, application_id: UUID) -> Mapping[str, int]:
    """How many pieces of evidence there are for each criterion that has any."""
    rows = session.execute(
        select(EvidenceItem.criterion, func.count().label("items"))
        .where(EvidenceItem.application_id == application_id, EvidenceItem.removed_at.is_(None))
        .group_by(EvidenceItem.criterion)
    )
    return {row.criterion: row.items for row in rows}


def presence_of(session: Session, application_id: UUID) -> PresenceFacts | None:
    """What the council says of itself in this application; None where it has saved nothing."""
    row = session.execute(
        select(Presence, Person.name, Person.email)
        .join(Person, Person.id == Presence.saved_by_id)
        .where(Presence.application_id == application_id)
    ).one_or_none()
    if row is None:
        return None
    presence, name, email = row
    return PresenceFacts(presence.version, presence_typed(presence), name or email, presence.saved_at)


def presence_typed(row: Presence) -> PresenceTyped:
    """What the row says."""
    return PresenceTyped(row.domains, row.accounts, row.promise_address, row.summary)


def unlocked_of(session: Session, application_id: UUID) -> Mapping[str, UnlockedFacts]:
    """What the council is asked to put right, by criterion id or rules.PRESENCE; empty where nothing was returned."""
    rows = session.scalars(select(Unlocked).where(Unlocked.application_id == application_id).order_by(Unlocked.item))
    return {row.item: UnlockedFacts(row.item, row.what, row.since, row.until) for row in rows}


def unlocked_until(session: Session, application_id: UUID) -> date | None:
    """The last day for what is unlocked: the one that the council was told; None where there is none."""
    return session.scalar(select(func.min(Unlocked.until)).where(Unlocked.application_id == application_id))
