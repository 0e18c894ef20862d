"""The whole story, from reading the criteria to the verify page, told by five people and a resident."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from portal.applications import actions as applications
from portal.applications.rules import Answered
from portal.councils.models import Council
from portal.criteria.edition import Criterion
from portal.evidence import actions as evidence
from portal.reviews import actions as reviews
from portal.reviews.rules import Judgement
from tests.factories.applications import acting
from tests.factories.people import make_conflict, person_called
from tests.journeys import facts, running
from tests.journeys.browsing import Guest
from tests.journeys.cast import called
from tests.journeys.council_side import Approver, Officer
from tests.journeys.public_side import Resident
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Administrator, Lead, Reviewer


class Story:
    """Who takes part, each at a browser of their own, and what they do, step by step.

    After the first criterion, those ``by_hand`` are answered and scored on their pages. The others, which would show
    nothing new, go through the same actions as the pages.
    """

    def __init__(self, portal: Portal, arrive: Callable[[], Guest], by_hand: Sequence[Criterion]) -> None:
        self.portal = portal
        self.by_hand = by_hand
        self.by_action = [criterion for criterion in facts.REST if criterion not in by_hand]
        self.resident = Resident(arrive())
        self.officer = Officer(arrive(), facts.OFFICER_EMAIL)
        self.approver = Approver(arrive(), facts.APPROVER_EMAIL)
        self.administrator = Administrator(arrive(), running.ADMINISTRATOR)
        self.lead = Lead(arrive(), running.LEAD)
        self.reviewer = Reviewer(arrive(), running.REVIEWER)
        self.reference = ""
        self._bind_the_conflicted()

    def _bind_the_conflicted(self) -> None:
        with self.portal.work() as work:
            council = work.session.scalars(select(Council).where(Council.slug == facts.SLUG)).one()
            make_conflict(work, called(work, running.CONFLICTED), council.id)

    def step_1_anyone_reads(self) -> None:
        """Everything public, while nobody holds the Mark; and the queues of the scheme, while they are empty."""
        self.resident.look_around()
        self.resident.check_what_does_not_exist()
        for insider in (self.administrator, self.lead, self.reviewer):
            insider.sign_in()
            insider.see_nothing_to_do()

    def step_2_a_council_claims_its_account(self) -> None:
        """The officer claims, the administrator verifies."""
        self.officer.find_council()
        self.officer.sign_in()
        self.officer.claim()
        self.portal.pass_time(minutes=15)
        self.administrator.verify_claim()
        self.portal.pass_time(minutes=15)

    def step_3_the_council_answers(self) -> None:
        """Every criterion, one a page, with statement and evidence; then the page on its presence."""
        self.officer.start()
        self.officer.answer_first()
        self.officer.try_to_send_too_early()
        self.officer.invite_approver()
        self.officer.continue_with(facts.REST[0])
        for criterion in self.by_hand:
            self.officer.answer(criterion)
        self._answer_the_others()
        self.officer.describe_presence()

    def _answer_the_others(self) -> None:
        with self.portal.work() as work:
            officer = acting(work, person_called(work.session, facts.OFFICER_EMAIL))
            for criterion in self.by_action:
                answered = Answered(facts.self_score(criterion), statement=facts.STATEMENT)
                applications.save_answer(officer, applications.SaveAnswer(facts.SLUG, criterion.id, 0, answered))
                if facts.self_score(criterion) > 1:
                    evidence.add_link(officer, evidence.AddLink(facts.SLUG, criterion.id, facts.LINK, facts.NOTE))

    def _score_the_others(self) -> None:
        with self.portal.work() as work:
            reviewer = acting(work, called(work, running.REVIEWER))
            for criterion in self.by_action:
                score = facts.self_score(criterion)
                given = Judgement(score, False, facts.REASON, facts.IMPROVEMENT, facts.LIVE_CHECK)
                reviews.save_score(reviewer, reviews.SaveScore(self.reference, criterion.id, given, 0))

    def step_4_the_council_signs(self) -> None:
        """The approver joins; the officer sends; the approver signs and gets a receipt."""
        self.portal.pass_time(minutes=15)
        self.approver.join()
        self.officer.send()
        self.reference = self.approver.sign()

    def step_5_a_reviewer_scores(self) -> None:
        """Completeness, assignment, declaration of interests, scores, lock."""
        self.portal.pass_time(minutes=15)
        self.administrator.check_completeness(self.reference)
        self.lead.assign()
        self.reviewer.accept(self.reference)
        self.officer.have_no_objection(running.REVIEWER)
        self.reviewer.begin(self.reference)
        self.reviewer.score_first()
        for criterion in self.by_hand:
            self.reviewer.score(criterion)
        self._score_the_others()
        self.reviewer.lock(self.reference)

    def step_6_the_lead_decides(self) -> None:
        """Moderation and decision; the council reads the feedback."""
        self.portal.pass_time(minutes=15)
        self.lead.moderate()
        self.lead.decide()
        self.administrator.read_trail(self.reference)
        self.officer.read_feedback()

    def step_7_residents_check(self) -> None:
        """Register, certificate, badge, and the answer to the question whether it is real."""
        number = self.resident.find_award()
        self.resident.see_certificate(number)
        self.resident.see_badge(number)
        self.resident.verify(number)

    def every_letter_can_be_sent(self) -> None:
        """The worker writes every email of the story; none of them fails."""
        self.portal.send_every_letter()
