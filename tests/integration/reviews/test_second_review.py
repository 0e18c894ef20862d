"""A second review from the lock of the first to moderation, and back again once (C5 rows 18 to 20, C6)."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import Place
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.clarifications import actions as clarifications
from portal.clarifications.queries import asked_of
from portal.criteria.queries import edition_of
from portal.decisions import sending_back
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Role
from portal.reviews import actions, queries
from portal.reviews.locked import scores_of
from portal.reviews.models import SecondReview
from portal.reviews.overview import overview_page
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor
from tests.integration.working import Working, working_in

WHY = "INF-2 could be read either way, =cmd ŵ 🙂"
LOW = "INF-3"


@dataclass
class Two:
    """An application whose first reviewer has locked, with a lead and somebody to be the second reviewer."""

    working: Working
    application: Application
    first: Person
    second: Person
    lead: Person

    def state(self, work: Work) -> ApplicationState:
        return self.here(work).state

    def here(self, work: Work) -> Application:
        return work.session.get_one(Application, self.application.id)

    def given(self, work: Work) -> Mapping[Place, int]:
        found = [score.place for score in scores_of(work.session, self.application.id)]
        return {place: found.count(place) for place in Place if place in found}


@pytest.fixture
def two(app: Flask) -> Two:
    working = working_in(app)
    with working() as work:
        application = make.application_ready_to_assign(work, make_council(work))
        people = [make_staff(work, Role.REVIEWER, name=name) for name in ("Fay First", "Sam Second")]
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        make.assign(work, application, people[0], lead)
        make.accept(work, application, people[0])
        make.score_all(work, application, people[0], {LOW: 1})
        work.session.flush()
        work.session.expunge_all()
    return Two(working, application, people[0], people[1], lead)


def lock_asking(work: Work, two: Two, why: str = WHY) -> None:
    actions.lock_scores(acting(work, two.first), actions.LockScores(two.application.reference, True, why))


def ask_second(work: Work, two: Two) -> None:
    make.assign(work, two.here(work), two.second, two.lead)
    make.accept(work, two.here(work), two.second)


def test_first_review_goes_to_moderation_where_nothing_speaks_for_another(two: Two) -> None:
    with two.working() as work:
        make.lock(work, two.here(work), two.first)
        assert two.state(work) is ApplicationState.MODERATION
        assert list(work.session.scalars(select(SecondReview))) == []


def test_second_review_is_asked_for_and_nothing_of_the_first_is_given_until_it_is_locked(two: Two) -> None:
    with two.working() as work:
        with pytest.raises(RuleBroken, match="second_opinion_why"):
            lock_asking(work, two, "Hm.")
        lock_asking(work, two)
        assert two.state(work) is ApplicationState.SECOND_REVIEW
        needed = work.session.scalars(select(SecondReview)).one()
        assert needed.triggers == ["asked"]
        assert two.given(work) == {}
        ask_second(work, two)
        assert two.given(work) == {}
        assert two.state(work) is ApplicationState.SECOND_REVIEW
        make.review_second(work, two.here(work), two.second, {LOW: 0})
        assert two.state(work) is ApplicationState.MODERATION
        edition = edition_of(work.session, two.application.edition_id)
        essentials = [criterion.id for criterion in edition.criteria if criterion.essential]
        assert two.given(work) == {Place.FIRST: len(edition.criteria), Place.SECOND: len(needed.criteria)}
        assert set(needed.criteria) > {*essentials, LOW}
        assert len(needed.criteria) == len(essentials) + 1 + 5
        said = repr(trail(work.session, two.application.id))
        assert [word for word in ("asked", WHY, "INF-3") if word in said] == []


def test_reviewers_first_three_applications_need_another_look(two: Two) -> None:
    with two.working() as work:
        work.session.get_one(Person, two.first.id).reviewed_before = 2
        make.lock(work, two.here(work), two.first)
        assert work.session.scalars(select(SecondReview.triggers)).one() == ["new_reviewer"]


def test_second_reviewer_scores_what_is_named_and_no_other_criterion(two: Two) -> None:
    with two.working() as work:
        lock_asking(work, two)
        ask_second(work, two)
        actor = acting(work, two.second).actor
        own = queries.own_review(work.session, actor, two.application.reference)
        named = [criterion.id for criterion in own.criteria]
        assert named == work.session.scalars(select(SecondReview.criteria)).one()
        other = next(each.id for each in own.edition.criteria if each.id not in named)
        with pytest.raises(NotFound):
            make.score(work, two.here(work), two.second, other, make.judgement())
        with pytest.raises(IllegalMove):
            actions.save_score(
                acting(work, two.first),
                actions.SaveScore(two.application.reference, named[0], make.judgement(3), 1),
            )


def asked_in_overview(work: Work, two: Two, person: Person) -> list[str]:
    page = overview_page(work.session, acting(work, person).actor, two.application.reference, work.clock.now())
    return [line.criterion.id for theme in page.themes for line in theme.lines if line.asked]


def test_second_reviewer_asks_the_council_nothing_and_sees_no_question_that_was_not_sent(two: Two) -> None:
    with two.working() as work:
        lock_asking(work, two)
        ask_second(work, two)
        make.review_second(work, two.here(work), two.second)
        send_back(work, two, *Place)
        reference = two.application.reference
        clarifications.collect(acting(work, two.first), clarifications.Collect(reference, LOW, "Since when, first?"))
        assert [asked_in_overview(work, two, person) for person in (two.first, two.second)] == [[LOW], []]
        assert asked_of(work.session, acting(work, two.second).actor, reference).scoring is False
        with pytest.raises(IllegalMove):
            clarifications.collect(acting(work, two.second), clarifications.Collect(reference, LOW, "Since when?"))


def send_back(work: Work, two: Two, *places: Place) -> None:
    command = sending_back.SendBack(two.application.reference, "The reasons do not support INF-3.", frozenset(places))
    sending_back.send_back(acting(work, two.lead), command)


@pytest.mark.parametrize("places", [(Place.FIRST,), (Place.SECOND,), (Place.FIRST, Place.SECOND)])
def test_reviews_that_are_sent_back_hide_both_until_each_is_locked_again(two: Two, places: tuple[Place, ...]) -> None:
    with two.working() as work:
        lock_asking(work, two)
        ask_second(work, two)
        make.review_second(work, two.here(work), two.second)
        before = two.given(work)
        with pytest.raises(RuleBroken, match="whose"):
            send_back(work, two)
        send_back(work, two, *places)
        assert two.state(work) is ApplicationState.IN_REVIEW
        reopened = work.session.scalars(select(Assignment.place).where(Assignment.reopened_why != ""))
        assert sorted(reopened) == sorted(places)
        for place in places:
            assert two.given(work) == {}
            make.lock(work, two.here(work), {Place.FIRST: two.first, Place.SECOND: two.second}[place])
        assert two.state(work) is ApplicationState.MODERATION
        assert two.given(work) == before
        with pytest.raises(RuleBroken, match="once already"):
            send_back(work, two, *places)


def test_scores_that_change_when_sent_back_can_make_a_second_review_needed(two: Two) -> None:
    with two.working() as work:
        make.lock(work, two.here(work), two.first)
        send_back(work, two)
        edition = edition_of(work.session, two.application.edition_id)
        essential = next(criterion.id for criterion in edition.criteria if criterion.essential)
        make.score(work, two.here(work), two.first, essential, make.judgement(1), 1)
        make.lock(work, two.here(work), two.first)
        assert two.state(work) is ApplicationState.SECOND_REVIEW
        assert work.session.scalars(select(SecondReview.triggers)).one() == ["close", "essentials"]


def test_second_opinion_is_asked_for_on_the_page_that_locks(app: Flask, two: Two) -> None:
    visitor, address = Visitor(app).sign_in(two.first.id), f"/reviews/{two.application.reference}/lock"
    assert "I ask for a second opinion" in visitor.visit(address).text
    page = visitor.post(address, 422, asks="y", second_opinion_why="")
    assert "Say in a sentence what somebody else should look at." in page.text
    assert "Your scores are locked." in visitor.post(address, asks="y", second_opinion_why=WHY).text
    with two.working() as work:
        assert two.state(work) is ApplicationState.SECOND_REVIEW
    lead = Visitor(app).sign_in(two.lead.id)
    assert "Choose a second reviewer" in lead.visit(f"/reviews/{two.application.reference}/assign").text
    lead.visit(f"/reviews/{two.application.reference}/moderation", 404)


def test_first_reviewer_is_told_the_same_while_a_second_review_goes_on_as_after_it(app: Flask, two: Two) -> None:
    visitor, address = Visitor(app).sign_in(two.first.id), f"/reviews/{two.application.reference}/"
    with two.working() as work:
        lock_asking(work, two)
    during = visitor.visit(address).text
    assert "A lead reviewer decides once the review is complete." in during
    with two.working() as work:
        ask_second(work, two)
        make.review_second(work, two.here(work), two.second)
    assert visitor.visit(address).text == during


def test_what_the_first_reviewer_asks_to_be_looked_at_stands_on_the_moderation_page_even_after_locking_again(
    app: Flask, two: Two
) -> None:
    lead, address = Visitor(app).sign_in(two.lead.id), f"/reviews/{two.application.reference}/moderation"
    with two.working() as work:
        lock_asking(work, two)
        ask_second(work, two)
        make.review_second(work, two.here(work), two.second)
    assert f"In the first reviewer’s words: {WHY}" in lead.visit(address).text
    with two.working() as work:
        send_back(work, two, Place.FIRST)
        make.lock(work, two.here(work), two.first)
    assert f"In the first reviewer’s words: {WHY}" in lead.visit(address).text
