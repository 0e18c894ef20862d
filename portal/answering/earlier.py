"""What a council has applied for before: one line each on its home, and each to be read again (officer story 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.answering.beside import ReleasedResult
from portal.applications import queries
from portal.applications.models import Application
from portal.applications.progress import erased_on
from portal.applications.queries import ApplicationFacts, EvidenceFacts
from portal.applications.rules import NOTHING_ANSWERED, PresenceTyped
from portal.applications.states import OPEN_STATES, STATE_WORDS, ApplicationState
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.kernel.words import Words


@dataclass(frozen=True)
class EarlierLine:
    """An application that is over: how and when it ended. ``result`` is there where it was decided and released."""

    reference: str
    state_words: Words
    started_on: date
    ended_on: date
    is_resubmission: bool
    result: ReleasedResult | None


@dataclass(frozen=True)
class EarlierAnswer:
    """What was said on one criterion. ``score_label`` is empty where none was chosen."""

    criterion: Criterion
    not_applicable: bool
    score_label: str
    statement: str
    evidence: tuple[EvidenceFacts, ...]


@dataclass(frozen=True)
class EarlierTheme:
    """The answers of one theme."""

    title: str
    answers: tuple[EarlierAnswer, ...]


@dataclass(frozen=True)
class EarlierPage:
    """One application of the council, to be read. ``erased_on`` is there for one withdrawn before it was signed."""

    application: ApplicationFacts
    state_words: Words
    themes: tuple[EarlierTheme, ...]
    presence: PresenceTyped
    erased_on: date | None


def earlier_lines(
    session: Session, council_id: UUID, results: Mapping[UUID, ReleasedResult], shown: UUID | None
) -> tuple[EarlierLine, ...]:
    """Every application of the council that is over, the newest first, but for the one that is ``shown`` already."""
    rows = session.scalars(
        select(Application)
        .where(Application.council_id == council_id, Application.state.not_in(OPEN_STATES))
        .order_by(Application.started_at.desc())
    )
    return tuple(
        EarlierLine(
            row.reference,
            STATE_WORDS[row.state],
            day_of(row.started_at),
            day_of(row.state_since),
            row.resubmission_of_id is not None,
            results.get(row.id),
        )
        for row in rows
        if row.id != shown
    )


def earlier_page(session: Session, actor: Actor, slug: str, reference: str) -> EarlierPage:
    """One application of the actor's council with every answer. Raises NotFound."""
    council = queries.own_council(session, actor, slug)
    found = session.scalar(
        select(Application.id).where(Application.reference == reference, Application.council_id == council.id)
    )
    if found is None:
        raise NotFound(f"no application {reference} of {slug}")
    application = queries.application(session, found)
    edition = edition_of(session, application.edition_id)
    answers, evidence = queries.answers_of(session, found), queries.evidence_of(session, found)
    presence = queries.presence_of(session, found)

    def read(criterion: Criterion) -> EarlierAnswer:
        said = answers[criterion.id].answered if criterion.id in answers else NOTHING_ANSWERED
        label = "" if said.self_score is None else f"{said.self_score} – {edition.levels[said.self_score].label}"
        return EarlierAnswer(criterion, said.not_applicable, label, said.statement, evidence.get(criterion.id, ()))

    return EarlierPage(
        application=application,
        state_words=STATE_WORDS[application.state],
        themes=tuple(
            EarlierTheme(theme.title, tuple(read(criterion) for criterion in edition.criteria_in(theme.id)))
            for theme in edition.themes
        ),
        presence=presence.typed if presence else PresenceTyped(),
        erased_on=erased_on(application.since_day) if _is_erased(application) else None,
    )


def _is_erased(application: ApplicationFacts) -> bool:
    return application.state is ApplicationState.WITHDRAWN and application.submitted_at is None
