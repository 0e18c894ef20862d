from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.audit.queries import trail
from portal.audit.work import Work
from portal.awards import actions
from portal.awards.models import Award, AwardStateChange
from portal.awards.queries import OfficialPlaces, award_by_id, award_numbered, awards_of, official_places
from portal.awards.rules import Position, Standing
from portal.awards.states import AwardState, ReasonType
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import SYSTEM
from portal.kernel.references import award_number_from
from portal.storage.engine import Database
from tests.factories import awards as make

TODAY = date(2026, 11, 18)


@pytest.fixture
def work(database: Database, clock: FixedClock) -> Iterator[Work]:
    with database.writing() as session:
        yield Work(session, SYSTEM, clock, {})


def test_granted_award_has_a_number_its_dates_and_what_the_application_said_of_the_council(work: Work) -> None:
    council = make.make_council(work, name=make.AWKWARD_COUNCIL)
    award = make.make_award(work, council, commendation=True)
    assert award_number_from(award.number) == award.number
    assert (award.council, award.commendation, award.edition) == (make.AWKWARD_COUNCIL, True, "2026")
    assert (award.starts_on, award.valid_until) == (TODAY, date(2028, 11, 17))
    assert award.public_summary == make.AWKWARD_SUMMARY
    assert official_places(work.session, [award.id]) == {
        award.id: OfficialPlaces(
            ("example.gov.uk", "news.example.gov.uk"),
            ("https://social.example/@council", "https://video.example/c/council?a=1&b=2"),
        )
    }
    assert award.position(TODAY) == Position(Standing.CURRENT, TODAY)
    assert award_numbered(work.session, award.number) == award


def test_grant_belongs_to_the_portal_alone(work: Work) -> None:
    award = make.make_award(work, make.make_council(work))
    with pytest.raises(NotPermitted):
        actions.grant(make.lead(work), actions.Grant(award.application_id, commendation=False))


def test_one_application_brings_one_award(work: Work) -> None:
    award = make.make_award(work, make.make_council(work))
    with pytest.raises(IntegrityError):
        actions.grant(work, actions.Grant(award.application_id, commendation=False))
    work.session.rollback()


def test_whoever_hears_of_the_grant_finds_the_whole_award(database: Database, clock: FixedClock) -> None:
    heard: list[tuple[str, int, Standing]] = []

    def listen(work: Work, event: Event) -> None:
        award = award_by_id(work.session, event.subject_id)
        places = official_places(work.session, [award.id])[award.id]
        heard.append((event.name, len(places.domains), award.position(TODAY).standing))

    names = ("award:granted", "award:suspended", "award:withdrawn")
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {name: [listen] for name in names})
        make.withdraw(work, make.make_award(work, make.make_council(work)))
    assert heard == [
        ("award:granted", 2, Standing.CURRENT),
        ("award:suspended", 2, Standing.SUSPENDED),
        ("award:withdrawn", 2, Standing.WITHDRAWN),
    ]


def test_number_that_is_taken_is_drawn_again(work: Work) -> None:
    taken = make.make_award(work, make.make_council(work)).number
    drawn = iter([taken, taken, "AAAA-AAAAA"])
    assert actions.fresh_number(work.session, lambda: next(drawn)) == "AAAA-AAAAA"


def test_renewal_replaces_the_award_and_runs_from_its_end(work: Work, clock: FixedClock) -> None:
    council = make.make_council(work)
    old = make.make_award(work, council)
    clock.at = datetime(2028, 9, 1, 9, tzinfo=UTC)
    new = make.make_award(work, council)
    assert (new.starts_on, new.valid_until) == (date(2028, 9, 1), date(2030, 11, 17))
    assert [award.number for award in awards_of(work.session, council.id)] == [new.number, old.number]
    replaced = award_by_id(work.session, old.id)
    assert replaced.position(date(2028, 8, 31)).standing is Standing.RENEWAL_OPEN
    assert replaced.position(date(2028, 9, 1)) == Position(Standing.REPLACED, date(2028, 9, 1), replaced_by=new.number)


def test_award_after_an_expired_one_runs_from_its_own_day(work: Work, clock: FixedClock) -> None:
    council = make.make_council(work)
    old = make.make_award(work, council)
    clock.at += timedelta(days=800)
    new = make.make_award(work, council)
    day = clock.at.date()
    assert (new.starts_on, award_by_id(work.session, old.id).position(day).standing) == (day, Standing.EXPIRED)


def test_award_is_capped_at_the_last_day_of_its_council(work: Work) -> None:
    award = make.make_award(work, make.make_council(work, last_day=date(2027, 3, 31)))
    assert award.valid_until == date(2027, 3, 31)
    assert award.position(date(2027, 4, 1)).standing is Standing.COUNCIL_REPLACED


def test_new_award_for_a_council_whose_award_is_suspended_is_refused(work: Work) -> None:
    council = make.make_council(work)
    make.suspend(work, make.make_award(work, council))
    with pytest.raises(RuleBroken, match="Restore or withdraw it"):
        make.make_award(work, council)


def test_each_change_is_on_the_trail_of_the_case_and_in_the_register(work: Work, clock: FixedClock) -> None:
    award = make.make_award(work, make.make_council(work))
    make.restore(work, make.suspend(work, award))
    clock.at += timedelta(days=1)
    make.withdraw(work, award, ReasonType.MISUSE, "On posters ŵ 🙂")
    assert [(entry.event, entry.state_after) for entry in trail(work.session, award.application_id)] == [
        ("award:granted", "valid"),
        ("award:suspended", "suspended"),
        ("award:restored", "valid"),
        ("award:suspended", "suspended"),
        ("award:withdrawn", "withdrawn"),
    ]
    rows = work.session.execute(
        select(AwardStateChange.place, AwardStateChange.state, AwardStateChange.from_on).order_by(
            AwardStateChange.place
        )
    )
    tomorrow = TODAY + timedelta(days=1)
    assert [tuple(row) for row in rows] == [
        (1, AwardState.VALID, TODAY),
        (2, AwardState.SUSPENDED, TODAY),
        (3, AwardState.VALID, TODAY),
        (4, AwardState.SUSPENDED, tomorrow),
        (5, AwardState.WITHDRAWN, tomorrow),
    ]
    assert award_by_id(work.session, award.id).position(tomorrow) == Position(
        Standing.WITHDRAWN, tomorrow, "On posters ŵ 🙂", ReasonType.MISUSE
    )


def test_withdrawing_takes_a_suspension_first(work: Work) -> None:
    award = make.make_award(work, make.make_council(work))
    command = actions.Withdraw(award.number, "proven", ReasonType.MISUSE, "Misused.")
    with pytest.raises(IllegalMove):
        actions.withdraw(make.lead(work), command)


def test_nobody_suspends_alone_and_never_without_words_for_the_public(work: Work) -> None:
    award = make.make_award(work, make.make_council(work))
    for alone in (make.administrator(work), make.lead(work)):
        with pytest.raises(NotPermitted):
            actions.suspend(alone, actions.Suspend(award.number, "late", "Late."))
        work.session.expunge_all()
    with pytest.raises(RuleBroken, match="Enter what the public should read"):
        actions.suspend(work, actions.Suspend(award.number, "late", " "))


def test_council_gives_up_only_its_own_award(work: Work) -> None:
    mine, theirs = (make.make_award(work, make.make_council(work)) for _ in range(2))
    assert make.give_up(work, mine).position(TODAY).standing is Standing.GIVEN_UP
    with pytest.raises(NotPermitted):
        actions.give_up(make.owner(work, mine), actions.GiveUp(theirs.number))


def test_administrator_ends_an_award_whose_council_is_replaced_early(work: Work) -> None:
    award = make.end(work, make.make_award(work, make.make_council(work)))
    assert award.position(TODAY) == Position(Standing.COUNCIL_REPLACED, TODAY)


def test_award_that_has_run_out_is_changed_no_more(work: Work, clock: FixedClock) -> None:
    award = make.make_award(work, make.make_council(work))
    clock.at += timedelta(days=800)
    with pytest.raises(RuleBroken, match="has already ended"):
        make.suspend(work, award)


def test_unknown_number_is_not_found(work: Work) -> None:
    with pytest.raises(NotFound):
        award_numbered(work.session, "AAAA-AAAAA")
    with pytest.raises(NotFound):
        actions.restore(work, actions.Restore("AAAA-AAAAA", ""))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": AwardState.WITHDRAWN, "public_note": "Why."},
        {"state": AwardState.VALID, "reason_type": ReasonType.MISUSE},
        {"state": AwardState.SUSPENDED},
        {"state": AwardState.REPLACED},
    ],
)
def test_database_refuses_a_change_that_contradicts_itself(work: Work, wrong: dict[str, object]) -> None:
    award = make.make_award(work, make.make_council(work))
    work.session.add(AwardStateChange(award_id=award.id, place=2, from_on=TODAY, recorded_at=work.clock.now(), **wrong))
    with pytest.raises(IntegrityError):
        work.session.flush()
    work.session.rollback()


def test_database_refuses_an_award_that_ends_before_it_begins(work: Work) -> None:
    award = work.session.get_one(Award, make.make_award(work, make.make_council(work)).id)
    award.ends_on = award.starts_on - timedelta(days=1)
    with pytest.raises(IntegrityError):
        work.session.flush()
    work.session.rollback()
