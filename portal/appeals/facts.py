"""Appeals in plain values, as the council and those who hear them read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals import rules
from portal.appeals.models import Appeal, CorrectedScore, PanelMember
from portal.appeals.states import DECIDED_STATES, GROUND_WORDS, OPEN_STATES, STATE_WORDS, AppealState, Ground
from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.decisions.models import Decision, FinalScore
from portal.kernel.words import Words


@dataclass(frozen=True)
class Panelist:
    """Somebody who hears an appeal, as the council is told."""

    name: str
    employer: str
    chair: bool
    outside: bool


@dataclass(frozen=True)
class Corrected:
    """A score that the panel has put right."""

    criterion: Criterion
    before: int | None
    after: int | None
    reason: str


@dataclass(frozen=True)
class AppealFacts:
    """An appeal in plain values. The days are None before there are any; ``corrected`` is empty for the council until
    the corrected result has been released.
    """

    id: UUID
    reference: str
    state: AppealState
    state_words: Words
    since: datetime
    grounds: tuple[Words, ...]
    criteria: tuple[Criterion, ...]
    statement: str
    written_by: str
    written_at: datetime
    lodged_at: datetime | None
    admit_by: date | None
    answer_by: date | None
    outcome_why: str
    panel: tuple[Panelist, ...]
    corrected: tuple[Corrected, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in OPEN_STATES

    @property
    def is_decided(self) -> bool:
        """Whether it came to an end other than by being withdrawn."""
        return self.state in DECIDED_STATES


def facts_of(session: Session, rows: list[Appeal], *, for_council: bool) -> dict[UUID, AppealFacts]:
    """These appeals in plain values, by their keys, in a fixed number of queries."""
    keys = [row.id for row in rows]
    names = dict(
        session.execute(select(Person.id, Person.name).where(Person.id.in_({row.written_by_id for row in rows}))).all()
    )
    panels: dict[UUID, list[Panelist]] = {key: [] for key in keys}
    for member, name, employer in session.execute(
        select(PanelMember, Person.name, Person.employer)
        .join(Person, Person.id == PanelMember.person_id)
        .where(PanelMember.appeal_id.in_(keys))
        .order_by(PanelMember.chair.desc(), Person.name)
    ):
        panels[member.appeal_id].append(Panelist(name, employer, member.chair, member.outside))
    editions, released = _about(session, keys)
    corrected = _corrected(session, keys, editions)
    return {
        row.id: AppealFacts(
            id=row.id,
            reference=row.reference,
            state=row.state,
            state_words=STATE_WORDS[row.state],
            since=row.state_since,
            grounds=tuple(GROUND_WORDS[Ground(ground)] for ground in row.grounds),
            criteria=tuple(editions[row.id].criterion(criterion) for criterion in row.criteria),
            statement=row.statement,
            written_by=names[row.written_by_id],
            written_at=row.written_at,
            lodged_at=row.lodged_at,
            admit_by=rules.admit_by(row.lodged_at) if row.lodged_at else None,
            answer_by=row.answer_by or (rules.answer_by(row.lodged_at) if row.lodged_at else None),
            outcome_why=row.outcome_why,
            panel=tuple(panels[row.id]),
            corrected=tuple(corrected.get(row.id, ())) if row.id in released or not for_council else (),
        )
        for row in rows
    }


def _about(session: Session, keys: list[UUID]) -> tuple[dict[UUID, Edition], frozenset[UUID]]:
    """The edition of each appeal, and the appeals whose case has a result that the council knows."""
    found = session.execute(
        select(Appeal.id, Application.edition_id, Application.state)
        .join(Application, Application.id == Appeal.application_id)
        .where(Appeal.id.in_(keys))
    ).all()
    editions = {edition_id: edition_of(session, edition_id) for edition_id in {row[1] for row in found}}
    known = frozenset(key for key, _edition, state in found if state in RESULT_STATES)
    return {key: editions[edition_id] for key, edition_id, _state in found}, known


def _corrected(session: Session, keys: list[UUID], editions: Mapping[UUID, Edition]) -> dict[UUID, list[Corrected]]:
    rows = session.execute(
        select(CorrectedScore, FinalScore.score)
        .join(Appeal, Appeal.id == CorrectedScore.appeal_id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(
            FinalScore,
            (FinalScore.application_id == Appeal.application_id)
            & (FinalScore.round == Decision.round)
            & (FinalScore.criterion == CorrectedScore.criterion),
        )
        .where(CorrectedScore.appeal_id.in_(keys))
        .order_by(CorrectedScore.criterion)
    )
    found: dict[UUID, list[Corrected]] = {}
    for row, before in rows:
        criterion = editions[row.appeal_id].criterion(row.criterion)
        found.setdefault(row.appeal_id, []).append(Corrected(criterion, before, row.score, row.reason))
    return found
