"""What the council is told of its result: C7 of docs/process.md."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.criteria.advice import Action, actions_by_effect, effect_words, strengths
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.criteria.results import Judged, Result, Step, ThemePercent
from portal.decisions import queries, rules
from portal.decisions.queries import DecisionFacts
from portal.decisions.results import results_of
from portal.decisions.rules import Final
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import LONDON
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.reviews.locked import scores_of

# C3: an appeal may be lodged within 20 working days of the feedback.
APPEAL_WORKING_DAYS = 20
# C7: the top three.
FIRST_ACTIONS = 3


@dataclass(frozen=True)
class FeedbackLine:
    """One criterion: the council's own score, the final one, the reason, and what would move it up."""

    criterion: Criterion
    self_score: int | None
    final: Final
    improvement: str


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
    """Everything that C7 promises. ``plan`` has every criterion that can be raised, the most effective first."""

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

    @property
    def actions(self) -> tuple[PlannedAction, ...]:
        """The first things to do."""
        return self.plan[:FIRST_ACTIONS]

    @property
    def pass_rule(self) -> tuple[Step, ...]:
        """The parts of the pass rule, worked out."""
        return self.result.parts(Judged.PASS)


def feedback_page(session: Session, actor: Actor, slug: str, reference: str, today: date) -> FeedbackPage:
    """The feedback on an application of the actor's council. Raises NotFound, also before it is released.

    ``resubmit_by`` is the last day to improve the named criteria and send them again, while that can be started.
    """
    council = applications.own_council(session, actor, slug, Permission.FEEDBACK_SEE)
    found = session.scalar(
        select(Application.id).where(
            Application.reference == reference,
            Application.council_id == council.id,
            Application.state.in_(RESULT_STATES),
        )
    )
    if found is None:
        raise NotFound(f"no result {reference} for {slug}")
    application = applications.application(session, found)
    edition = edition_of(session, application.edition_id)
    decision = queries.decision_of(session, application, edition)
    if decision is None:
        raise NotFound(f"{reference} has no decision")
    finals = queries.finals_of(session, application.id)
    answers = applications.answers_of(session, application.id)
    scores = scores_of(session, application.id)
    improvements = {score.criterion: score.judgement.improvement for score in scores}
    lines = {
        criterion.id: FeedbackLine(
            criterion,
            answers[criterion.id].answered.self_score if criterion.id in answers else None,
            finals[criterion.id],
            improvements.get(criterion.id, ""),
        )
        for criterion in edition.criteria
    }
    counted = {key: final.score for key, final in finals.items() if final.score is not None}
    left_out = frozenset(finals.keys() - counted.keys())
    result = rules.result_of(edition, finals, application.kind, resubmission=application.is_resubmission)
    released_on = application.state_since.astimezone(LONDON).date()
    percents = {percent.theme_id: percent for percent in result.theme_percents}
    told = next(each for each in results_of(session, council.id) if each.application_id == application.id)
    resubmit_by = told.resubmit_by if told.may_be_resubmitted(today) else None
    named = result.named_criteria.suggested if result.named_criteria else ()
    return FeedbackPage(
        reference=reference,
        council_name=application.council_name,
        slug=slug,
        edition=edition,
        decision=decision,
        is_award=result.outcome.is_award,
        submitted_at=application.submitted_at,
        released_at=application.state_since,
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
        next_step=rules.next_step(edition, result.outcome, released_on),
        appeal_by=add_working_days(released_on, APPEAL_WORKING_DAYS),
        reviewers=tuple(dict.fromkeys((score.reviewer_name, score.reviewer_employer) for score in scores)),
        resubmit_by=resubmit_by,
        may_resubmit=resubmit_by is not None and may(actor, Permission.APPLICATION_RESUBMIT, Record(council.id)),
        carried=frozenset(score.criterion for score in scores if score.carried),
    )
