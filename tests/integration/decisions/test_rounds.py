"""A decision corrected after an appeal and an application reviewed afresh: another round each (C8)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.accounts.models import Person
from portal.applications import actions as starting
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.decisions import kept, results, rounds
from portal.decisions.models import Decision
from portal.decisions.rules import Final
from portal.kernel.clock import LONDON
from portal.kernel.errors import IllegalMove, NotPermitted, RuleBroken
from portal.kernel.permissions import Part, Role
from tests.factories.applications import acting
from tests.factories.people import make_staff
from tests.integration.decisions.conftest import SLUG, WEAK, Moderation
from tests.integration.decisions.test_deciding import FRIDAY, MONDAY_OPENING, sweep

NAMED = "INF-1"
APPEAL = "APL-2Q7R"
PUT_RIGHT = 'The second link had it, "clearly"\n=cmd ŵ 🙂 שלום <b>.'
FEEDBACK = f"/council/{SLUG}/results/"


@pytest.fixture
def told(case: Moderation) -> Moderation:
    """One essential criterion is decided at 1, so the council was told 'not yet: small changes'."""
    case.moderate({NAMED: 1})
    case.decide()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED
    return case


def chair(case: Moderation) -> Moderation:
    """The same, with the keys of a panel's chair in the place of the lead reviewer's."""
    with case.work() as work:
        person = make_staff(work, Role.PANEL, name="Petra Panel")
        work.involve(work.session.get_one(Application, case.application_id), person.id, Part.PANEL_CHAIR)
        return Moderation(
            case.app,
            case.clock,
            case.reference,
            case.application_id,
            case.reviewer_id,
            person.id,
            case.other_lead_id,
            case.owner_id,
        )


def correct(case: Moderation, score: int | None = 2) -> None:
    with case.work_of(case.lead_id) as work:
        application = applications.locked(work.session, case.application_id)
        rounds.correct(work, application, {NAMED: Final(score, PUT_RIGHT)}, APPEAL)


def decisions(case: Moderation) -> list[Decision]:
    with case.services.database.reading() as session:
        found = list(session.scalars(select(Decision).order_by(Decision.round)))
        session.expunge_all()
        return found


def test_corrected_score_is_decided_by_the_rule_and_goes_out_with_an_award(told: Moderation) -> None:
    told.pass_time(minutes=5)
    correct(chair(told))
    first, second = decisions(told)
    assert (first.outcome, second.outcome, second.round) == ("not_yet_minor", "awarded", 2)
    record = json.loads(second.record)
    assert (record["scores"][NAMED], record["scores"][WEAK], record["appeal"]) == (2, 1, APPEAL)
    assert told.state() is ApplicationState.FEEDBACK_RELEASED
    assert told.events()[-4:] == ["feedback:released", "decision:corrected", "feedback:released", "award:granted"]
    with told.services.database.reading() as session:
        before, after = (kept.finals_of(session, told.application_id, number) for number in (1, 2))
        assert (before[NAMED].score, after[NAMED]) == (1, Final(2, PUT_RIGHT))
        assert {name: final for name, final in after.items() if name != NAMED} == {
            name: final for name, final in before.items() if name != NAMED
        }


def test_corrected_result_waits_for_its_moment_and_the_one_before_stays_to_be_read(told: Moderation) -> None:
    panel = chair(told)
    told.clock.at = FRIDAY
    correct(panel)
    assert told.state() is ApplicationState.DECIDED
    owner = told.visitor(told.owner_id)
    waiting = owner.visit(FEEDBACK + told.reference)
    assert ("is being decided again" in waiting.text, PUT_RIGHT.splitlines()[0] in waiting.text) == (True, False)
    assert "Improve these criteria" not in waiting.text
    assert sweep(told, MONDAY_OPENING) is ApplicationState.FEEDBACK_RELEASED
    owner = told.visitor(told.owner_id)
    new = owner.visit(FEEDBACK + told.reference)
    assert "What you were told before" in new.text
    assert "Scores were put right after appeal APL-2Q7R. Petra Panel chaired the panel." in new.text
    old = owner.visit(f"{FEEDBACK}{told.reference}?round=1")
    assert "This is what you were told before an appeal. It no longer counts." in old.text
    assert "Decided by Lee Lead" in old.text
    owner.visit(f"{FEEDBACK}{told.reference}?round=3", 404)


def test_score_that_cannot_be_counted_is_refused(told: Moderation) -> None:
    panel = chair(told)
    with pytest.raises(RuleBroken, match="applies to this council"):
        correct(panel, score=None)
    assert len(decisions(told)) == 1


def test_nobody_but_the_chair_corrects_or_begins_afresh(told: Moderation) -> None:
    with pytest.raises(NotPermitted):
        correct(told)
    with pytest.raises(NotPermitted), told.work_of(told.other_lead_id) as work:
        rounds.begin_afresh(work, applications.locked(work.session, told.application_id), PUT_RIGHT)
    assert (len(decisions(told)), told.state()) == (1, ApplicationState.FEEDBACK_RELEASED)


def test_nothing_is_corrected_before_it_is_told(case: Moderation) -> None:
    panel = chair(case)
    with pytest.raises(IllegalMove):
        correct(panel)


def test_application_is_reviewed_afresh_by_others_and_its_feedback_stays(told: Moderation) -> None:
    panel = chair(told)
    with panel.work_of(panel.lead_id) as work:
        rounds.begin_afresh(work, applications.locked(work.session, told.application_id), PUT_RIGHT)
    assert told.state() is ApplicationState.READY_TO_ASSIGN
    with told.services.database.reading() as session:
        assert session.get_one(Application, told.application_id).round == 2
        assert list(session.scalars(select(Assignment.state))) == [AssignmentState.SET_ASIDE]
        assert kept.finals_of(session, told.application_id) == {}
        council_id = session.get_one(Application, told.application_id).council_id
        assert results.results_of(session, council_id) == ()
    page = told.visitor(told.owner_id).visit(FEEDBACK + told.reference)
    assert ("is being decided again" in page.text, "Rhys Reviewer" in page.text) == (True, True)


def test_council_with_another_open_application_is_named_and_nothing_happens(told: Moderation) -> None:
    panel = chair(told)
    told.pass_time(days=100)
    with told.work() as work:
        other = starting.start(acting(work, work.session.get_one(Person, told.owner_id)), SLUG).reference
    with pytest.raises(RuleBroken, match=f"another open application, {other}"):
        correct(panel)


def test_closing_changes_no_date_and_an_appeal_moves_only_the_time_to_act(told: Moderation) -> None:
    with told.services.database.reading() as session:
        council_id = session.get_one(Application, told.application_id).council_id
        (before,) = results.results_of(session, council_id)
    day = told.clock.at.astimezone(LONDON).date()
    assert (before.released_on, before.counts_from) == (day, day)
    told.pass_time(days=40)
    with told.work() as work:
        work.perform(applications.locked(work.session, told.application_id), "close")
    with told.services.database.reading() as session:
        assert results.results_of(session, council_id) == (before,)
    later = day + timedelta(days=31)
    with told.work() as work:
        work.session.execute(update(Decision).values(counts_from=later))
    with told.services.database.reading() as session:
        (after,) = results.results_of(session, council_id)
    assert before.resubmit_by
    assert after.resubmit_by
    assert 28 <= (after.resubmit_by - before.resubmit_by).days <= 31
    assert (after.released_on, after.again_from) == (day, before.again_from)
