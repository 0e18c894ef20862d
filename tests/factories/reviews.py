"""Applications on their way through a review, moved by the product's own actions."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.rules import Answered
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.actions import waiting
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Interest, Place
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.evidence import actions as evidence
from portal.kernel.permissions import Role
from portal.objections import actions as objections
from portal.reviews import actions as reviews
from portal.reviews.models import SecondReview
from portal.reviews.queries import judgements
from portal.reviews.rules import Judgement
from tests.factories.applications import (
    AWKWARD_NOTE,
    AWKWARD_STATEMENT,
    PRESENCE,
    acting,
    make_team,
    start_application,
)
from tests.factories.completeness import open_check, pass_check
from tests.factories.declarations import send, sign
from tests.factories.people import make_staff

_LOCKED = AssignmentState.LOCKED
EVIDENCE = "https://example.gov.uk/evidence?a=1&b=2"
RAISES = "Answer within a day."
AWKWARD_REASON = 'The replies are prompt, "kind"\nand =cmd ŵ 🙂 שלום <b>clear</b>.'


def application_ready_to_assign(
    work: Work,
    council: Council,
    *,
    self_scores: Mapping[str, int] | None = None,
    not_applicable: Iterable[str] = (),
    without_evidence: Iterable[str] = (),
) -> Application:
    """A signed application that has passed its check, with a link as evidence for each criterion.

    Every self-score is 2 unless given, and 1 where there is to be no evidence.
    """
    team = make_team(work, council)
    given, left_out, bare = self_scores or {}, set(not_applicable), set(without_evidence)
    application, doing, slug = start_application(work, team), acting(work, team.contributor), council.slug
    for criterion in edition_of(work.session, application.edition_id).criteria:
        chosen = None if criterion.id in left_out else given.get(criterion.id, 1 if criterion.id in bare else 2)
        answered = Answered(chosen, criterion.id in left_out, f"{criterion.id}: {AWKWARD_STATEMENT}")
        applications.save_answer(doing, applications.SaveAnswer(slug, criterion.id, 0, answered))
        if criterion.id not in bare:
            evidence.add_link(doing, evidence.AddLink(slug, criterion.id, EVIDENCE, AWKWARD_NOTE))
    applications.save_presence(doing, applications.SavePresence(slug, 0, PRESENCE))
    send(work, team)
    administrator = make_staff(work, Role.ADMINISTRATOR, name="Ada Administrator")
    return pass_check(work, open_check(work, sign(work, team), administrator), administrator)


def assign(work: Work, application: Application, reviewer: Person, lead: Person) -> Assignment:
    """Let the lead reviewer ask the reviewer."""
    command = assignments.ProposeReviewer(application.reference, reviewer.id, "Knows districts, =well 🙂")
    return assignments.propose_reviewer(acting(work, lead), command)


def accept(work: Work, application: Application, reviewer: Person) -> Assignment:
    """Let the reviewer accept, with no interest, and the council say that it does not object: the review begins."""
    accepted = accept_only(work, application, reviewer)
    if accepted.begun_at is None:
        waive(work, application)
    return accepted


def accept_only(work: Work, application: Application, reviewer: Person) -> Assignment:
    """Let the reviewer declare no interest and accept; the council can still object."""
    command = assignments.AnswerInvitation(application.reference, Interest.NONE, "")
    return assignments.answer_invitation(acting(work, reviewer), command)


def waive(work: Work, application: Application) -> None:
    """Let the council's owner say that there is no objection to whoever is asked."""
    doing = acting(work, owner_of(work, application))
    slug = work.session.get_one(Council, application.council_id).slug
    objections.say_no_objection(doing, objections.SayNoObjection(slug, waiting(doing, application).id))


def owner_of(work: Work, application: Application) -> Person:
    """The first owner of the application's council."""
    members = accounts.members(work.session, application.council_id, Role.OWNER)
    return work.session.scalars(select(Person).where(Person.email == members[0].email)).one()


def decline(
    work: Work, application: Application, reviewer: Person, interest: Interest | None, text: str = "I am on leave."
) -> Assignment:
    """Let the reviewer decline, because of this interest or of none."""
    command = assignments.AnswerInvitation(application.reference, interest, text)
    return assignments.answer_invitation(acting(work, reviewer), command)


def judgement(score: int | None = 2, reason: str = AWKWARD_REASON) -> Judgement:
    """A judgement that can be saved on any criterion with evidence; None agrees that it does not apply."""
    return Judgement(score, score is None, reason, RAISES, "Nine of ten replies were good.")


def score(
    work: Work, application: Application, reviewer: Person, criterion: str, given: Judgement, version: int = 0
) -> None:
    """Let the reviewer save one score, over the version that they saw."""
    reviews.save_score(acting(work, reviewer), reviews.SaveScore(application.reference, criterion, given, version))


def score_all(
    work: Work,
    application: Application,
    reviewer: Person,
    scores: Mapping[str, int | None] | None = None,
    without: Collection[str] = (),
) -> None:
    """Let the reviewer score every criterion but those left out: 2 unless given."""
    for criterion in edition_of(work.session, application.edition_id).criteria:
        if criterion.id in without:
            continue
        given = (scores or {}).get(criterion.id, 2)
        score(work, application, reviewer, criterion.id, judgement(given))


def lock(work: Work, application: Application, reviewer: Person) -> None:
    """Let the reviewer lock the scores."""
    reviews.lock_scores(acting(work, reviewer), reviews.LockScores(application.reference))


def agree(work: Work, application: Application, lead: Person) -> Person | None:
    """Where a second review is needed, let somebody new give what the first reviewer gave; None where it is not."""
    if application.state is not ApplicationState.SECOND_REVIEW:
        return None
    second = make_staff(work, Role.REVIEWER, name="Sasha Second", employer="Second Council")
    assign(work, application, second, lead)
    accept(work, application, second)
    review_second(work, application, second)
    return second


def review_second(
    work: Work, application: Application, reviewer: Person, scores: Mapping[str, int | None] | None = None
) -> None:
    """Let the second reviewer score what is theirs, as the first reviewer did unless given, and lock."""
    first = select(Assignment.id).filter_by(application_id=application.id, place=Place.FIRST, state=_LOCKED)
    given = judgements(work.session, work.session.scalars(first).one())
    wanted = select(SecondReview.criteria).filter_by(application_id=application.id, round=application.round)
    for criterion in work.session.scalars(wanted).one():
        changed = scores is not None and criterion in scores
        said = judgement(scores[criterion]) if scores is not None and changed else given[criterion]
        score(work, application, reviewer, criterion, said)
    lock(work, application, reviewer)
