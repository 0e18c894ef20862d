"""Everything that anybody can try on the newest application, by name: each is one of the product's own actions."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import select

from portal.applications import actions as applications
from portal.applications.queries import answers_of
from portal.applications.rules import Answered
from portal.assignments import actions as assignments
from portal.assignments.models import Assignment
from portal.assignments.states import Interest, Place
from portal.audit.work import Work
from portal.clarifications import actions as clarifications
from portal.completeness import actions as completeness
from portal.completeness.states import Lack
from portal.criteria.queries import edition_of
from portal.decisions import actions as decisions
from portal.decisions import conversing, judging, releasing, resubmitting, sending_back
from portal.decisions import queries as moderation
from portal.declarations import actions as declarations
from portal.declarations.queries import open_declaration
from portal.endings import actions as endings
from portal.evidence import actions as evidence
from portal.holds import actions as holds
from portal.interests import actions as interests
from portal.kernel.clock import today
from portal.kernel.errors import NotFound
from portal.objections import actions as objections
from portal.reviews import actions as reviews
from portal.reviews import queries as scores
from portal.reviews.rules import Judgement
from tests.factories.applications import PRESENCE
from tests.integration.workflow.world import World

WHY = "A reason of one sentence."
Step = Callable[[World, Work], object]
# How reviewers judge, by the name of the step: what the criteria get, in turn.
PATTERNS: Mapping[str, tuple[int, ...]] = {
    "high": (3, 3, 2),
    "middling": (2, 2, 3, 2),
    "low": (1, 2, 0, 2, 1),
    "nearly": (2, 1, *[2] * 26),
}


def start(world: World, work: Work) -> None:
    applications.start(work, world.slug)


def fill(world: World, work: Work) -> None:
    """Answer whatever has no answer yet, and confirm or repeat what has."""
    application = world.application(work.session)
    known = answers_of(work.session, application.id)
    for criterion in edition_of(work.session, application.edition_id).criteria:
        said = Answered(2, statement=f"{criterion.id}: what we do.")
        before = known.get(criterion.id)
        if before is None or before.to_check or before.answered != said:
            version = before.version if before else 0
            save = applications.SaveAnswer(world.slug, criterion.id, version, said, confirmed=True)
            applications.save_answer(work, save)
            link = evidence.AddLink(world.slug, criterion.id, "https://example.gov.uk/evidence", "Page 1")
            evidence.add_link(work, link)
    if not known:
        applications.save_presence(work, applications.SavePresence(world.slug, 0, PRESENCE))


def improve(world: World, work: Work) -> None:
    """Say something new wherever something may be changed in what was returned or is sent again."""
    application = world.application(work.session)
    for criterion, known in answers_of(work.session, application.id).items():
        said = Answered(3, statement=f"{criterion}: what we do better.")
        if world.may_change(work, criterion) and known.answered != said:
            applications.save_answer(work, applications.SaveAnswer(world.slug, criterion, known.version, said))


def send(world: World, work: Work) -> None:
    declarations.send(work, declarations.Send(world.slug, world.people["approver"].id))


def recall(world: World, work: Work) -> None:
    declarations.recall(work, declarations.Recall(world.slug))


def hand_back(world: World, work: Work) -> None:
    declarations.hand_back(work, declarations.HandBack(world.slug, _waiting(world, work), WHY))


def sign(world: World, work: Work) -> None:
    declarations.sign(
        work, declarations.Sign(world.slug, _waiting(world, work), work.actor.name, "Director", confirmed=True)
    )


def _waiting(world: World, work: Work) -> UUID:
    found = open_declaration(work.session, world.application(work.session).id)
    if found is None:
        raise NotFound("nothing waits to be signed")
    return found.id


def withdraw(world: World, work: Work) -> None:
    applications.withdraw(work, applications.Withdraw(world.slug, WHY))


def ask_withdrawal(world: World, work: Work) -> None:
    endings.ask_withdrawal(work, endings.AskWithdrawal(world.slug, WHY))


def refuse_withdrawal(world: World, work: Work) -> None:
    endings.refuse_withdrawal(work, world.slug)


def confirm_withdrawal(world: World, work: Work) -> None:
    endings.confirm_withdrawal(work, world.slug)


def reopen(world: World, work: Work) -> None:
    endings.reopen(work, world.slug)


def open_check(world: World, work: Work) -> None:
    completeness.open_check(work, world.reference(work))


def return_incomplete(world: World, work: Work) -> None:
    reference = world.reference(work)
    completeness.note_missing(work, completeness.NoteMissing(reference, "INF-1", Lack.BROKEN_LINK, WHY))
    completeness.return_incomplete(work, reference)


def pass_check(world: World, work: Work) -> None:
    completeness.pass_check(work, completeness.PassCheck(world.reference(work), confirmed=True, note=""))


def declare_interests(_world: World, work: Work) -> None:
    """Declare that there are no others, as everybody does once a year."""
    interests.declare_year(work)


def propose(name: str) -> Step:
    """Ask this reviewer."""

    def step(world: World, work: Work) -> None:
        chosen = world.people[name].id
        assignments.propose_reviewer(work, assignments.ProposeReviewer(world.reference(work), chosen, WHY))

    return step


def take_back(world: World, work: Work) -> None:
    assignments.take_back_proposal(work, assignments.TakeBackProposal(world.reference(work), WHY))


def answer(interest: Interest | None) -> Step:
    """Answer the invitation with this interest; None declines for another reason."""

    def step(world: World, work: Work) -> None:
        assignments.answer_invitation(work, assignments.AnswerInvitation(world.reference(work), interest, WHY))

    return step


def say_no_objection(world: World, work: Work) -> None:
    objections.say_no_objection(work, objections.SayNoObjection(world.slug, _named(world, work)))


def object_to_reviewer(world: World, work: Work) -> None:
    objections.object_to_reviewer(work, objections.Object(world.slug, _named(world, work), WHY))


def answer_objection(upheld: bool) -> Step:
    """Answer the council's objection in this way."""

    def step(world: World, work: Work) -> None:
        objections.answer_objection(work, objections.AnswerObjection(world.reference(work), upheld, WHY))

    return step


def _named(world: World, work: Work) -> UUID | None:
    """The person who was named to the council last."""
    application = world.application(work.session)
    newest = select(Assignment.id).where(Assignment.application_id == application.id)
    return work.session.scalar(newest.order_by(Assignment.proposed_at.desc(), Assignment.place.desc()).limit(1))


def hold(world: World, work: Work) -> None:
    holds.hold(work, holds.Hold(world.reference(work), WHY))


def take_off_hold(world: World, work: Work) -> None:
    holds.take_off_hold(work, holds.Resume(world.reference(work), WHY))


def score(pattern: str) -> Step:
    """Score everything that is to be scored in this way, and lock the scores."""
    given = PATTERNS[pattern]

    def step(world: World, work: Work) -> None:
        reference = world.reference(work)
        review = scores.own_review(work.session, work.actor, reference)
        saved = scores.judgements(work.session, review.assignment_id)
        for place, criterion in enumerate(review.criteria):
            if criterion.id not in saved:
                judged = Judgement(given[place % len(given)], False, WHY, WHY, "Nine of ten.")
                reviews.save_score(work, reviews.SaveScore(reference, criterion.id, judged, 0))
        reviews.lock_scores(work, reviews.LockScores(reference))

    return step


def ask_questions(world: World, work: Work) -> None:
    reference = world.reference(work)
    clarifications.collect(work, clarifications.Collect(reference, "INF-1", WHY))
    clarifications.ask(work, reference)


def answer_questions(world: World, work: Work) -> None:
    clarifications.save_reply(work, clarifications.SaveReply(world.slug, "INF-1", WHY, 0))
    clarifications.send_replies(work, clarifications.SendReplies(world.slug, confirmed=True))


def send_back(world: World, work: Work) -> None:
    sending_back.send_back(work, sending_back.SendBack(world.reference(work), WHY, frozenset({Place.FIRST})))


def decide(world: World, work: Work) -> None:
    """Take over what is agreed, side with the first reviewer where it is not, talk where C6 asks for it, decide."""
    reference = world.reference(work)
    decisions.accept_rest(work, decisions.AcceptRest(reference))
    page = moderation.moderation_page(work.session, work.actor, reference)
    for line in page.lines:
        if line.final is None or line.outdated:
            version = judging.criterion_page(work.session, work.actor, reference, line.criterion.id).version
            score = line.given[0].score
            side = decisions.Moderate(reference, line.criterion.id, score, WHY, WHY, version, WHY)
            decisions.moderate(work, side)
    if talk := tuple(line.criterion.id for line in page.lines if line.to_talk and not line.talked):
        conversing.converse(work, conversing.Converse(reference, today(work.clock), talk, WHY))
    page = moderation.moderation_page(work.session, work.actor, reference)
    decisions.decide(work, decisions.Decide(reference, page.result.outcome))


def release(world: World, work: Work) -> None:
    releasing.release(work, releasing.Release(world.reference(work), WHY))


def resubmit(world: World, work: Work) -> None:
    resubmitting.resubmit(work, resubmitting.Resubmit(world.slug, world.reference(work)))
