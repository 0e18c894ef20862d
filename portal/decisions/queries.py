"""What the lead reviewer sees in moderation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import AnswerFacts, ApplicationFacts, EvidenceFacts
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.criteria.results import Judged, Result, Step, is_borderline
from portal.decisions import kept, rules
from portal.decisions.kept import DecisionFacts
from portal.decisions.models import FinalScore
from portal.decisions.rules import Final
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.links.queries import SnapshotFacts, snapshots_of
from portal.reviews.locked import ReviewScore, scores_of
from portal.reviews.models import Score


@dataclass(frozen=True)
class Reviewed:
    """The first reviewer's score on one criterion; no score where it is agreed not to apply.

    ``carried``: it stands from the decision that a resubmission repeats.
    """

    score: int | None
    reason: str
    improvement: str
    carried: bool = False


def outdated(session: Session, application_id: UUID) -> frozenset[str]:
    """The criteria on which the reviewer has said something new since the final score was saved (C5, row 20).

    Such a final score judges what is no longer there: it is kept, and counts again once it has been saved again.
    """
    return frozenset(
        session.scalars(
            select(FinalScore.criterion)
            .join(
                Application,
                and_(Application.id == FinalScore.application_id, Application.round == FinalScore.round),
            )
            .join(Assignment, and_(Assignment.application_id == Application.id, Assignment.round == Application.round))
            .join(Score, and_(Score.assignment_id == Assignment.id, Score.criterion == FinalScore.criterion))
            .where(
                FinalScore.application_id == application_id,
                Assignment.state == AssignmentState.LOCKED,
                Score.saved_at > FinalScore.saved_at,
            )
        )
    )


def reviewed(session: Session, application_id: UUID) -> dict[str, Reviewed]:
    """The locked scores of the review, by criterion. Raises NotFound while they are not locked."""
    found = {score.criterion: _reviewed(score) for score in scores_of(session, application_id)}
    if not found:
        raise NotFound("no locked review")
    return found


def _reviewed(score: ReviewScore) -> Reviewed:
    return Reviewed(score.judgement.score, score.judgement.reason, score.judgement.improvement, score.carried)


def was_sent_back(session: Session, application_id: UUID) -> bool:
    """Whether the reviewer has been asked once already to look again."""
    asked = (
        select(func.count())
        .select_from(Assignment)
        .join(Application, and_(Application.id == Assignment.application_id, Application.round == Assignment.round))
        .where(Assignment.application_id == application_id, Assignment.reopened_why != "")
    )
    return bool(session.scalar(asked))


@dataclass(frozen=True)
class ModerationLine:
    """One criterion in moderation, the scores side by side. ``differs``: council and reviewer are 2 or more apart.

    ``outdated``: the reviewer has said something new since the final score was saved.
    """

    criterion: Criterion
    self_score: int | None
    reviewed: Reviewed
    final: Final | None
    differs: bool
    outdated: bool


@dataclass(frozen=True)
class ModerationTheme:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    lines: tuple[ModerationLine, ...]


@dataclass(frozen=True)
class ModerationPage:
    """Everything to moderate and to decide. ``result`` counts the reviewer's score where no final one counts yet.

    ``untouched`` is how many criteria have no final score at all, ``moderated`` how many have one that counts.
    """

    application: ApplicationFacts
    edition: Edition
    reviewer: str
    themes: tuple[ModerationTheme, ...]
    moderated: int
    untouched: int
    total: int
    result: Result
    borderline: bool
    sent_back: bool
    in_moderation: bool
    decision: DecisionFacts | None

    @property
    def pass_rule(self) -> tuple[Step, ...]:
        """The parts of the pass rule, worked out."""
        return self.result.parts(Judged.PASS)

    @property
    def commendation_rule(self) -> tuple[Step, ...]:
        """The parts of the commendation rule, worked out."""
        return self.result.parts(Judged.COMMENDATION)

    @property
    def complete(self) -> bool:
        """Whether every criterion has a final score that counts."""
        return self.moderated == self.total


def moderation_page(session: Session, actor: Actor, reference: str) -> ModerationPage:
    """The moderation of one application. Raises NotFound, also while its scores are not locked."""
    application = applications.application(session, kept.application_id(session, actor, reference))
    edition = edition_of(session, application.edition_id)
    scores = scores_of(session, application.id)
    if not scores:
        raise NotFound(f"{reference} has no locked review")
    given = {score.criterion: _reviewed(score) for score in scores}
    finals = kept.finals_of(session, application.id)
    stale = outdated(session, application.id)
    answers = applications.answers_of(session, application.id)
    settled = {key: final for key, final in finals.items() if key not in stale}
    counted = {key: settled.get(key) or Final(given[key].score, given[key].reason) for key in given}
    found = rules.result_of(edition, counted, application.kind, resubmission=application.is_resubmission)
    return ModerationPage(
        application=application,
        edition=edition,
        reviewer=scores[0].reviewer_name,
        themes=tuple(
            ModerationTheme(
                theme,
                tuple(_line(criterion, answers, given, finals, stale) for criterion in edition.criteria_in(theme.id)),
            )
            for theme in edition.themes
        ),
        moderated=len(settled),
        untouched=len(edition.criteria) - len(finals),
        total=len(edition.criteria),
        result=found,
        borderline=is_borderline(found),
        sent_back=was_sent_back(session, application.id),
        in_moderation=application.state is ApplicationState.MODERATION,
        decision=kept.decision_of(session, application, edition),
    )


def _line(
    criterion: Criterion,
    answers: Mapping[str, AnswerFacts],
    given: Mapping[str, Reviewed],
    finals: Mapping[str, Final],
    stale: Collection[str],
) -> ModerationLine:
    answer = answers.get(criterion.id)
    self_score = answer.answered.self_score if answer else None
    score = given[criterion.id].score
    far = self_score is not None and score is not None and abs(self_score - score) >= rules.BIG_DIFFERENCE
    return ModerationLine(
        criterion, self_score, given[criterion.id], finals.get(criterion.id), far, criterion.id in stale
    )


@dataclass(frozen=True)
class CriterionModeration:
    """One criterion in moderation, with the answer and the evidence that the scores judge."""

    application: ApplicationFacts
    edition: Edition
    criterion: Criterion
    line: ModerationLine
    statement: str
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


def criterion_page(session: Session, actor: Actor, reference: str, criterion_id: str) -> CriterionModeration:
    """One criterion of a moderation. Raises NotFound."""
    application = applications.application(session, kept.application_id(session, actor, reference))
    edition = edition_of(session, application.edition_id)
    criterion = edition.criterion(criterion_id)
    answers = applications.answers_of(session, application.id)
    row = kept.final_row(session, application.id, application.round, criterion_id)
    finals = {criterion_id: Final(row.score, row.reason, row.improvement)} if row else {}
    answer = answers.get(criterion_id)
    place = (ids := [entry.id for entry in edition.criteria]).index(criterion_id) + 1
    return CriterionModeration(
        application=application,
        edition=edition,
        criterion=criterion,
        line=_line(criterion, answers, reviewed(session, application.id), finals, outdated(session, application.id)),
        statement=answer.answered.statement if answer else "",
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
