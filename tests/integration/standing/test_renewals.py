from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id
from portal.awards.rules import Standing, is_extended
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.storage.engine import Database
from tests.factories import awards as make
from tests.factories import standing as renewing

END = date(2028, 11, 17)
GRACE = date(2029, 2, 17)
S = ApplicationState


@pytest.fixture
def work(database: Database, clock: FixedClock) -> Iterator[Work]:
    with database.writing() as session:
        yield Work(session, SYSTEM, clock, {})


@pytest.fixture
def award(work: Work, clock: FixedClock) -> AwardRecord:
    """An award that ends on END, in the month before it does."""
    made = make.make_award(work, make.make_council(work))
    clock.at = datetime(2028, 10, 20, 9, tzinfo=UTC)
    return made


def on(clock: FixedClock, day: date) -> None:
    clock.at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_renewal_signed_on_the_last_day_keeps_the_award_for_three_months(
    work: Work, award: AwardRecord, clock: FixedClock
) -> None:
    on(clock, END)
    renewing.signed_renewal(work, award)
    kept = award_by_id(work.session, award.id)
    assert (kept.valid_until, kept.facts.grace_until) == (GRACE, GRACE)
    assert kept.valid_until_on(END - timedelta(days=1)) == END
    assert [kept.position(day).standing for day in (END, GRACE, GRACE + timedelta(days=1))] == [
        Standing.RENEWAL_OPEN,
        Standing.RENEWAL_OPEN,
        Standing.EXPIRED,
    ]
    assert [entry.event for entry in trail(work.session, award.application_id)] == ["award:granted", "award:extended"]


def test_renewal_signed_a_day_late_keeps_nothing(work: Work, award: AwardRecord, clock: FixedClock) -> None:
    on(clock, END + timedelta(days=1))
    renewing.signed_renewal(work, award)
    assert award_by_id(work.session, award.id).valid_until == END


@pytest.mark.parametrize(
    ("result_on", "state", "last"),
    [
        (END - timedelta(days=9), S.FEEDBACK_RELEASED, END),
        (END + timedelta(days=9), S.FEEDBACK_RELEASED, END + timedelta(days=9)),
        (END + timedelta(days=9), S.WITHDRAWN, END + timedelta(days=9)),
    ],
)
def test_renewal_that_comes_to_nothing_ends_the_award_that_day_or_on_its_end_date(
    work: Work, award: AwardRecord, clock: FixedClock, result_on: date, state: S, last: date
) -> None:
    renewal = renewing.signed_renewal(work, award)
    on(clock, result_on)
    renewing.comes_to(work, award, renewal, state)
    ended = award_by_id(work.session, award.id)
    assert (ended.valid_until, ended.position(last).standing) == (last, Standing.RENEWAL_OPEN)
    assert ended.position(last + timedelta(days=1)).standing is Standing.EXPIRED
    assert trail(work.session, award.application_id)[-1].event == "award:shortened"


def test_renewal_sent_back_to_add_something_was_signed_in_time(
    work: Work, award: AwardRecord, clock: FixedClock
) -> None:
    renewal = renewing.signed_renewal(work, award)
    on(clock, END + timedelta(days=3))
    renewing.comes_to(work, award, renewal, S.RETURNED_INCOMPLETE)
    assert award_by_id(work.session, award.id).valid_until == GRACE


def test_suspended_award_is_kept_by_its_renewal_from_the_day_on_which_it_is_restored(
    work: Work, award: AwardRecord, clock: FixedClock
) -> None:
    make.suspend(work, award)
    renewing.signed_renewal(work, award)
    assert award_by_id(work.session, award.id).valid_until == END
    restored = make.restore(work, award)
    renewing.tell(work, award, "award:restored")
    assert is_extended(award_by_id(work.session, restored.id).facts, clock.at.date())


def test_renewed_award_runs_from_the_old_end_however_long_the_review_took(
    work: Work, award: AwardRecord, clock: FixedClock
) -> None:
    renewing.signed_renewal(work, award)
    on(clock, END + timedelta(days=60))
    new = make.make_award(work, work.session.get_one(Council, award.council_id))
    old = award_by_id(work.session, award.id)
    assert (new.valid_until, old.position(clock.at.date()).standing) == (date(2030, 11, 17), Standing.REPLACED)
