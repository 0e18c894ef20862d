"""Reminders of invitations, access, questions and the time to send again: day by day, on both databases (D2)."""

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select

from portal.accounts.models import Invitation, Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.clarifications.extending import GiveLongerToAnswer, give_longer
from portal.clarifications.models import ClarificationRound
from portal.clarifications.states import RoundEnding
from portal.criteria.queries import edition_of
from portal.kernel.permissions import Permission, Role
from portal.notifications.reminders import reminders_due
from portal.team import actions as team_actions
from portal.team.models import AccessReview
from tests.factories import decisions, reviews
from tests.factories.applications import Team, acting, make_team, start_application
from tests.factories.awards import make_council, the_edition
from tests.factories.people import make_person, make_staff
from tests.integration.counting import counted_queries
from tests.integration.notifications.days import DAY, Days, ask, on

INVITED = "shared@service.example"


def invite(work: Work) -> Invitation:
    team = make_team(work, make_council(work, host="example.gov.uk"))
    invitation = Invitation(
        id=uuid4(),
        council_id=team.council.id,
        email=INVITED,
        role=Role.CONTRIBUTOR,
        invited_by_id=team.owner.id,
        sent_at=work.clock.now(),
        expires_at=work.clock.now() + timedelta(days=7),
    )
    acting(work, team.owner).begin(invitation, Permission.TEAM_MANAGE, "invitation:sent")
    return invitation


def test_invitation_is_repeated_once_before_it_expires(days: Days) -> None:
    with days.work() as work:
        invite(work)
    days.live_until(on(11, 12))
    assert days.written("E5") == [(DAY, "E5", INVITED), (on(23), "E5", INVITED)]


def test_invitation_whose_fifth_day_is_a_saturday_is_repeated_on_friday(days: Days) -> None:
    days.at(on(23), 10)
    with days.work() as work:
        invite(work)
    days.live_until(on(11, 12))
    assert days.written("E5") == [(on(23), "E5", INVITED), (on(27), "E5", INVITED)]


def test_invitation_that_was_accepted_is_not_repeated(days: Days) -> None:
    with days.work() as work:
        invitation = invite(work)
        person = make_person(work, INVITED)
        team_actions.accept_invitation(
            acting(work, person), team_actions.AcceptInvitation(invitation.id, "Ŵena Example")
        )
    days.live_until(on(4, 12))
    assert days.written("E5") == [(DAY, "E5", INVITED)]


def test_owners_are_asked_who_needs_access_and_once_again(days: Days) -> None:
    with days.work() as work:
        team = make_team(work, make_council(work))
        review = AccessReview(id=uuid4(), council_id=team.council.id, opened_at=work.clock.now())
        work.session.add(review)
        work.session.flush()
        work.announce("access_review:opened", review.id, team.council.id)
    days.live_until(on(31, 12))
    owner = team.owner.email
    assert days.written("E8") == [(DAY, "E8", owner), (on(2, 12), "E8", owner)]


def test_owners_who_have_confirmed_access_are_not_asked_again(days: Days) -> None:
    with days.work() as work:
        team = make_team(work, make_council(work))
        now = work.clock.now()
        work.session.add(
            AccessReview(council_id=team.council.id, opened_at=now, confirmed_at=now, confirmed_by_id=team.owner.id)
        )
    days.live_until(on(31, 12))
    assert days.written("E8") == []


def in_review(work: Work) -> tuple[Team, Application, Person]:
    reviewer, lead = (make_staff(work, role) for role in (Role.REVIEWER, Role.LEAD))
    council = make_council(work)
    application = reviews.application_ready_to_assign(work, council)
    reviews.assign(work, application, reviewer, lead)
    people = work.session.scalars(select(Person)).all()
    by_name = {person.name: person for person in people}
    team = Team(council, by_name["Owen Owner"], reviewer, by_name["Ann Approver"])
    return team, application, reviewer


def test_reviewer_is_reminded_on_day_2_unless_they_have_answered(days: Days) -> None:
    with days.work() as work:
        _, _, reviewer = in_review(work)
    days.live_until(on(11, 12))
    assert days.written("E17") == [(DAY, "E17", reviewer.email), (on(20), "E17", reviewer.email)]


def questioned(days: Days) -> tuple[Team, Application, Person]:
    with days.work() as work:
        team, application, reviewer = in_review(work)
        reviews.accept(work, application, reviewer)
        ask(work, application.id, reviewer)
    return team, application, reviewer


def test_council_is_reminded_of_questions_on_days_5_and_9(days: Days) -> None:
    team, _, _ = questioned(days)
    days.live_until(on(31, 12))
    owner = team.owner.email
    assert days.written("E19", "E20") == [(DAY, "E19", owner), (on(25), "E19", owner), (on(1, 12), "E19", owner)]


def test_council_that_was_given_longer_to_answer_is_reminded_by_the_new_day(days: Days) -> None:
    team, application, _ = questioned(days)
    days.live_until(on(26))
    with days.work() as work:
        lead = make_staff(work, Role.LEAD)
        found = work.session.get_one(Application, application.id)
        give_longer(acting(work, lead), GiveLongerToAnswer(found, on(11, 12), "Two of the team are ill."))
    days.live_until(on(31, 12))
    owner = team.owner.email
    reminded = [(on(25), "E19", owner), (on(4, 12), "E19", owner), (on(10, 12), "E19", owner)]
    assert [one for one in days.written("E19") if one not in [(DAY, "E19", owner)]] == reminded


def test_council_that_has_answered_is_not_reminded_and_the_reviewer_is_told(days: Days) -> None:
    team, application, reviewer = questioned(days)
    days.live_until(on(26))
    with days.work() as work:
        asked = work.session.scalars(select(ClarificationRound)).one()
        asked.ending, asked.ended_at = RoundEnding.ANSWERED, work.clock.now()
        acting(work, team.owner).perform(work.session.get_one(Application, application.id), "answer_questions")
    days.live_until(on(31, 12))
    owner = team.owner.email
    assert days.written("E19", "E20") == [
        (DAY, "E19", owner),
        (on(25), "E19", owner),
        (on(26), "E20", reviewer.email),
    ]


def test_questions_whose_time_is_over_are_told_to_both_sides(days: Days) -> None:
    team, application, reviewer = questioned(days)
    days.at(on(3, 12), 9)
    with days.work() as work:
        asked = work.session.scalars(select(ClarificationRound)).one()
        asked.ending, asked.ended_at = RoundEnding.TIMED_OUT, work.clock.now()
        work.perform(work.session.get_one(Application, application.id), "close_questions")
    assert days.written("E19a", "E20") == [
        (on(3, 12), "E19a", team.owner.email),
        (on(3, 12), "E20", reviewer.email),
    ]


def not_yet(days: Days) -> tuple[str, Application]:
    with days.work() as work:
        reviewer, lead = (make_staff(work, role) for role in (Role.REVIEWER, Role.LEAD))
        council = make_council(work)
        edition = edition_of(work.session, the_edition(work).id)
        essential = next(criterion.id for criterion in edition.criteria if criterion.essential)
        application = decisions.scored(work, council, reviewer, lead, {essential: 1})
        decisions.moderated(work, application, lead)
        decisions.decided(work, application, lead)
        owner = work.session.scalars(select(Person.email).where(Person.name == "Owen Owner")).one()
    return owner, application


def test_council_is_told_that_its_chance_to_send_again_ends(days: Days) -> None:
    owner, _ = not_yet(days)
    days.live_until(date(2027, 3, 31))
    # The three months end on 18 February.
    assert days.written("E24", "E26") == [
        *((DAY, "E24", address) for address in sorted(one[2] for one in days.written("E24"))),
        (date(2027, 1, 18), "E26", owner),
        (date(2027, 2, 11), "E26", owner),
    ]


def test_council_that_has_sent_again_is_not_reminded(days: Days) -> None:
    owner, application = not_yet(days)
    days.live_until(date(2027, 1, 20))
    with days.work() as work:
        first = work.session.get_one(Application, application.id)
        now = work.clock.now()
        work.session.add(
            Application(
                reference="APP-AGAIN",
                council_id=first.council_id,
                edition_id=first.edition_id,
                state=ApplicationState.SUBMITTED,
                state_since=now,
                started_at=now,
                submitted_at=now,
                resubmission_of_id=first.id,
            )
        )
    days.live_until(date(2027, 3, 31))
    assert days.written("E26") == [(date(2027, 1, 18), "E26", owner)]


def test_sweep_asks_the_database_as_often_for_one_council_as_for_four(days: Days) -> None:
    counts = []
    for more in (1, 3):
        with days.work() as work:
            for _ in range(more):
                start_application(work, make_team(work, make_council(work)))
        days.at(DAY + timedelta(days=400))
        with counted_queries(days.app) as statements, days.database.reading() as session:
            steps = list(reminders_due(session, days.clock.now()))
        counts.append((len(steps), len(statements)))
        days.at(DAY, 10)
    (few, asked), (many, asked_for_many) = counts
    assert (few, many, asked_for_many) == (1, 4, asked)
