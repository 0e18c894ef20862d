"""What those who hear an appeal read: everything that the decision rests on, and what each of them has found (C8)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals import rules
from portal.appeals.facts import AppealFacts, facts_of
from portal.appeals.lines import CriterionLine, finals_of, lines_of
from portal.appeals.models import Appeal, PanelFinding, PanelMember
from portal.appeals.people import chair_of, free_sitters
from portal.appeals.rules import Sitter
from portal.appeals.states import ADVICE_WORDS, FINDING_WORDS, OPEN_STATES, STATE_WORDS, AppealState, Finding
from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts
from portal.audit.queries import record_of
from portal.councils.models import Council
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.criteria.results import Judged, Result, Step
from portal.decisions.models import Conversation, Decision
from portal.decisions.rules import Final, result_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class PanelLine:
    """One line of a panel member's list. ``by`` is the next day that somebody waits for."""

    id: UUID
    reference: str
    council_name: str
    state_words: Words
    chair: bool
    by: date | None
    late: bool


@dataclass(frozen=True)
class PanelHome:
    """What somebody who hears appeals finds on opening the portal."""

    open: tuple[PanelLine, ...]
    over: tuple[PanelLine, ...]


@dataclass(frozen=True)
class FindingFacts:
    """What one member has found, and why."""

    name: str
    finding: Finding
    words: Words
    why: str


@dataclass(frozen=True)
class OwnFinding:
    """What the reader has found, why, and in which version."""

    finding: Finding
    why: str
    version: int


@dataclass(frozen=True)
class PanelPage:
    """One appeal, for somebody who hears it. ``findings`` are empty until all three have said theirs.

    ``found`` is what at least two have found. ``choice`` are those whom the chair can ask to sit.
    """

    appeal: AppealFacts
    application: ApplicationFacts
    edition: Edition
    outcome_label: str
    is_award: bool
    decided_by: str
    decided_at: datetime
    record: str
    record_sha256: str
    result: Result
    lines: tuple[CriterionLine, ...]
    conversations: tuple[tuple[date, str], ...]
    advice_words: Words | None
    advice_why: str
    chairs: bool
    may_admit: bool
    may_refuse: bool
    choice: tuple[Sitter, ...]
    offers: tuple[tuple[Finding, Words], ...]
    own: OwnFinding | None
    may_find: bool
    findings: tuple[FindingFacts, ...]
    waiting_for: int
    found: Finding | None

    @property
    def pass_rule(self) -> tuple[Step, ...]:
        """The parts of the pass rule, worked out."""
        return self.result.parts(Judged.PASS)

    @property
    def may_decide(self) -> bool:
        """Whether the chair can record the outcome now."""
        return self.chairs and self.found is not None

    @property
    def found_words(self) -> Words | None:
        """What at least two have found, in words."""
        return FINDING_WORDS[self.found] if self.found else None


def panel_home(session: Session, actor: Actor, today: date) -> PanelHome:
    """The appeals that the actor hears or chairs, the most urgent first."""
    rows = session.execute(
        select(Appeal, Council.name, PanelMember.chair)
        .join(PanelMember, PanelMember.appeal_id == Appeal.id)
        .join(Council, Council.id == Appeal.council_id)
        .where(PanelMember.person_id == actor.person_id)
        .order_by(Appeal.lodged_at)
    ).all()
    lines = [_line(appeal, name, chair, today) for appeal, name, chair in rows]
    opened = {appeal.id for appeal, *_more in rows if appeal.state in OPEN_STATES}
    return PanelHome(
        tuple(line for line in lines if line.id in opened), tuple(line for line in lines if line.id not in opened)
    )


def _line(appeal: Appeal, name: str, chair: bool, today: date) -> PanelLine:
    by = appeal.answer_by if appeal.state is AppealState.WITH_PANEL else None
    if appeal.state is AppealState.LODGED and appeal.lodged_at:
        by = rules.admit_by(appeal.lodged_at)
    return PanelLine(
        appeal.id, appeal.reference, name, STATE_WORDS[appeal.state], chair, by, by is not None and by < today
    )


def heard(session: Session, actor: Actor, reference: str, permission: Permission = Permission.APPEAL_HEAR) -> Appeal:
    """The appeal with this reference, for somebody who hears this very one. Raises NotFound."""
    appeal = session.scalar(select(Appeal).where(Appeal.reference == reference))
    if appeal is None:
        raise NotFound(f"no appeal {reference}")
    sits = session.scalar(
        select(PanelMember.id).where(PanelMember.appeal_id == appeal.id, PanelMember.person_id == actor.person_id)
    )
    record = record_of(session, appeal.application_id, appeal.council_id)
    if sits is None or not may(actor, permission, record):
        raise NotFound(f"no appeal {reference} for {actor.name}")
    return appeal


def panel_page(session: Session, actor: Actor, reference: str, today: date) -> PanelPage:
    """One appeal with everything that it is about. Raises NotFound for whoever does not hear it."""
    appeal = heard(session, actor, reference)
    application = applications.application(session, appeal.application_id)
    edition = edition_of(session, application.edition_id)
    decision, decided_by = session.execute(
        select(Decision, Person.name)
        .join(Person, Person.id == Decision.decided_by_id)
        .where(Decision.id == appeal.decision_id)
    ).one()
    finals = finals_of(session, appeal, decision)
    lines = lines_of(session, appeal, edition, finals)
    chair = chair_of(session, appeal)
    chairs = chair is not None and chair.person_id == actor.person_id
    findings = findings_of(session, appeal)
    lodged, sitting = appeal.state is AppealState.LODGED, appeal.state is AppealState.WITH_PANEL
    all_said = len(findings) == rules.PANEL_SIZE
    found = rules.majority(row.finding for row, _name in findings)
    own = next((row for row, _name in findings if row.person_id == actor.person_id), None)
    return PanelPage(
        appeal=facts_of(session, [appeal], for_council=False)[appeal.id],
        application=application,
        edition=edition,
        outcome_label=edition.outcome(decision.outcome).label,
        is_award=decision.outcome.is_award,
        decided_by=decided_by,
        decided_at=decision.decided_at,
        record=decision.record.decode(),
        record_sha256=decision.record_sha256,
        result=result_of(
            edition,
            {key: Final(row.score, row.reason) for key, row in finals.items()},
            application.kind,
            resubmission=application.is_resubmission,
        ),
        lines=lines,
        conversations=_conversations(session, application.id, decision.round),
        advice_words=ADVICE_WORDS[appeal.advice] if appeal.advice else None,
        advice_why=appeal.advice_why,
        chairs=chairs,
        may_admit=chairs and lodged,
        may_refuse=chairs and lodged and rules.may_refuse(appeal.advice),
        choice=free_sitters(session, appeal, today) if chairs and lodged else (),
        offers=tuple(
            (finding, FINDING_WORDS[finding])
            for finding in rules.findings_open_to(
                is_award=decision.outcome.is_award, about_criteria=bool(appeal.criteria)
            )
        ),
        own=OwnFinding(own.finding, own.why, own.version) if own else None,
        may_find=sitting and (not all_said or found is None),
        findings=tuple(
            FindingFacts(name, row.finding, FINDING_WORDS[row.finding], row.why) for row, name in findings if all_said
        ),
        waiting_for=rules.PANEL_SIZE - len(findings),
        found=found if sitting else None,
    )


def findings_of(session: Session, appeal: Appeal) -> list[tuple[PanelFinding, str]]:
    """What has been found so far, with names; whoever may see it is the caller's to ask."""
    return [
        (row, name)
        for row, name in session.execute(
            select(PanelFinding, Person.name)
            .join(Person, Person.id == PanelFinding.person_id)
            .where(PanelFinding.appeal_id == appeal.id)
            .order_by(Person.name)
        )
    ]


def _conversations(session: Session, application_id: UUID, number: int) -> tuple[tuple[date, str], ...]:
    rows = session.execute(
        select(Conversation.held_on, Conversation.note)
        .where(Conversation.application_id == application_id, Conversation.round == number)
        .order_by(Conversation.recorded_at)
    )
    return tuple((day, note) for day, note in rows)
