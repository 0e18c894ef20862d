"""What the council is told of its result: C7 of docs/process.md."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.applications.states import RESULT_STATES
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.criteria.advice import Action, actions_by_effect, effect_words, strengths
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.criteria.results import Judged, Result, Step, ThemePercent
from portal.decisions import kept, rules
from portal.decisions.kept import DecisionFacts
from portal.decisions.results import results_of
from portal.decisions.rules import Final
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.reviews.models import Score

# C3: an appeal may be lodged within 20 working days of the feedback.
APPEAL_WORKING_DAYS = 20
# C7: the top three.
FIRST_ACTIONS = 3
# Whoever has locked scores, also where an appeal has set them aside since.
SCORED = (AssignmentState.LOCKED, AssignmentState.SET_ASIDE)


@dataclass(frozen=True)
class FeedbackLine:
    """One criterion: the council's own score, the final one, the reason, and what would move it up."""

    criterion: Criterion
    self_score: int | None
    final: Final

    @property
    def improvement(self) -> str:
        """What would move it up."""
        return self.final.improvement


@dataclass(frozen=True)
class FeedbackTheme:
    """A theme, its percentage and its criteria; no percentage where nothing in it applies."""

    theme: Theme
    percent: ThemePercent | None
    lines: tuple[FeedbackLine, ...]


@dataclass(frozen=True)
class PlannedAction:
    """Something to do: the criterion, what raising it brings, as numbers and in words, and what would move it up."""

    criterion: Criterion
    action: Action
    effect: Words
    improvement: str


@dataclass(frozen=True)
class FeedbackPage:
    """Everything that C7 promises. ``plan`` has every criterion that can be raised, the most effective first.

    ``stands`` is False for what was told in an earlier round, before an appeal; ``rounds`` are those that the council
    has been told of, the newest first.
    """

    reference: str
    council_name: str
    slug: str
    edition: Edition
    decision: DecisionFacts
    is_award: bool
    submitted_at: datetime | None
    released_at: datetime
    result: Result
    themes: tuple[FeedbackTheme, ...]
    strengths: tuple[FeedbackLine, ...]
    plan: tuple[PlannedAction, ...]
    named: tuple[Criterion, ...]
    next_step: Words
    appeal_by: date
    reviewers: tuple[tuple[str, str], ...]
    resubmit_by: date | None
    may_resubmit: bool
    carried: frozenset[str]
    stands: bool
    rounds: tuple[DecisionFacts, ...]

    @property
    def actions(self) -> tuple[PlannedAction, ...]:
        """The first things to do."""
        return self.plan[:FIRST_ACTIONS]

    @property
    def pass_rule(self) -> tuple[Step, ...]:
        """The parts of the pass rule, worked out."""
        return self.result.parts(Judged.PASS)


def feedback_page(
    session: Session, actor: Actor, slug: str, reference: str, today: date, number: int | None = None
) -> FeedbackPage:
    """The feedback on an application of the actor's council: the newest, or that of an earlier round.

    Raises NotFound, also before it is released. ``resubmit_by`` is the last day to improve the named criteria and send
    them again, while that can be started.
    """
    council = applications.own_council(session, actor, slug, Permission.FEEDBACK_SEE)
    found = session.scalar(
        select(Application.id).where(Application.reference == reference, Application.council_id == council.id)
    )
    if found is None:
        raise NotFound(f"no result {reference} for {slug}")
    application = applications.application(session, found)
    edition = edition_of(session, application.edition_id)
    rounds = tuple(made for made in kept.decisions_of(session, found, edition) if made.released_at)
    decision = next((made for made in rounds if number in {None, made.round}), None)
    if decision is None or decision.released_at is None or decision.counts_from is None:
        raise NotFound(f"no result {reference} in round {number}")
    finals = kept.finals_of(session, application.id, decision.round)
    answers = applications.answers_of(session, application.id)
    lines = {
        criterion.id: FeedbackLine(
            criterion,
            answers[criterion.id].answered.self_score if criterion.id in answers else None,
            finals[criterion.id],
        )
        for criterion in edition.criteria
    }
    counted = {key: final.score for key, final in finals.items() if final.score is not None}
    left_out = frozenset(finals.keys() - counted.keys())
    result = rules.result_of(edition, finals, application.kind, resubmission=application.is_resubmission)
    released_on = day_of(decision.released_at)
    percents = {percent.theme_id: percent for percent in result.theme_percents}
    stands = decision.round == application.round and application.state in RESULT_STATES
    resubmit_by = _resubmit_by(session, application, today) if stands else None
    named = result.named_criteria.suggested if result.named_criteria else ()
    return FeedbackPage(
        reference=reference,
        council_name=application.council_name,
        slug=slug,
        edition=edition,
        decision=decision,
        is_award=result.outcome.is_award,
        submitted_at=application.submitted_at,
        released_at=decision.released_at,
        result=result,
        themes=tuple(
            FeedbackTheme(theme, percents.get(theme.id), tuple(lines[c.id] for c in edition.criteria_in(theme.id)))
            for theme in edition.themes
        ),
        strengths=tuple(lines[key] for key in strengths(edition, counted, not_applicable=left_out)),
        plan=tuple(
            PlannedAction(
                edition.criterion(action.criterion_id),
                action,
                effect_words(edition, action, passes=result.outcome.is_award),
                lines[action.criterion_id].improvement,
            )
            for action in actions_by_effect(edition, counted, len(edition.criteria), left_out)
        ),
        named=tuple(edition.criterion(key) for key in named),
        next_step=rules.next_step(edition, result.outcome, released_on, decision.counts_from),
        appeal_by=add_working_days(released_on, APPEAL_WORKING_DAYS),
        reviewers=_reviewers(session, application.id, decision.round),
        resubmit_by=resubmit_by,
        may_resubmit=resubmit_by is not None and may(actor, Permission.APPLICATION_RESUBMIT, Record(council.id)),
        carried=_carried(session, application.id, decision.round),
        stands=stands,
        rounds=rounds,
    )


def _resubmit_by(session: Session, application: ApplicationFacts, today: date) -> date | None:
    told = next(each for each in results_of(session, application.council_id) if each.application_id == application.id)
    return told.resubmit_by if told.may_be_resubmitted(today) else None


def _scored(application_id: UUID, number: int) -> Select[int]:
    """The newest round up to this one in which anybody scored: a corrected decision rests on the reviews before it."""
    return select(func.max(Assignment.round)).where(
        Assignment.application_id == application_id, Assignment.round <= number, Assignment.state.in_(SCORED)
    )


def _reviewers(session: Session, application_id: UUID, number: int) -> tuple[tuple[str, str], ...]:
    """Name and employer of whoever scored what was decided in this round, the first reviewer first."""
    rows = session.execute(
        select(Person.name, Person.employer)
        .join(Assignment, Assignment.reviewer_id == Person.id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state.in_(SCORED),
            Assignment.round == _scored(application_id, number).scalar_subquery(),
        )
        .order_by(Assignment.place)
    )
    return tuple((name, employer) for name, employer in rows)


def _carried(session: Session, application_id: UUID, number: int) -> frozenset[str]:
    """The criteria whose scores stand from the decision that a resubmission repeats."""
    return frozenset(
        session.scalars(
            select(Score.criterion)
            .join(Assignment, Assignment.id == Score.assignment_id)
            .where(
                Assignment.application_id == application_id,
                Assignment.state.in_(SCORED),
                Assignment.round == _scored(application_id, number).scalar_subquery(),
                Score.carried,
            )
        )
    )
