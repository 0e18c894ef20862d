"""A new council's first application may begin with the answers of one that it has replaced, and of no other (C10)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.answering.beside import Verdict
from portal.answering.comparing import last_time
from portal.applications import actions, queries
from portal.applications.models import Application, EvidenceItem
from portal.applications.rules import Answered
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.councils.models import Council, Succession
from portal.declarations import actions as declarations
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import SYSTEM
from tests.factories.applications import Team, fill_all, make_team, start_application
from tests.factories.awards import make_council
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries

OLD, OTHER, NEW = 'Old "Borough", ŵyn', "Other Council", "New Council"


@dataclass
class Replaced:
    """Two councils that were replaced yesterday, and the new council's case with no application."""

    case: Case
    old_id: UUID
    old_owner: UUID
    application_id: UUID

    @property
    def home(self) -> str:
        return f"/council/{self.case.slug}/"

    def offered(self) -> list[str]:
        page = self.case.visitor(self.case.owner).visit(self.home)
        return [name for name in (OLD, OTHER) if f"Start from the answers of {name}" in page.text]


def decide(work: Work, application: Application, state: ApplicationState = ApplicationState.FEEDBACK_RELEASED) -> None:
    """Let it have been signed and decided: what the reviewers did in between plays no part."""
    application.submitted_at, application.state = work.clock.now(), state
    work.session.flush()


def replace_council(work: Work, old: Council, new: Council, last_day: date) -> None:
    old.last_day = last_day
    work.session.add(Succession(id=uuid4(), council_id=old.id, successor_id=new.id))
    work.session.flush()


@pytest.fixture
def replaced(app: Flask, clock: FixedClock) -> Replaced:
    yesterday = (clock.now() - timedelta(days=1)).date()
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        old = make_team(work, make_council(work, name=OLD, slug="old"))
        application = start_application(work, old)
        fill_all(work, old)
        decide(work, application)
        new = make_team(work, make_council(work, name=NEW, slug="new"))
        replace_council(work, old.council, new.council, yesterday)
        case = Case(app, "new", new.council.id, uuid4(), new.owner.id, new.contributor.id, new.approver.id)
        return Replaced(case, old.council.id, old.owner.id, application.id)


def start_from(replaced: Replaced, slug: str, code: int = 200) -> None:
    officer = replaced.case.visitor(replaced.case.contributor)
    officer.visit(replaced.home)
    officer.post(f"{replaced.case.here}/start", code, predecessor=slug)


def newest(replaced: Replaced) -> queries.ApplicationFacts | None:
    with replaced.case.database.reading() as session:
        return queries.latest_application(session, replaced.case.council_id)


@pytest.mark.both_databases
def test_new_council_begins_with_the_answers_and_evidence_and_says_its_own_presence(replaced: Replaced) -> None:
    page = replaced.case.visitor(replaced.case.owner).visit(replaced.home)
    assert "28 answers, on the criteria of edition" in page.text
    start_from(replaced, "old")
    begun = newest(replaced)
    assert begun is not None
    assert (begun.begun_from_id, begun.state) == (replaced.application_id, ApplicationState.DRAFT)
    with replaced.case.database.reading() as session:
        then, now = (queries.answers_of(session, key) for key in (replaced.application_id, begun.id))
        assert {name: facts.answered for name, facts in now.items()} == {
            name: facts.answered for name, facts in then.items()
        }
        assert {facts.to_check for facts in now.values()} == {True}
        items = session.execute(
            select(EvidenceItem.added_by_id, EvidenceItem.reused_from_id).where(EvidenceItem.application_id == begun.id)
        ).all()
        first = session.scalars(select(EvidenceItem.id).where(EvidenceItem.application_id == replaced.application_id))
        assert {item.reused_from_id for item in items} == set(first)
        # The names of the old council's people stay with it.
        assert {item.added_by_id for item in items} == {replaced.case.contributor}
        assert queries.presence_of(session, begun.id) is None
        handed_on = trail(session, replaced.application_id)[-1]
        assert (handed_on.event, handed_on.reason, handed_on.actor_id) == ("answers:handed_on", NEW, None)


def test_every_answer_says_whose_it_was_and_nothing_is_sent_unread(replaced: Replaced) -> None:
    start_from(replaced, "old")
    page = replaced.case.visitor(replaced.case.contributor).visit(f"{replaced.case.here}/INF-1")
    assert f"What {OLD} said" in page.text
    assert f"This answer was taken from {OLD}. Change it, or say that it is true of your council." in page.text
    assert "last time" not in page.text
    with replaced.case.work_of(replaced.case.owner) as work, pytest.raises(RuleBroken) as refused:
        declarations.send(work, declarations.Send("new", replaced.case.approver))
    said = "INF-1: confirm or change the answer carried over from an earlier application."
    assert said in [str(problem.words) for problem in refused.value.problems]


class Knowing:
    """Knows what was decided on every criterion of every council."""

    def __getattr__(self, _question: str) -> Any:
        return lambda *_given: Verdict(1, "The reason", "")


@pytest.mark.parametrize("taken", [True, False])
def test_what_was_decided_is_shown_of_an_own_application_and_not_of_another_councils(
    replaced: Replaced, taken: bool
) -> None:
    case = replaced.case
    if taken:
        start_from(replaced, "old")
    with case.work_of(case.contributor if taken else replaced.old_owner) as work:
        if not taken:
            work.session.get_one(Council, replaced.old_id).last_day = None
            actions.start(work, "old")
        here = queries.application_for(work.session, work.actor, case.slug if taken else "old")
        last = last_time(work.session, work.actor, Knowing(), here, "INF-1", Answered())
    assert last is not None
    assert (last.council, last.verdict is None) == ((OLD, True) if taken else ("", False))


def test_each_of_two_is_offered_with_its_newest_decided_application(replaced: Replaced) -> None:
    case = replaced.case
    visitor = case.visitor(case.owner)
    with counted_queries(case.app) as asked:
        visitor.visit(replaced.home)
        one = len(asked)
    with case.work() as work:
        other = make_team(work, make_council(work, name=OTHER, slug="other"))
        signed = []
        for day in (1, 2):
            application = start_application(work, other)
            fill_all(work, other)
            decide(work, application)
            application.submitted_at = case.clock.now() + timedelta(days=day)
            signed.append(application.id)
        replace_council(work, other.council, work.session.get_one(Council, case.council_id), date(2026, 3, 31))
    assert replaced.offered() == [OLD, OTHER]
    with counted_queries(case.app) as asked:
        visitor.visit(replaced.home)
    assert len(asked) == one
    start_from(replaced, "other")
    begun = newest(replaced)
    assert begun is not None
    assert begun.begun_from_id == signed[-1]
    assert replaced.offered() == []


@pytest.mark.parametrize("why", ["still there", "not decided", "own answers", "of another council"])
def test_answers_that_are_not_the_councils_to_take_are_neither_offered_nor_given(replaced: Replaced, why: str) -> None:
    case = replaced.case
    with case.work() as work:
        old = work.session.get_one(Council, replaced.old_id)
        if why == "still there":
            old.last_day = work.clock.now().date()
        elif why == "not decided":
            decide(work, work.session.get_one(Application, replaced.application_id), ApplicationState.MODERATION)
        elif why == "of another council":
            other = make_council(work, name=OTHER)
            work.session.query(Succession).update({"successor_id": other.id})
    if why == "own answers":
        with case.work_of(case.owner) as work:
            people = [work.session.get_one(Person, key) for key in (case.owner, case.contributor, case.approver)]
            team = Team(work.session.get_one(Council, case.council_id), *people)
            start_application(work, team)
            fill_all(work, team)
            actions.withdraw(work, actions.Withdraw("new", ""))
    before = newest(replaced)
    assert replaced.offered() == []
    start_from(replaced, "old", 404)
    assert newest(replaced) == before


def test_person_of_the_old_council_sees_nothing_of_the_new_one(replaced: Replaced) -> None:
    start_from(replaced, "old")
    stranger = replaced.case.visitor(replaced.old_owner)
    for page in ("", "/INF-1", "/timeline"):
        stranger.visit(replaced.case.here + page, 404)
    with replaced.case.work_of(replaced.old_owner) as work, pytest.raises(NotFound):
        actions.start(work, "new", predecessor="old")
    told = "The council that replaces yours began an application of its own with these answers"
    assert told in stranger.visit("/council/old/application/timeline").text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Your council was replaced: its last day was 17 November 2026."),
        (0, "An award would end on that day, so we advise you not to apply now."),
        (400, "An award would end on that day, even where it would otherwise last longer."),
    ],
)
def test_council_reads_what_its_last_day_means_before_it_starts(replaced: Replaced, days: int, said: str) -> None:
    case = replaced.case
    with case.work() as work:
        last_day = work.clock.now().date() + timedelta(days=days)
        work.session.get_one(Council, case.council_id).last_day = last_day
    owner = case.visitor(case.owner)
    assert said in owner.visit(replaced.home).text
    page = owner.post(f"{case.here}/start", 422 if days < 0 else 200)
    assert ("It can no longer apply for the Mark." in page.text, newest(replaced) is None) == (days < 0, days < 0)
