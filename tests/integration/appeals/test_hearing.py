"""Advice, chair, panel, findings: who may sit, who reads what, and who is told nothing."""

import pytest
from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest, Person
from portal.appeals import actions, admitting, deciding, hearing
from portal.appeals.people import sitters
from portal.appeals.states import Advice, AppealState, Finding
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.evidence.queries import may_open
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Permission, Role, may
from tests.factories import appeals as make
from tests.factories.applications import acting
from tests.factories.people import make_conflict, make_member, make_staff
from tests.integration.appeals.conftest import HOME, NAMED, Case


def barred(case: Case) -> set[str]:
    """Who of the panel cannot hear the newest appeal."""
    with case.work() as work:
        return {person.name for person in sitters(work.session, case.appeal(work), today(case.clock)) if person.bar}


def test_nobody_with_a_part_or_a_tie_can_sit(case: Case) -> None:
    case.lodge()
    with case.work() as work:
        for who in ("reviewer", "lead"):
            make_staff(work, Role.PANEL, case.person(work, who))
        approver = make_staff(work, Role.PANEL, case.person(work, "approver"))
        worked = make_staff(work, Role.PANEL, name="Employed There", employer=case.council(work).name)
        member = make_staff(work, Role.PANEL, name="Member There")
        make_member(work, case.council_id, Role.CONTRIBUTOR, member)
        tied = make_staff(work, Role.PANEL, name="Tied To It")
        make_conflict(work, tied, case.council_id)
        over = make_staff(work, Role.PANEL, name="No Longer Tied")
        make_conflict(work, over, case.council_id)
        row = work.session.scalars(select(ConflictOfInterest).where(ConflictOfInterest.person_id == over.id)).one()
        row.until = today(case.clock)
        names = {"Rhys Reviewer", "Lee Lead", approver.name, worked.name, member.name, tied.name}
    case.pass_days(1)
    assert barred(case) == names


def test_whoever_advised_cannot_sit_and_whoever_sits_has_no_other_part_afterwards(case: Case) -> None:
    with case.work() as work:
        make_staff(work, Role.PANEL, case.person(work, "administrator"))
        for role in (Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR):
            make_staff(work, role, case.person(work, "member"))
    case.lodge()
    with case.work_of("administrator") as work, pytest.raises(RuleBroken, match="chair"):
        admitting.advise(
            work, admitting.Advise(case.appeal(work).reference, Advice.ADMIT, make.AWKWARD_WHY, work.person_id)
        )
    with case.work() as work:
        make.admitted(work, case.appeal(work), case.person(work, "administrator"), case.panel(work))
    assert barred(case) == {"Adam Administrator", "Chris Chair", "Mona Member", "Otto Outsider"}
    with case.work_of("member") as work:
        record = work.record_of(case.appeal(work))
        refused = (Permission.APPLICATION_DECIDE, Permission.REVIEW_SCORE, Permission.APPEAL_CHAIR)
        assert [may(work.actor, permission, record) for permission in refused] == [False, False, False]
        assert may(work.actor, Permission.APPEAL_HEAR, record)


def test_reviewer_and_decider_with_the_role_of_the_panel_hear_nothing_of_their_case(case: Case) -> None:
    reference = case.admit()
    with case.work() as work:
        for who in ("reviewer", "lead"):
            make_staff(work, Role.PANEL, case.person(work, who))
        other = make_staff(work, Role.PANEL, name="Free Member").id
    for person_id in (case.people["reviewer"], case.people["lead"], other):
        visitor = case.visitor("chair").sign_in(person_id)
        assert "No appeal waits for you." in visitor.visit("/panel/").text
        visitor.visit(f"/panel/{reference}", 404)
        visitor.visit(f"/panel/{reference}/criteria/{NAMED}", 404)


def test_administrator_advises_and_chair_admits_with_one_from_outside(case: Case) -> None:
    reference = case.lodge()
    administrator = case.visitor("administrator")
    assert "Waits for advice" in administrator.visit("/administration/appeals").text
    address = f"/administration/appeals/{reference}"
    administrator.visit(address)
    page = administrator.post(address, 422)
    assert ("Choose what you advise." in page.text, "Choose who is to chair the panel." in page.text) == (True, True)
    administrator.post(address, advice="admit", why=make.AWKWARD_WHY, chair=str(case.people["chair"]))
    chair = case.visitor("chair")
    page = chair.visit(f"/panel/{reference}")
    assert "The administrator advised to admit it, so it is to be heard." in page.text
    assert "Do not admit the appeal" not in page.text
    page = chair.post(f"/panel/{reference}/admit", 422, members=str(case.people["member"]))
    assert "Choose two people: with you they are the panel of three." in page.text
    two = [str(case.people[who]) for who in ("member", "outsider")]
    page = chair.post(f"/panel/{reference}/admit", members=two)
    assert "Answer by 4 January 2027." in page.text
    page = case.visitor("owner").visit(HOME)
    for said in ("Chris Chair, Retired (chairs the panel)", "Otto Outsider, A consumer charity (from outside local"):
        assert said in page.text
    with pytest.raises(NotFound), case.work_of("member") as work:
        admitting.admit(work, admitting.Admit(reference, (case.people["member"], case.people["outsider"])))


def test_chair_leaves_unheard_only_what_was_advised_against_and_the_application_is_closed(case: Case) -> None:
    reference = case.lodge()
    with case.work() as work:
        make.advised(work, case.appeal(work), case.person(work, "administrator"), case.person(work, "chair"))
    with pytest.raises(RuleBroken, match="is to be heard"), case.work_of("chair") as work:
        admitting.do_not_admit(work, admitting.DoNotAdmit(reference, make.AWKWARD_WHY))
    with case.work_of("owner") as work:
        actions.withdraw(work, "awkward")
    case.pass_days(1)
    second = case.lodge()
    with case.work() as work:
        free = make_staff(work, Role.PANEL, name="Fresh Chair")
        command = admitting.Advise(second, Advice.DO_NOT_ADMIT, make.AWKWARD_WHY, free.id)
        admitting.advise(acting(work, case.person(work, "administrator")), command)
        admitting.do_not_admit(acting(work, free), admitting.DoNotAdmit(second, make.AWKWARD_WHY))
    assert (case.appeal_state(), case.state()) == (AppealState.NOT_ADMITTED, ApplicationState.CLOSED)
    page = case.visitor("owner").visit(HOME)
    assert make.AWKWARD_WHY.split("\n")[0] in page.text
    assert "Write the appeal" not in page.text


def test_panel_reads_everything_and_evidence_opens_for_them_alone(case: Case) -> None:
    reference = case.admit()
    member = case.visitor("member")
    page = member.visit(f"/panel/{reference}")
    assert page.text.count("Under appeal") == 1
    assert case.reference in page.text
    page = member.visit(f"/panel/{reference}/criteria/{NAMED}")
    for said in ("The council’s answer, as it was signed", "Score of Rhys Reviewer", "Decided score"):
        assert said in page.text
    with case.work() as work:
        stranger = make_staff(work, Role.PANEL, name="Sam Stranger").id
        application = work.session.get_one(Application, case.application_id)
        opens = {
            key: may_open(work.session, acting(work, work.session.get_one(Person, key)).actor, application)
            for key in (*(case.people[who] for who in ("chair", "member", "outsider")), stranger)
        }
    assert list(opens.values()) == [True, True, True, False]


def test_finding_is_seen_by_the_others_once_all_three_have_said_theirs(case: Case) -> None:
    reference = case.admit()
    with case.work() as work:
        appeal = case.appeal(work)
        for who, finding in (("chair", Finding.CORRECT), ("member", Finding.NOT_UPHELD)):
            make.found(work, appeal, case.person(work, who), finding)
    assert _findings(case, reference, "outsider") == []
    assert _findings(case, reference, "chair") == []
    page = case.visitor("outsider").visit(f"/panel/{reference}")
    assert "1 is missing." in page.text
    assert make.FOUND_WHY not in page.text
    outsider = case.visitor("outsider")
    outsider.visit(f"/panel/{reference}")
    outsider.post(f"/panel/{reference}/finding", finding="fresh_review", why=make.FOUND_WHY, version="0")
    assert outsider.page.text.count(make.FOUND_WHY) == 4
    three = [Finding.CORRECT, Finding.NOT_UPHELD, Finding.FRESH_REVIEW]
    assert _findings(case, reference, "member") == three
    # No two agree: the chair cannot record anything, and what was found can be changed until two do.
    with pytest.raises(IllegalMove), case.work_of("chair") as work:
        deciding.record_outcome(work, deciding.RecordOutcome(reference, Finding.CORRECT, make.AWKWARD_WHY))
    assert "No two of you agree." in case.visitor("member").visit(f"/panel/{reference}").text
    with case.work() as work:
        make.found(work, case.appeal(work), case.person(work, "member"), Finding.CORRECT, version=1)
    with pytest.raises(IllegalMove), case.work() as work:
        make.found(work, case.appeal(work), case.person(work, "member"), Finding.NOT_UPHELD, version=2)
    # The council sees the outcome, never who found what.
    page = case.visitor("owner").visit(HOME)
    assert "Upheld" not in page.text


def _findings(case: Case, reference: str, who: str) -> list[Finding]:
    with case.work_of(who) as work:
        page = hearing.panel_page(work.session, work.actor, reference, today(case.clock))
        return [found.finding for found in page.findings]
