"""What comes of an appeal: corrected scores and a decision of their own, new reviewers, or nothing; never less."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.appeals import deciding
from portal.appeals.states import AppealState, Finding
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.candidates import choice_page
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.awards.queries import awards_of
from portal.certificates.models import Certificate
from portal.criteria.loading import EDITIONS, load_edition
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision, FinalScore
from portal.decisions.results import results_of
from portal.kernel.clock import FixedClock, today
from portal.kernel.errors import IllegalMove, RuleBroken
from portal.kernel.permissions import Role
from portal.notifications.letter import from_document
from portal.notifications.models import OutboxEmail
from tests.factories import appeals as make
from tests.factories.applications import acting
from tests.factories.people import make_staff
from tests.integration.appeals.conftest import HOME, NAMED, SLUG, Case, build

# Not essential: with it at 0 and all else at 3 there is an award, and no commendation for the one 0.
LEFT = "INF-3"


EDITION = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))


def end(case: Case, finding: Finding, scores: dict[str, int] | None = None) -> None:
    with case.work() as work:
        make.ended(work, case.appeal(work), case.panel(work), finding, scores)


def test_corrected_score_makes_a_new_decision_that_names_the_appeal_and_an_award(case: Case) -> None:
    reference = case.admit()
    end(case, Finding.CORRECT, {NAMED: 2})
    assert (case.appeal_state(), case.state()) == (AppealState.CORRECTED, ApplicationState.FEEDBACK_RELEASED)
    with case.services.database.reading() as session:
        first, second = session.scalars(select(Decision).order_by(Decision.round)).all()
        assert (first.outcome, second.outcome) == (Outcome.NOT_YET_MINOR, Outcome.AWARDED)
        assert second.decided_by_id == case.people["chair"]
        assert reference in json.dumps(json.loads(second.record))
        assert reference not in json.dumps(json.loads(first.record))
        before, after = session.scalars(
            select(FinalScore.score).where(FinalScore.criterion == NAMED).order_by(FinalScore.round)
        ).all()
        assert (before, after) == (1, 2)
        (award,) = awards_of(session, case.council_id)
        assert (award.starts_on, award.commendation) == (today(case.clock), False)
    page = case.visitor("owner").visit(f"/council/{SLUG}/results/{case.reference}")
    assert "has been awarded the Mark" in page.text
    page = case.visitor("owner").visit(HOME)
    assert "from 1 to 2." in page.text
    assert case.visitor("administrator").visit("/administration/appeals").text.count(NAMED) == 1


def test_corrected_result_goes_out_like_every_result_and_until_then_no_score_is_told(case: Case) -> None:
    case.admit()
    # A Friday, when no result goes out.
    case.pass_days(2)
    end(case, Finding.CORRECT, {NAMED: 2})
    assert case.state() is ApplicationState.DECIDED
    page = case.visitor("owner").visit(HOME)
    assert ("Upheld: scores put right" in page.text, "from 1 to 2." in page.text) == (True, False)
    with case.services.database.reading() as session:
        assert awards_of(session, case.council_id) == ()
        assert results_of(session, case.council_id) == ()
    case.pass_days(3)
    case.sweep()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED
    assert "from 1 to 2." in case.visitor("owner").visit(HOME).text
    with case.services.database.reading() as session:
        assert len(awards_of(session, case.council_id)) == 1


def test_chair_enters_scores_of_appealed_criteria_only_never_lower_and_records_what_was_found(case: Case) -> None:
    reference = case.admit((NAMED, "INF-2"))
    with case.work() as work:
        for person in case.panel(work).everybody:
            make.found(work, case.appeal(work), person, Finding.CORRECT)
    chair = case.visitor("chair")
    criterion = f"/panel/{reference}/criteria/INF-2"
    page = chair.visit(criterion)
    assert [field["value"] for field in page.fields if field.get("name") == "score"] == ["2", "3"]
    page = chair.post(criterion, 422, score="1", reason=make.AWKWARD_WHY, version="0")
    assert "An appeal never lowers one: it was 2." in page.text
    with pytest.raises(IllegalMove), case.work_of("chair") as work:
        deciding.correct_score(work, deciding.CorrectScore(reference, "INF-3", 3, make.AWKWARD_WHY, 0))
    with pytest.raises(RuleBroken, match="at least one score"), case.work_of("chair") as work:
        deciding.record_outcome(work, deciding.RecordOutcome(reference, Finding.CORRECT, make.AWKWARD_WHY))
    with pytest.raises(IllegalMove), case.work_of("chair") as work:
        deciding.record_outcome(work, deciding.RecordOutcome(reference, Finding.NOT_UPHELD, make.AWKWARD_WHY))
    assert "Put the score right" not in case.visitor("member").visit(criterion).text
    assert case.visitor("member").client.get(f"/panel/{reference}").status_code == 200


def test_fresh_review_sets_the_reviews_aside_and_bars_everybody_who_had_a_part(case: Case) -> None:
    with case.work() as work:
        for who in ("chair", "member", "lead"):
            make_staff(work, Role.REVIEWER, case.person(work, who))
        make_staff(work, Role.REVIEWER, name="Fresh Eyes")
        other_lead = make_staff(work, Role.LEAD, name="Other Lead").id
    case.admit()
    end(case, Finding.FRESH_REVIEW)
    assert (case.appeal_state(), case.state()) == (AppealState.FRESH_REVIEW, ApplicationState.READY_TO_ASSIGN)
    with case.services.database.reading() as session:
        assert session.get_one(Application, case.application_id).round == 2
        assert set(session.scalars(select(Assignment.state))) == {AssignmentState.SET_ASIDE}
    with case.work() as work:
        actor = acting(work, work.session.get_one(type(case.person(work, "lead")), other_lead)).actor
        choice = choice_page(work.session, actor, case.reference, today(case.clock))
        assert [person.name for person in choice.candidates] == ["Fresh Eyes"]
    page = case.visitor("owner").visit(HOME)
    assert "New reviewers look at your application." in page.text


def test_not_upheld_is_final_closes_the_application_and_counts_the_months_anew(case: Case) -> None:
    case.admit()
    case.pass_days(20)
    with case.work() as work:
        (before,) = results_of(work.session, case.council_id)
    end(case, Finding.NOT_UPHELD)
    assert (case.appeal_state(), case.state()) == (AppealState.NOT_UPHELD, ApplicationState.CLOSED)
    with case.work() as work:
        (after,) = results_of(work.session, case.council_id)
    assert (after.released_on, after.counts_from) == (before.released_on, today(case.clock))
    assert after.resubmit_by is not None
    assert after.may_be_resubmitted(after.resubmit_by)
    page = case.visitor("owner").visit(HOME)
    assert ("This is final" in page.text, "Write the appeal" in page.text) == (True, False)
    assert make.FOUND_WHY not in page.text
    timeline = case.visitor("owner").visit(f"/council/{SLUG}/application/timeline").text
    assert timeline.index("You lodged an appeal") < timeline.index("The appeal was not upheld: the result stands")
    assert "by the appeal panel" in timeline


def test_award_stays_when_an_appeal_against_it_is_not_upheld(awarded: Case) -> None:
    awarded.admit()
    with awarded.work() as work, pytest.raises(RuleBroken, match="what you find"):
        make.found(work, awarded.appeal(work), awarded.person(work, "member"), Finding.FRESH_REVIEW)
    end(awarded, Finding.NOT_UPHELD)
    with awarded.services.database.reading() as session:
        (award,) = awards_of(session, awarded.council_id)
        assert award.position(today(awarded.clock)).standing.value == "current"


def test_award_gets_its_commendation_on_the_same_number_with_a_new_certificate(app: Flask, clock: FixedClock) -> None:
    case = build(app, clock, {criterion.id: 3 for criterion in EDITION.criteria} | {LEFT: 0})
    with case.services.database.reading() as session:
        (before,) = awards_of(session, case.council_id)
    assert not before.commendation
    case.pass_days(1)
    case.admit((LEFT,))
    end(case, Finding.CORRECT, {LEFT: 1})
    with case.services.database.reading() as session:
        (after,) = awards_of(session, case.council_id)
        assert (after.number, after.facts.starts_on, after.facts.ends_on, after.commendation) == (
            before.number,
            before.facts.starts_on,
            before.facts.ends_on,
            True,
        )
        issues = session.scalars(select(Certificate).order_by(Certificate.issue)).all()
        assert [bool(issue.superseded_reason) for issue in issues] == [True, False]
        rows = session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E23").order_by(OutboxEmail.queued_at))
        letters = [from_document(row.code, row.letter) for row in rows]
    subjects = [str(letter.subject.text) for letter in letters]
    assert (
        subjects
        == ["%(council)s has been awarded the Mark"] * 2 + ["%(council)s now holds the Mark with commendation"] * 2
    )
    kept = letters[-1].paragraphs[-1]
    assert kept.text.startswith("The award has been public since %(day)s.")
    assert kept.values == {"day": before.facts.starts_on, "number": before.number}


def test_everybody_is_told_at_each_step(case: Case) -> None:
    case.admit()
    end(case, Finding.NOT_UPHELD)
    with case.services.database.reading() as session:
        rows = session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E27").order_by(OutboxEmail.queued_at))
        subjects = [str(from_document(row.code, row.letter).subject.text) for row in rows]
    assert subjects.count("Please confirm: an appeal of %(council)s") == 1
    assert subjects.count("We have your appeal %(reference)s") == 2
    assert subjects.count("You are asked to chair the panel on an appeal of %(council)s") == 1
    assert subjects.count("You hear an appeal of %(council)s") == 3
    assert subjects.count("The answer to your appeal %(reference)s") == 2
    assert subjects.count("The appeal of %(council)s has ended") == 3
