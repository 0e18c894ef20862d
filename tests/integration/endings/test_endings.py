from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications.actions import SaveAnswer
from portal.applications.models import Application
from portal.applications.outlook import outlook
from portal.applications.queries import application as facts_of
from portal.applications.rules import Answered
from portal.applications.states import ApplicationState
from portal.assignments.desk import queue
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.completeness.queries import check_page
from portal.completeness.queue import queue as checks
from portal.endings import actions, lapsing
from portal.endings.actions import AskWithdrawal, Extend
from portal.kernel.clock import FixedClock, today
from portal.kernel.errors import IllegalMove, NotPermitted, RuleBroken
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from portal.timeline.queries import timeline
from tests.factories import completeness, reviews
from tests.factories import declarations as signing
from tests.factories.applications import Team, acting, make_team, start_application
from tests.factories.people import make_member, make_staff

WHY = 'We merge, "soon" =cmd ŵ 🙂'


@dataclass
class Case:
    work: Work
    clock: FixedClock
    team: Team
    administrator: Person

    @property
    def slug(self) -> str:
        return self.team.council.slug

    def ask(self, person: Person | None = None) -> None:
        actions.ask_withdrawal(acting(self.work, person or self.team.owner), AskWithdrawal(self.slug, WHY))

    def sweep(self, year: int, month: int, day: int) -> int:
        self.clock.at = datetime(year, month, day, 9, tzinfo=UTC)
        due = list(lapsing.lapses_due(self.work.session, self.clock.at))
        for step in due:
            step(self.work)
        return len(due)

    def returned(self) -> Application:
        application = signing.signed_application(self.work, self.team)
        completeness.open_check(self.work, application, self.administrator)
        return completeness.return_incomplete(self.work, application, self.administrator)


@pytest.fixture
def case(database: Database, clock: FixedClock) -> Iterator[Case]:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        yield Case(work, clock, make_team(work), make_staff(work, Role.ADMINISTRATOR))


def test_owner_asks_and_approver_confirms(case: Case) -> None:
    application = signing.signed_application(case.work, case.team)
    case.ask()
    assert application.state is ApplicationState.SUBMITTED
    with pytest.raises(IllegalMove):
        case.ask()
    actions.confirm_withdrawal(acting(case.work, case.team.approver), case.slug)
    last = trail(case.work.session, application.id)[-1]
    assert (application.state, last.event, last.reason) == (
        ApplicationState.WITHDRAWN,
        "application:withdrawn",
        WHY,
    )


def test_whoever_asked_does_not_confirm_even_as_approver(case: Case) -> None:
    application = signing.signed_application(case.work, case.team)
    make_member(case.work, case.team.council.id, Role.APPROVER, person=case.team.owner)
    case.ask()
    for answer in (actions.confirm_withdrawal, actions.refuse_withdrawal):
        with pytest.raises(NotPermitted):
            answer(acting(case.work, case.team.owner), case.slug)
    assert application.state is ApplicationState.SUBMITTED


@pytest.mark.parametrize("how", ["refused", "taken back"])
def test_request_that_was_refused_or_taken_back_leaves_room_for_another(case: Case, how: str) -> None:
    application = signing.signed_application(case.work, case.team)
    case.ask()
    if how == "refused":
        actions.refuse_withdrawal(acting(case.work, case.team.approver), case.slug)
    else:
        actions.take_back_withdrawal(acting(case.work, case.team.owner), case.slug)
    with pytest.raises(IllegalMove):
        actions.confirm_withdrawal(acting(case.work, case.team.approver), case.slug)
    assert application.state is ApplicationState.SUBMITTED
    case.ask()


def test_draft_is_not_withdrawn_in_two_steps(case: Case) -> None:
    start_application(case.work, case.team)
    with pytest.raises(IllegalMove):
        case.ask()


def test_withdrawn_application_is_in_no_queue(case: Case) -> None:
    application = completeness.complete_application(case.work, case.team, case.administrator)
    reviewer, lead = make_staff(case.work, Role.REVIEWER), make_staff(case.work, Role.LEAD)
    reviews.assign(case.work, application, reviewer, lead)
    reviews.accept(case.work, application, reviewer)
    day = today(case.clock)
    doing = acting(case.work, reviewer).actor
    assert len(queue(case.work.session, doing, day).own) == 1
    case.ask()
    actions.confirm_withdrawal(acting(case.work, case.team.approver), case.slug)
    assert queue(case.work.session, doing, day).own == ()
    stages = queue(case.work.session, acting(case.work, lead).actor, day).stages
    assert [stage.cases for stage in stages if stage.cases] == []
    with pytest.raises(IllegalMove):
        reviews.score(case.work, application, reviewer, "INF-1", reviews.judgement())


def test_open_check_of_a_withdrawn_application_is_in_no_queue(case: Case) -> None:
    application = signing.signed_application(case.work, case.team)
    completeness.open_check(case.work, application, case.administrator)
    case.ask()
    actions.confirm_withdrawal(acting(case.work, case.team.approver), case.slug)
    page = checks(case.work.session, acting(case.work, case.administrator).actor, today(case.clock))
    assert (page.to_check, page.with_council) == ((), ())


def test_draft_lapses_twelve_months_after_the_last_thing_that_happened(case: Case) -> None:
    application = start_application(case.work, case.team)
    case.clock.at = datetime(2027, 2, 10, 9, tzinfo=UTC)
    saved = SaveAnswer(case.slug, "INF-1", 0, Answered(1, statement="We do."))
    applications.save_answer(acting(case.work, case.team.contributor), saved)
    assert case.sweep(2027, 11, 18) == 0
    assert case.sweep(2028, 2, 9) == 0
    assert case.sweep(2028, 2, 10) == 1
    assert case.sweep(2028, 2, 11) == 0
    assert application.state is ApplicationState.LAPSED


def test_returned_application_lapses_the_day_after_its_last(case: Case) -> None:
    application = case.returned()
    assert case.sweep(2026, 12, 16) == 0
    assert case.sweep(2026, 12, 17) == 1
    assert application.state is ApplicationState.LAPSED


def test_extended_application_lapses_later_and_is_extended_once(case: Case) -> None:
    application = case.returned()
    administrator = acting(case.work, case.administrator)
    with pytest.raises(RuleBroken):
        actions.extend(administrator, Extend(application.reference, " "))
    actions.extend(administrator, Extend(application.reference, WHY))
    with pytest.raises(IllegalMove):
        actions.extend(administrator, Extend(application.reference, WHY))
    view = outlook(
        case.work.session,
        acting(case.work, case.team.owner).actor,
        facts_of(case.work.session, application.id),
        date(2026, 12, 1),
    )
    assert view.line.by == date(2027, 1, 18)
    assert case.sweep(2027, 1, 18) == 0
    assert case.sweep(2027, 1, 19) == 1


def test_longer_time_and_its_reason_are_told_to_the_council_and_on_the_check(case: Case) -> None:
    application = case.returned()
    actions.extend(acting(case.work, case.administrator), Extend(application.reference, WHY))
    day, session = today(case.clock), case.work.session
    told = timeline(session, acting(case.work, case.team.owner).actor, case.slug, day).steps[-1]
    assert (str(told.what), str(told.more)) == (
        "You got more time to put it right",
        f"Until 2027-01-18, because: {WHY}",
    )
    check = check_page(session, acting(case.work, case.administrator).actor, application.reference, day).checks[0]
    assert (check.extended_why, check.fix_by) == (WHY, date(2027, 1, 18))


def test_lapsed_application_is_taken_up_within_three_months(case: Case) -> None:
    application = start_application(case.work, case.team)
    assert case.sweep(2027, 11, 18) == 1
    owner = acting(case.work, case.team.owner)
    case.clock.at = datetime(2028, 2, 19, 9, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="until 2028-02-18"):
        actions.reopen(owner, case.slug)
    case.clock.at = datetime(2028, 2, 18, 9, tzinfo=UTC)
    actions.reopen(owner, case.slug)
    assert application.state is ApplicationState.DRAFT
    assert case.sweep(2028, 2, 19) == 0


def test_lapsed_application_is_not_taken_up_beside_another(case: Case) -> None:
    start_application(case.work, case.team)
    case.sweep(2027, 11, 18)
    start_application(case.work, case.team)
    with pytest.raises(IllegalMove):
        actions.reopen(acting(case.work, case.team.owner), case.slug)
