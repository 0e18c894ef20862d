"""The stories: each application and each award, step by step, by the product's own actions."""

from datetime import timedelta

from portal.announcements import actions as announcements
from portal.announcements.rules import Wish
from portal.applications import actions as applications
from portal.applications import queries
from portal.applications.models import Application
from portal.applications.rules import Answered, PresenceTyped
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.states import Interest
from portal.clarifications import actions as clarifications
from portal.completeness import actions as completeness
from portal.completeness.states import Lack
from portal.councils.models import Council
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of
from portal.decisions import actions as decisions
from portal.decisions import kept
from portal.decisions.resubmitting import Resubmit, resubmit
from portal.decisions.rules import LONGEST_HOLD_DAYS, result_of
from portal.declarations import actions as declarations
from portal.declarations.queries import open_declaration
from portal.demonstration import wording
from portal.demonstration.cast import (
    ADMINISTRATOR,
    FIRST_REVIEWER,
    LEAD,
    SECOND_REVIEWER,
    THIRD_REVIEWER,
    Marks,
)
from portal.demonstration.stage import Stage
from portal.endings.lapsing import lapses_due
from portal.evidence import actions as evidence
from portal.holds import actions as holds
from portal.kernel.clock import today
from portal.kernel.permissions import Role
from portal.objections import actions as objections
from portal.reviews import actions as reviews
from portal.reviews.queries import own_review
from portal.reviews.rules import Judgement

STEPS = (
    ApplicationState.DRAFT,
    ApplicationState.AWAITING_DECLARATION,
    ApplicationState.SUBMITTED,
    ApplicationState.COMPLETENESS_CHECK,
    ApplicationState.READY_TO_ASSIGN,
    ApplicationState.REVIEWER_PROPOSED,
    ApplicationState.IN_REVIEW,
    ApplicationState.MODERATION,
    ApplicationState.DECIDED,
    ApplicationState.FEEDBACK_RELEASED,
)


class Telling:
    """One council's application on its way."""

    def __init__(self, stage: Stage, slug: str, marks: Marks) -> None:
        self.stage, self.slug, self.marks = stage, slug, marks
        self.council: Council = stage.council(slug)
        self.owner = stage.member(self.council, Role.OWNER)
        self.approver = stage.member(self.council, Role.APPROVER)
        self.officer = stage.member(self.council, Role.CONTRIBUTOR)
        self.given: dict[str, int] = {}
        self.apart: dict[str, int] = {}
        self.reviewer = stage.person(FIRST_REVIEWER if slug == "kent" else stage.chance.choice(REVIEWERS))

    def until(self, state: ApplicationState) -> Application:
        """Tell it until the application is in this state."""
        stage = self.stage
        application = applications.start(stage.work(self.owner), self.slug)
        self.reference, self.edition = application.reference, edition_of(stage.session, application.edition_id)
        if state is ApplicationState.DRAFT:
            self._answer(self.edition.criteria[:3])
            return application
        if state is ApplicationState.LAPSED:
            self._answer(self.edition.criteria[:5])
            stage.at(LAPSED_DAYS_AGO)
            for lapse in lapses_due(stage.session, stage.clock.now()):
                lapse(stage.work())
            return queries.locked(stage.session, application.id)
        if state is ApplicationState.WITHDRAWN:
            self._answer(self.edition.criteria[:1])
            applications.withdraw(stage.work(self.owner), applications.Withdraw(self.slug, "Not this year."))
            return application
        if application.begun_from_id is None:
            self._answer(self.edition.criteria)
        else:
            self._confirm(application)
        # Where it comes from, and what brings it into a state that lies beside the way.
        turns = {
            ApplicationState.SECOND_REVIEW: (ApplicationState.IN_REVIEW, self._score_first),
            ApplicationState.ON_HOLD: (ApplicationState.IN_REVIEW, self._hold),
            ApplicationState.RETURNED_INCOMPLETE: (ApplicationState.COMPLETENESS_CHECK, self._return),
            ApplicationState.CLARIFICATION_REQUESTED: (ApplicationState.IN_REVIEW, self._ask),
            ApplicationState.RESUBMISSION_DRAFT: (ApplicationState.FEEDBACK_RELEASED, self._resubmit),
        }
        last, turn = turns.get(state, (state, None))
        steps = (self._send, self._sign, self._open, self._pass, self._propose, self._accept, self._score, self.decide)
        for step in steps[: STEPS.index(last)]:
            stage.later()
            step()
        if turn is not None:
            stage.later()
            turn()
        return queries.locked(stage.session, application.id)

    def _confirm(self, application: Application) -> None:
        """What was said last time is still true."""
        work = self.stage.work(self.officer)
        for criterion, known in queries.answers_of(self.stage.session, application.id).items():
            save = applications.SaveAnswer(self.slug, criterion, known.version, known.answered, confirmed=True)
            applications.save_answer(work, save)

    def _answer(self, criteria: tuple[Criterion, ...]) -> None:
        work, domain = self.stage.work(self.officer), self.stage.domain(self.council)
        for criterion in criteria:
            answered = Answered(self._own_score(criterion), statement=wording.statement(criterion, self.council.name))
            applications.save_answer(work, applications.SaveAnswer(self.slug, criterion.id, 0, answered))
            link = f"https://www.{domain}/social-media/{criterion.id.lower()}"
            evidence.add_link(work, evidence.AddLink(self.slug, criterion.id, link, wording.note(criterion)))
        figures = evidence.AddFile(
            self.slug, criteria[0].id, "updates-by-month.csv", wording.FIGURES, "Twelve months of posts"
        )
        evidence.add_file(work, self.stage.running.files, figures)
        typed = PresenceTyped(
            domains=domain,
            accounts=f"https://www.facebook.example/{self.slug}\nhttps://social.example/@{self.slug}",
            promise_address=f"https://www.{domain}/social-media-promise",
            summary=wording.summary(self.council.name),
        )
        applications.save_presence(work, applications.SavePresence(self.slug, 0, typed))

    def _own_score(self, criterion: Criterion) -> int:
        return 3 if self.marks is Marks.COMMENDED or (criterion.weight > 2 and criterion.essential) else 2

    def _send(self) -> None:
        declarations.send(self.stage.work(self.owner), declarations.Send(self.slug, self.approver.id))

    def _sign(self) -> None:
        found = queries.latest_application(self.stage.session, self.council.id)
        waiting = open_declaration(self.stage.session, found.id) if found else None
        if waiting is None:
            raise LookupError(f"{self.slug} has nothing to sign")
        sign = declarations.Sign(self.slug, waiting.id, self.approver.name, self.approver.job_title, confirmed=True)
        declarations.sign(self.stage.work(self.approver), sign)

    def _open(self) -> None:
        completeness.open_check(self.stage.work(self.stage.person(ADMINISTRATOR)), self.reference)

    def _pass(self) -> None:
        command = completeness.PassCheck(self.reference, confirmed=True, note="")
        completeness.pass_check(self.stage.work(self.stage.person(ADMINISTRATOR)), command)

    def _return(self) -> None:
        work = self.stage.work(self.stage.person(ADMINISTRATOR))
        for item, lack, what in wording.MISSING:
            completeness.note_missing(work, completeness.NoteMissing(self.reference, item, Lack(lack), what))
        completeness.return_incomplete(work, self.reference)

    def _ask(self) -> None:
        work = self.stage.work(self.reviewer)
        for criterion, question in wording.QUESTIONS:
            clarifications.collect(work, clarifications.Collect(self.reference, criterion, question))
        clarifications.ask(work, self.reference)

    def _resubmit(self) -> None:
        resubmit(self.stage.work(self.owner), Resubmit(self.slug, self.reference))

    def _propose(self) -> None:
        command = assignments.ProposeReviewer(self.reference, self.reviewer.id, "Has time, and no link to the council.")
        assignments.propose_reviewer(self.stage.work(self.stage.person(LEAD)), command)

    def _accept(self) -> None:
        command = assignments.AnswerInvitation(self.reference, Interest.NONE, "")
        accepted = assignments.answer_invitation(self.stage.work(self.reviewer), command)
        objections.say_no_objection(self.stage.work(self.owner), objections.SayNoObjection(self.slug, accepted.id))

    def _hold(self) -> None:
        holds.hold(self.stage.work(self.stage.person(LEAD)), holds.Hold(self.reference, wording.WHY_ON_HOLD))

    def _score_first(self) -> None:
        """The first scores are locked, and somebody else has begun to look."""
        self._score_own()
        self._ask_another()

    def _ask_another(self) -> None:
        self.reviewer = self.stage.person(THIRD_REVIEWER)
        for step in (self._propose, self._accept):
            self.stage.later()
            step()

    def _score(self) -> None:
        self._score_own()
        found = queries.latest_application(self.stage.session, self.council.id)
        if found is not None and found.state is ApplicationState.SECOND_REVIEW:
            # Somebody else looks too, and gives the same, but where the story wants them apart.
            self._ask_another()
            self.given |= self.apart
            self.stage.later()
            self._score_own()

    def _score_own(self) -> None:
        work = self.stage.work(self.reviewer)
        for criterion in own_review(self.stage.session, work.actor, self.reference).criteria:
            if criterion.id not in self.given:
                self.given[criterion.id] = self._score_for(criterion)
            score = self.given[criterion.id]
            judged = Judgement(
                score,
                agreed_not_applicable=False,
                reason=wording.reason(criterion, score),
                improvement=wording.improvement(criterion, score),
                live_check=wording.live_check(criterion),
            )
            reviews.save_score(work, reviews.SaveScore(self.reference, criterion.id, judged, 0))
        self.stage.later(60)
        reviews.lock_scores(work, reviews.LockScores(self.reference))

    def _score_for(self, criterion: Criterion) -> int:
        if self.marks is Marks.NEARLY:
            return 1 if criterion.id in wording.NEARLY else 2
        if self.marks is Marks.NOT_YET:
            return 1 if criterion.id in wording.WEAK else 2
        if self.marks is Marks.COMMENDED:
            return 2 if criterion.weight == 1 else 3
        return self.stage.chance.choice((2, 2, 3)) if criterion.essential else self.stage.chance.choice((1, 2, 2, 3))

    def decide(self, *, held: bool = False) -> None:
        """Moderate and decide; ``held`` until a day that suits the council's announcement."""
        # Whatever the day of the story: the days before an election would hold the award back.
        announcements.plan(self.stage.work(self.approver), announcements.Plan(self.slug, Wish.AT_ONCE, None))
        work, session = self.stage.work(self.stage.person(LEAD)), self.stage.session
        decisions.accept_rest(work, decisions.AcceptRest(self.reference))
        application_id = kept.application_id(session, work.actor, self.reference)
        found = result_of(self.edition, kept.finals_of(session, application_id), self.council.kind)
        day = today(self.stage.clock) + timedelta(days=LONGEST_HOLD_DAYS) if held else None
        decisions.decide(work, decisions.Decide(self.reference, found.outcome, day))


LAPSED_DAYS_AGO = 30
# What an application that is not awarded was given.
MARKS = {
    ApplicationState.FEEDBACK_RELEASED: Marks.NOT_YET,
    ApplicationState.RESUBMISSION_DRAFT: Marks.NEARLY,
    ApplicationState.SECOND_REVIEW: Marks.NEARLY,
    ApplicationState.MODERATION: Marks.NEARLY,
}
REVIEWERS = (FIRST_REVIEWER, SECOND_REVIEWER)


def tell_application(stage: Stage, slug: str, state: ApplicationState, days_ago: int) -> None:
    """One application that waits in a state; in moderation, the reviewers are two apart on an essential criterion."""
    stage.at(days_ago)
    telling = Telling(stage, slug, MARKS.get(state, Marks.AWARDED))
    if state is ApplicationState.MODERATION:
        telling.apart = wording.APART
    if state is ApplicationState.DECIDED:
        telling.until(ApplicationState.MODERATION)
        telling.decide(held=True)
    else:
        telling.until(state)


def tell_nearly_there(stage: Stage, slug: str, days_ago: int) -> None:
    """A result of 'not yet: small changes' that the council has not acted on."""
    stage.at(days_ago)
    Telling(stage, slug, Marks.NEARLY).until(ApplicationState.FEEDBACK_RELEASED)
