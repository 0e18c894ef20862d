import pytest
from flask import Flask

from portal.applications import actions as applications
from portal.applications.actions import SaveAnswer
from portal.applications.rules import Answered
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from tests.factories.applications import Team, acting, fill_all, make_team, start_application
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor


class Scene:
    """A council with a draft, and its owner's browser."""

    def __init__(self, app: Flask, clock: FixedClock) -> None:
        self.app, self.clock = app, clock
        with app.extensions["portal"].database.writing() as session:
            work = Work(session, SYSTEM, clock, {})
            self.team = make_team(work)
            start_application(work, self.team)
            self.slug, self.owner = self.team.council.slug, self.team.owner.id
            session.expunge_all()
        self.visitor = Visitor(app).sign_in(self.owner)

    def at(self, page: str) -> str:
        return f"/council/{self.slug}/application{page}"

    def fill(self, *saved: SaveAnswer) -> None:
        with self.app.extensions["portal"].database.writing() as session:
            work = Work(session, SYSTEM, self.clock, {})
            team = Team(
                *(session.merge(one, load=True) for one in (self.team.council,)),
                *(session.merge(one) for one in (self.team.owner, self.team.contributor, self.team.approver)),
            )
            fill_all(work, team)
            for command in saved:
                applications.save_answer(acting(work, team.contributor), command)


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    return Scene(app, clock)


def test_own_score_is_there_from_the_first_day_and_counts_what_is_unanswered_as_0(scene: Scene) -> None:
    page = scene.visitor.visit(scene.at("/self-score"))
    assert page.headings == ["Your own score"]
    assert "This is your own score, not the decision." in page.text
    assert "28 criteria have no self-score yet. We have counted each as 0." in page.text
    assert page.text.count("(no score yet)") == 11
    assert "Answering INF-1 with a 2 adds 3.4 points and is needed: it is essential." in page.text


def test_own_score_names_what_is_short_and_what_would_raise_it_with_links(scene: Scene) -> None:
    scene.fill(SaveAnswer(scene.slug, "INF-2", 1, Answered(1, statement="We begin.")))
    page = scene.visitor.visit(scene.at("/self-score"))
    assert "INF-2: Official accounts are easy to find and confirm (your score: 1)" in page.text
    assert "Raising INF-2 from 1 to 2 adds 1.1 points and is needed: it is essential." in page.text
    assert ("INF-2: Official accounts are easy to find and confirm", scene.at("/INF-2")) in page.links
    assert "10 of 11 essential criteria score 2 or more. All must." in page.text
    assert "have no self-score yet" not in page.text
    assert "Weighted total 65.5%" in page.text


def test_task_list_says_the_own_score_in_a_line_that_leads_to_the_page(scene: Scene) -> None:
    assert "Your own score so far: 0.0%, 11 essential criteria below 2" in scene.visitor.visit(scene.at("")).text
    scene.fill(SaveAnswer(scene.slug, "INF-2", 1, Answered(1, statement="We begin.")))
    page = scene.visitor.visit(scene.at(""))
    assert "Your own score so far: 65.5%, 1 essential criterion below 2" in page.text
    assert ("Your own score so far: 65.5%", scene.at("/self-score")) in page.links


def test_home_leads_to_the_own_score_while_the_application_is_written(scene: Scene) -> None:
    page = scene.visitor.visit(f"/council/{scene.slug}/")
    assert ("Your own score so far, and what would raise it", scene.at("/self-score")) in page.links


def test_own_score_asks_the_database_as_often_for_a_full_application(scene: Scene) -> None:
    scene.visitor.visit(scene.at("/self-score"))
    with counted_queries(scene.app) as empty:
        scene.visitor.visit(scene.at("/self-score"))
    scene.fill()
    with counted_queries(scene.app) as full:
        scene.visitor.visit(scene.at("/self-score"))
    assert len(full) == len(empty)
