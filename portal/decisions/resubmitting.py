"""A resubmission: the named criteria improved and sent once more, everything else as it was decided (C5, row 27)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.carrying import carry_over
from portal.applications.models import Answer, Application, Unlocked
from portal.applications.queries import ApplicationFacts
from portal.applications.states import OPEN_STATES, RESULT_STATES, ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Place
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of
from portal.decisions import kept, results, rules
from portal.decisions.results import CouncilResult
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.kernel.references import new_application_reference
from portal.kernel.words import Words, words
from portal.reviews.actions import write_score
from portal.reviews.locked import scores_of
from portal.reviews.models import Score
from portal.reviews.rules import Judgement

# Where the first review wrote nothing down, and the criterion asks for it.
SEEN_BEFORE = words("Looked at in the first review.")


@dataclass(frozen=True)
class Resubmit:
    """Whose result, by its reference, is to be improved and sent once more."""

    slug: str
    reference: str


def resubmit(work: Work, command: Resubmit) -> Application:
    """Begin the resubmission: the same edition and answers, only the criteria that the decision named unlocked.

    Raises NotFound for a result that is not the actor's to repeat, and RuleBroken where it is too late, was done
    before, or the council has an open application.
    """
    council = applications.own_council(work.session, work.actor, command.slug, Permission.APPLICATION_RESUBMIT)
    # Held, so that of two people who press the button at once the second is told who was first.
    work.session.scalar(select(Council.id).where(Council.id == council.id).with_for_update())
    first = _released(work.session, council.id, command.reference)
    if problem := _obstacle(work, first):
        raise RuleBroken([Problem("", problem)])
    application = Application(
        id=uuid4(),
        reference=new_application_reference(work.choose),
        council_id=council.id,
        edition_id=first.edition_id,
        started_at=work.clock.now(),
        resubmission_of_id=first.id,
    )
    work.begin(
        application,
        Permission.APPLICATION_RESUBMIT,
        "application:resubmission_started",
        state=ApplicationState.RESUBMISSION_DRAFT,
        resubmission_of=first.reference,
    )
    carry_over(work, first.id, application, to_check=False)
    until = _result_of(work.session, first).resubmit_by
    for criterion, what in asked_of(work.session, first).items():
        work.session.add(
            Unlocked(
                id=uuid4(),
                application_id=application.id,
                item=criterion,
                what=what,
                since=work.clock.now(),
                until=until,
            )
        )
    work.session.flush()
    return application


def named_of(session: Session, first: ApplicationFacts) -> tuple[str, ...]:
    """The criteria that the decision on this application named, worked out from its final scores once more."""
    edition = edition_of(session, first.edition_id)
    found = rules.result_of(edition, kept.finals_of(session, first.id), first.kind)
    return found.named_criteria.suggested if found.named_criteria else ()


def asked_of(session: Session, first: ApplicationFacts) -> dict[str, str]:
    """What would move each named criterion up: as the council read it, or else in the words of the rubric."""
    edition = edition_of(session, first.edition_id)
    finals, raised_to = kept.finals_of(session, first.id), edition.small_changes.raised_to
    return {
        name: finals[name].improvement or edition.criterion(name).rubric[raised_to] for name in named_of(session, first)
    }


def carry_scores(work: Work, event: Event) -> None:
    """Follow the beginning of a resubmission's review: what the first decision did not name is scored already.

    The final scores with their reasons, as they were decided; the reviewer scores the named criteria only.
    """
    application = applications.application(work.session, event.subject_id)
    if application.resubmission_of_id is None:
        return
    first = applications.application(work.session, application.resubmission_of_id)
    assignment = work.session.scalars(
        select(Assignment).where(
            Assignment.application_id == application.id,
            Assignment.place == Place.FIRST,
            Assignment.state == AssignmentState.ACCEPTED,
        )
    ).one()
    named = named_of(work.session, first)
    reviewed = {score.criterion: score.judgement for score in scores_of(work.session, first.id)}
    answers = work.session.scalars(select(Answer).where(Answer.application_id == application.id)).all()
    versions = {answer.criterion: answer.version for answer in answers}
    edition = edition_of(work.session, first.edition_id)
    for name, final in sorted(kept.finals_of(work.session, first.id).items()):
        if name not in named:
            judgement = _carried(edition.criterion(name), final, reviewed.get(name))
            score = Score(assignment_id=assignment.id, criterion=name, carried=True)
            write_score(work, score, judgement, versions[name])


def _carried(criterion: Criterion, final: rules.Final, reviewed: Judgement | None) -> Judgement:
    """The final score as a reviewer's; where nobody said what would move it up, the rubric does."""
    improvement = final.improvement
    if final.score is not None and not improvement and final.score + 1 < len(criterion.rubric):
        improvement = criterion.rubric[final.score + 1]
    live_check = (reviewed.live_check if reviewed else "") or (str(SEEN_BEFORE) if criterion.live_check else "")
    return Judgement(final.score, final.score is None, final.reason, improvement, live_check)


def _released(session: Session, council_id: UUID, reference: str) -> ApplicationFacts:
    found = session.scalar(
        select(Application.id).where(
            Application.reference == reference,
            Application.council_id == council_id,
            Application.state.in_(RESULT_STATES),
        )
    )
    if found is None:
        raise NotFound(f"no result {reference}")
    return applications.application(session, found)


def _result_of(session: Session, first: ApplicationFacts) -> CouncilResult:
    return next(found for found in results.results_of(session, first.council_id) if found.application_id == first.id)


def _obstacle(work: Work, first: ApplicationFacts) -> Words | None:
    result = _result_of(work.session, first)
    open_now = applications.latest_application(work.session, first.council_id)
    if result.resubmit_by is None:
        return words("This result cannot be improved and sent again: its feedback says what you can do.")
    if result.used:
        return words("This has been started already. It can be done once: carry on from your council’s home.")
    if today(work.clock) > result.resubmit_by:
        return words("The time to send the named criteria again ended on %(day)s.", day=result.resubmit_by)
    if open_now is not None and open_now.state in OPEN_STATES:
        return words(
            "Your council has an open application, %(reference)s. Finish or withdraw that one first.",
            reference=open_now.reference,
        )
    return None
