"""An exercise from its preparation to its results; nobody sees what others gave before it is closed."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.models import Involvement
from portal.consistency import actions
from portal.consistency.models import CalibrationApplication, CalibrationExercise, CalibrationScore
from portal.councils.models import Council
from portal.criteria.queries import published_edition
from portal.evidence.queries import may_open
from portal.kernel.permissions import Part, Role
from portal.notifications.models import OutboxEmail
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.past import past_application
from tests.factories.people import make_conflict, make_staff
from tests.integration.consistency.conftest import Scheme
from tests.integration.counting import counted_queries

TITLE = 'Calibration "2026", =cmd 🙂'
REVEALING = "Only I wrote this sentence."


@pytest.fixture
def exercise_id(scheme: Scheme) -> UUID:
    """An open exercise of an awkwardly named council and another."""
    with scheme.work() as work:
        past = [
            past_application(work, make_council(work, name=AWKWARD_COUNCIL)),
            past_application(work, make_council(work)),
        ]
        lead = acting(work, work.session.get_one(Person, scheme.lead_id))
        references = (past[0].reference, past[1].reference)
        exercise = actions.prepare(lead, actions.Prepare(TITLE, date(2026, 12, 18), references))
        actions.open_exercise(lead, actions.OneExercise(exercise.id))
        return exercise.id


def take_part(
    scheme: Scheme, exercise_id: UUID, person_id: UUID, given: Mapping[str, int] | None = None, *, finish: bool = True
) -> None:
    """Let this reviewer score everything: 2 unless told."""
    with scheme.work() as work:
        doing = acting(work, work.session.get_one(Person, person_id))
        actions.begin_turn(doing, actions.OneExercise(exercise_id))
        for label in ("A", "B"):
            for criterion in published_edition(work.session)[1].criteria:
                score = (given or {}).get(criterion.id, 2)
                command = actions.SaveCalibrationScore(exercise_id, label, criterion.id, score, False, REVEALING, 0)
                actions.save_score(doing, command)
        if finish:
            actions.finish_turn(doing, actions.OneExercise(exercise_id))


def close(scheme: Scheme, exercise_id: UUID) -> None:
    with scheme.work() as work:
        lead = acting(work, work.session.get_one(Person, scheme.lead_id))
        actions.close_exercise(lead, actions.OneExercise(exercise_id))


def third(scheme: Scheme) -> UUID:
    with scheme.work() as work:
        return make_staff(work, Role.REVIEWER, name="Thea Third").id


def test_lead_prepares_an_exercise_that_nobody_else_sees_and_opens_it_to_all(scheme: Scheme) -> None:
    with scheme.work() as work:
        references = [past_application(work, make_council(work)).reference for _each in range(2)]
    visitor = scheme.visitor()
    address = "/administration/calibration/new"
    wrong = {"title": "", "finish_by": ["18", "11", "2026"], "application_a": references[0]}
    page = visitor.post(address, code=422, **wrong, application_b=references[0])
    for said in ("Give the exercise a title", "Choose a day after today.", "Choose two different applications."):
        assert said in page.text
    page = visitor.post(
        address, title=TITLE, finish_by=["18", "12", "2026"], application_a=references[0], application_b=references[1]
    )
    assert "Not opened yet: nobody else sees it" in page.text
    with scheme.work() as work:
        key = work.session.scalars(select(CalibrationExercise.id)).one()
    reviewer = scheme.visitor(scheme.first_id)
    assert "There is no exercise at the moment." in reviewer.visit("/reviews/calibration/").text
    reviewer.visit(f"/reviews/calibration/{key}", code=404)
    visitor.post(f"/administration/calibration/{key}/open")
    assert "1 calibration exercise waits for you." in reviewer.visit("/reviews/").text
    with scheme.work() as work:
        told = work.session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E17")).all()
        emails = {work.session.get_one(Person, key).email for key in (scheme.first_id, scheme.second_id)}
        assert {letter.to_address for letter in told} == emails


def test_reviewer_sees_labels_and_answers_and_no_name_of_a_council(scheme: Scheme, exercise_id: UUID) -> None:
    visitor = scheme.visitor(scheme.first_id)
    address = f"/reviews/calibration/{exercise_id}"
    visitor.visit(f"{address}/A/INF-1", code=404)
    page = visitor.visit(address)
    assert "Two past applications, 56 scores in all, to be finished by 18 December 2026." in page.text
    visitor.post(f"{address}/begin")
    for where in (address, f"{address}/A/INF-1", "/reviews/", "/reviews/calibration/"):
        assert "Llanfair" not in visitor.visit(where).html
        assert "PAST-" not in visitor.page.html
    assert "We answer within a day" in visitor.visit(f"{address}/A/INF-1").text
    visitor.visit(f"{address}/C/INF-1", code=404)
    visitor.visit(f"{address}/A/NO-1", code=404)


def test_beginning_opens_the_evidence_and_bars_from_the_case(scheme: Scheme, exercise_id: UUID) -> None:
    with scheme.work() as work:
        actor = acting(work, work.session.get_one(Person, scheme.first_id))
        chosen = select(Application).join(
            CalibrationApplication, CalibrationApplication.application_id == Application.id
        )
        cases = work.session.scalars(chosen).all()
        assert [may_open(work.session, actor.actor, case) for case in cases] == [False, False]
        for _twice in range(2):
            actions.begin_turn(actor, actions.OneExercise(exercise_id))
        assert [may_open(work.session, actor.actor, case) for case in cases] == [True, True]
        parts = work.session.execute(select(Involvement.person_id, Involvement.part)).all()
        assert parts == [(scheme.first_id, Part.CALIBRATOR)] * 2


@pytest.mark.parametrize("tie", ["conflict", "part", "prepared"])
def test_exercise_is_not_for_whoever_is_tied_to_one_of_its_applications(
    scheme: Scheme, exercise_id: UUID, tie: str
) -> None:
    with scheme.work() as work:
        person = work.session.get_one(Person, scheme.lead_id if tie == "prepared" else scheme.first_id)
        chosen = work.session.scalars(
            select(Application).join(CalibrationApplication, CalibrationApplication.application_id == Application.id)
        ).all()
        if tie == "conflict":
            make_conflict(work, person, chosen[0].council_id)
        elif tie == "part":
            work.involve(chosen[1], person.id, Part.SCORER)
        else:
            make_staff(work, Role.REVIEWER, person)
        person_id = person.id
    visitor = scheme.visitor(person_id)
    assert "calibration exercise waits for you" not in visitor.visit("/reviews/").text
    assert "This exercise is not for you." in visitor.visit(f"/reviews/calibration/{exercise_id}").text
    visitor.post(f"/reviews/calibration/{exercise_id}/begin", code=404)
    visitor.visit(f"/reviews/calibration/{exercise_id}/A/INF-1", code=404)


def test_score_needs_a_choice_and_a_reason_and_a_newer_one_is_not_lost(scheme: Scheme, exercise_id: UUID) -> None:
    visitor = scheme.visitor(scheme.first_id)
    address = f"/reviews/calibration/{exercise_id}"
    visitor.visit(address)
    visitor.post(f"{address}/begin")
    page = visitor.post(f"{address}/A/INF-1", code=422, choice="", reason="", version="0")
    assert "Choose the sentence that fits best." in page.text
    assert "Write at least one sentence." in page.text
    page = visitor.post(f"{address}/A/INF-1", choice="2", reason=REVEALING, version="0")
    assert page.headings == ["INF-2 Official accounts are easy to find and confirm"]
    page = visitor.post(f"{address}/A/INF-1", code=409, choice="3", reason="From another window.", version="0")
    assert REVEALING in page.text
    page = visitor.visit(address)
    visitor.post(f"{address}/finish", code=422)
    assert "55 criteria have no score yet. Score them first." in visitor.page.text


def test_nobody_sees_what_others_gave_before_the_exercise_is_closed(scheme: Scheme, exercise_id: UUID) -> None:
    marked = {"INF-1": 0}
    take_part(scheme, exercise_id, scheme.first_id, marked)
    take_part(scheme, exercise_id, scheme.second_id, finish=False)
    own, managed = f"/reviews/calibration/{exercise_id}", f"/administration/calibration/{exercise_id}"
    pages = [(scheme.second_id, page) for page in ("/reviews/", own, f"{own}/A/INF-1")]
    pages += [(scheme.lead_id, page) for page in (managed, "/administration/agreement", "/agreement")]
    before = {(person, page): scheme.visitor(person).visit(page).html for person, page in pages}
    with scheme.work() as work:
        work.session.execute(
            update(CalibrationScore)
            .where(CalibrationScore.reviewer_id == scheme.first_id)
            .values(score=3, reason="Another reason altogether.")
        )
    token = re.compile(r'<input[^>]*csrf_token[^>]*>|data-keeps="[^"]*"')
    for (person, page), html in before.items():
        after = scheme.visitor(person).visit(page).html
        assert (page, token.sub("", after)) == (page, token.sub("", html))


def test_closed_exercise_shows_own_scores_beside_the_middle_the_decided_one_and_what_all_gave(
    scheme: Scheme, exercise_id: UUID
) -> None:
    take_part(scheme, exercise_id, scheme.first_id, {"INF-1": 0})
    take_part(scheme, exercise_id, scheme.second_id, {"INF-1": 1})
    last = third(scheme)
    take_part(scheme, exercise_id, last, {"INF-1": 3, "INF-2": 3})
    close(scheme, exercise_id)
    page = scheme.visitor(scheme.first_id).visit(f"/reviews/calibration/{exercise_id}")
    title = published_title(scheme, "INF-1")
    assert f"INF-1 {title} 0 1 2 0: 1 × 1: 1 × 3: 1 ×" in page.text
    assert REVEALING not in page.text
    for name in ("anna Second", "Thea Third", "Llanfair"):
        assert name not in page.html
    lead = scheme.visitor().visit(f"/administration/calibration/{exercise_id}")
    # Of 168 pairs those of INF-1 in two applications differ, 0-1, 0-3 and 1-3, and two of each INF-2, by 1.
    assert "Identical scores 94% " in lead.text
    assert "Within 1 of each other 98% " in lead.text
    everybody = scheme.visitor().visit("/agreement")
    assert f"{TITLE}, closed on 18 November 2026: 3 reviewers." in everybody.text
    assert "Identical scores 94% " in everybody.text
    with scheme.work() as work:
        told = work.session.scalars(select(OutboxEmail.to_address).where(OutboxEmail.code == "E17")).all()
        assert len(told) == 2 + 3, "whoever was there on opening, and whoever finished"


def published_title(scheme: Scheme, criterion: str) -> str:
    with scheme.work() as work:
        return published_edition(work.session)[1].criterion(criterion).title


def test_with_two_who_finished_nobody_learns_what_the_other_gave(scheme: Scheme, exercise_id: UUID) -> None:
    take_part(scheme, exercise_id, scheme.first_id, {"INF-1": 0})
    take_part(scheme, exercise_id, scheme.second_id)
    take_part(scheme, exercise_id, third(scheme), finish=False)
    close(scheme, exercise_id)
    page = scheme.visitor(scheme.second_id).visit(f"/reviews/calibration/{exercise_id}")
    assert f"INF-1 {published_title(scheme, 'INF-1')} 2 not given 2 not given" in page.text
    assert " × " not in page.text
    said = scheme.visitor().visit("/agreement").text.split("The last calibration exercise")[1]
    assert "2 reviewers. Not given: fewer than 3 reviewers have finished it. What these figures mean" in said


def test_scores_of_whoever_did_not_finish_do_not_count_and_nothing_can_be_scored_after(
    scheme: Scheme, exercise_id: UUID
) -> None:
    take_part(scheme, exercise_id, scheme.first_id, finish=False)
    close(scheme, exercise_id)
    visitor = scheme.visitor(scheme.first_id)
    assert "closed before you had finished" in visitor.visit(f"/reviews/calibration/{exercise_id}").text
    visitor.post(f"/reviews/calibration/{exercise_id}/A/INF-1", code=409, choice="3", reason=REVEALING, version="1")
    visitor.post(f"/reviews/calibration/{exercise_id}/finish", code=409)


def test_lead_with_a_conflict_prepares_nothing_with_that_council(scheme: Scheme, exercise_id: UUID) -> None:
    with scheme.work() as work:
        lead = work.session.get_one(Person, scheme.lead_id)
        awkward = work.session.scalars(select(Council).where(Council.name == AWKWARD_COUNCIL)).one()
        make_conflict(work, lead, awkward.id)
    visitor = scheme.visitor()
    assert "Llanfair" not in visitor.visit("/administration/calibration/new").html
    assert "Llanfair" not in visitor.visit(f"/administration/calibration/{exercise_id}").html


@pytest.mark.usefixtures("exercise_id")
def test_pages_ask_as_often_for_three_exercises_as_for_one(scheme: Scheme) -> None:
    counts = []
    for _more in range(2):
        visitor = scheme.visitor(scheme.first_id)
        with counted_queries(scheme.app) as statements:
            visitor.visit("/reviews/calibration/")
        counts.append(len(statements))
        with scheme.work() as work:
            lead = acting(work, work.session.get_one(Person, scheme.lead_id))
            for _each in range(2):
                past = [past_application(work, make_council(work)).reference for _two in range(2)]
                made = actions.prepare(lead, actions.Prepare("Another", date(2026, 12, 18), (past[0], past[1])))
                actions.open_exercise(lead, actions.OneExercise(made.id))
    assert counts[0] == counts[1]
