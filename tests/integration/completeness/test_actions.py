from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications import queries as applied
from portal.applications.actions import SaveAnswer, SavePresence
from portal.applications.models import Application
from portal.applications.rules import PRESENCE, Answered
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.completeness import actions, queries
from portal.completeness.actions import NoteMissing, PassCheck
from portal.completeness.queue import queue
from portal.completeness.rules import DECLARATION, Missing
from portal.completeness.states import CheckOutcome, Lack
from portal.criteria.queries import edition_of
from portal.declarations import queries as declared
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories import completeness as make
from tests.factories import declarations as signing
from tests.factories.applications import PRESENCE as TYPED
from tests.factories.applications import Team, acting, make_team
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_staff

TODAY = date(2026, 11, 18)


@dataclass(frozen=True)
class Case:
    work: Work
    team: Team
    application: Application
    administrator: Person


@pytest.fixture
def case(database: Database, clock: FixedClock) -> Iterator[Case]:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        administrator = make_staff(work, Role.ADMINISTRATOR, name=AWKWARD_NAME)
        yield Case(work, team, signing.signed_application(work, team), administrator)


def refusal(case: Case, person: Person | None = None) -> str:
    """What is said to somebody who returns the application now."""
    with pytest.raises(RuleBroken) as refused:
        actions.return_incomplete(acting(case.work, person or case.administrator), case.application.reference)
    return str(refused.value)


def checks(case: Case) -> tuple[queries.CheckFacts, ...]:
    edition = edition_of(case.work.session, case.application.edition_id)
    return queries.checks_of(case.work.session, case.application.id, edition)


def test_opened_check_names_what_is_checked_and_by_whom(case: Case) -> None:
    application = make.open_check(case.work, case.application, case.administrator)
    assert application.state is ApplicationState.COMPLETENESS_CHECK
    assert [(check.round, check.opened_by, check.outcome) for check in checks(case)] == [(1, AWKWARD_NAME, None)]


def test_application_that_was_not_signed_is_nothing_to_check(case: Case) -> None:
    unsigned = signing.sent_application(case.work, make_team(case.work))
    with pytest.raises(NotFound):
        make.open_check(case.work, unsigned, case.administrator)


def test_check_is_opened_once(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    with pytest.raises(IllegalMove):
        make.open_check(case.work, case.application, make_staff(case.work, Role.ADMINISTRATOR))


def test_complete_application_waits_for_a_reviewer(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    application = make.pass_check(case.work, case.application, case.administrator)
    assert application.state is ApplicationState.READY_TO_ASSIGN
    assert [check.outcome for check in checks(case)] == [CheckOutcome.PASSED]


def test_administrator_of_the_same_council_finds_nothing_to_check(case: Case) -> None:
    make_member(case.work, case.team.council.id, Role.CONTRIBUTOR, person=case.administrator)
    with pytest.raises(NotFound):
        make.open_check(case.work, case.application, case.administrator)


def test_administrator_with_a_conflict_of_interest_finds_nothing_to_check(case: Case) -> None:
    make_conflict(case.work, case.administrator, case.team.council.id)
    with pytest.raises(NotFound):
        make.open_check(case.work, case.application, case.administrator)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD])
def test_other_staff_find_nothing_to_check(case: Case, role: Role) -> None:
    with pytest.raises(NotFound):
        make.open_check(case.work, case.application, make_staff(case.work, role))


def test_application_is_not_returned_with_an_empty_list(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    assert refusal(case) == "List at least one thing that is missing, beside the answer that lacks it."
    assert case.application.state is ApplicationState.COMPLETENESS_CHECK


def test_application_is_not_passed_while_something_is_listed(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    doing, reference = acting(case.work, case.administrator), case.application.reference
    actions.note_missing(doing, NoteMissing(reference, "INF-1", Lack.OTHER, "x"))
    with pytest.raises(RuleBroken):
        actions.pass_check(doing, PassCheck(reference, confirmed=True, note=""))
    actions.forget_missing(doing, reference, "INF-1")
    actions.pass_check(doing, PassCheck(reference, confirmed=True, note=""))
    assert case.application.state is ApplicationState.READY_TO_ASSIGN


def test_thing_noted_again_takes_the_place_of_what_was_noted(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    doing, reference = acting(case.work, case.administrator), case.application.reference
    for lack, what in ((Lack.OTHER, "first"), (Lack.PERSONAL_DATA, " then \n")):
        actions.note_missing(doing, NoteMissing(reference, "INF-1", lack, what))
    assert checks(case)[0].missing == (Missing("INF-1", Lack.PERSONAL_DATA, "then"),)


def test_nothing_is_noted_before_the_check_is_open_nor_after_it(case: Case) -> None:
    note = NoteMissing(case.application.reference, "INF-1", Lack.OTHER, "x")
    with pytest.raises(IllegalMove):
        actions.note_missing(acting(case.work, case.administrator), note)
    make.open_check(case.work, case.application, case.administrator)
    make.pass_check(case.work, case.application, case.administrator)
    with pytest.raises(IllegalMove):
        actions.note_missing(acting(case.work, case.administrator), note)


def test_returned_application_lists_items_deadline_and_trail(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    missing = {PRESENCE: Lack.BROKEN_LINK, "INF-2": Lack.PERSONAL_DATA, DECLARATION: Lack.WRONG_DECLARANT}
    application = make.return_incomplete(case.work, case.application, case.administrator, missing)
    assert application.state is ApplicationState.RETURNED_INCOMPLETE
    assert queries.open_items(case.work.session, application.id) == tuple(
        Missing(item, lack, make.WHAT) for item, lack in missing.items()
    )
    assert checks(case)[0].fix_by == date(2026, 12, 16)
    last = trail(case.work.session, application.id)[-1]
    assert (last.event, last.details["items"], last.details["fix_by"]) == (
        "completeness:returned",
        ["INF-2", DECLARATION, PRESENCE],
        "2026-12-16",
    )


def test_exactly_the_returned_items_can_be_changed(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    make.return_incomplete(case.work, case.application, case.administrator, {"INF-2": Lack.OTHER})
    doing, slug = acting(case.work, case.team.contributor), case.team.council.slug
    applications.save_answer(doing, SaveAnswer(slug, "INF-2", 1, Answered(2, statement="Mended.")))
    with pytest.raises(IllegalMove):
        applications.save_answer(doing, SaveAnswer(slug, "INF-1", 1, Answered(2, statement="Improved.")))
    with pytest.raises(IllegalMove):
        applications.save_presence(doing, SavePresence(slug, 1, replace(TYPED, summary="Improved.")))


def test_returned_application_is_sent_signed_and_checked_again(case: Case, clock: FixedClock) -> None:
    make.open_check(case.work, case.application, case.administrator)
    make.return_incomplete(case.work, case.application, case.administrator)
    clock.at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    first = declared.signed_declaration(case.work.session, case.application.id)
    signing.send(case.work, case.team)
    application = signing.sign(case.work, case.team)
    assert application.submitted_at == clock.at
    assert declared.signed_declaration(case.work.session, application.id).number == first.number + 1
    make.open_check(case.work, application, case.administrator)
    make.pass_check(case.work, application, case.administrator)
    assert [(check.round, check.outcome) for check in checks(case)] == [
        (2, CheckOutcome.PASSED),
        (1, CheckOutcome.RETURNED),
    ]
    assert applied.unlocked_of(case.work.session, application.id) == {}


@pytest.mark.parametrize("take_back", [signing.recall, signing.hand_back])
def test_returned_application_taken_back_is_still_to_be_mended(
    case: Case, take_back: Callable[[Work, Team], Application]
) -> None:
    make.open_check(case.work, case.application, case.administrator)
    make.return_incomplete(case.work, case.application, case.administrator)
    signing.send(case.work, case.team)
    application = take_back(case.work, case.team)
    assert application.state is ApplicationState.RETURNED_INCOMPLETE
    assert applied.unlocked_of(case.work.session, application.id).keys() == {"INF-1"}


def test_administrator_sees_the_signed_copy_while_the_council_mends(case: Case) -> None:
    make.open_check(case.work, case.application, case.administrator)
    make.return_incomplete(case.work, case.application, case.administrator)
    doing, slug = acting(case.work, case.team.contributor), case.team.council.slug
    applications.save_answer(doing, SaveAnswer(slug, "INF-1", 1, Answered(2, statement="Half mended.")))
    administrator = acting(case.work, case.administrator).actor
    page = queries.check_page(case.work.session, administrator, case.application.reference, TODAY)
    assert "Half mended." not in page.themes[0].lines[0].answer.statement
    assert page.open is False


def test_queue_is_oldest_first_with_age_and_lateness(case: Case, clock: FixedClock) -> None:
    clock.at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    newer = signing.signed_application(case.work, make_team(case.work))
    returned = signing.signed_application(case.work, make_team(case.work))
    make.open_check(case.work, returned, case.administrator)
    make.return_incomplete(case.work, returned, case.administrator)
    make_member(case.work, newer.council_id, Role.CONTRIBUTOR, person=case.administrator)
    page = queue(case.work.session, acting(case.work, case.administrator).actor, date(2026, 11, 26))
    assert [(line.reference, line.age, line.due, line.late, line.may_check) for line in page.to_check] == [
        (case.application.reference, 6, date(2026, 11, 25), True, True),
        (newer.reference, 2, date(2026, 12, 1), False, False),
    ]
    assert [(line.reference, line.due, line.late) for line in page.with_council] == [
        (returned.reference, date(2026, 12, 22), False)
    ]
