from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.awards.rules import (
    HOLDING,
    STANDING_WORDS,
    AwardFacts,
    Extension,
    Position,
    Standing,
    StateChange,
    grant_problems,
    holds_the_mark,
    hosts_from,
    is_extended,
    last_day,
    lines_from,
    note_problems,
    position_on,
    running_problems,
    standing_on,
)
from portal.awards.states import AwardState, ReasonType
from portal.kernel.clock import FixedClock, today

S = AwardState
START = date(2026, 3, 4)
END = date(2028, 3, 3)
OPENS = date(2027, 9, 3)


def facts(
    *changes: StateChange, council_last_day: date | None = None, extensions: tuple[Extension, ...] = ()
) -> AwardFacts:
    return AwardFacts(START, END, OPENS, council_last_day, (StateChange(S.VALID, START), *changes), extensions)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (START, Standing.CURRENT),
        (OPENS - timedelta(days=1), Standing.CURRENT),
        (OPENS, Standing.RENEWAL_OPEN),
        (END, Standing.RENEWAL_OPEN),
        (END + timedelta(days=1), Standing.EXPIRED),
        (END + timedelta(days=4000), Standing.EXPIRED),
    ],
)
def test_valid_award_stands_as_its_dates_say(day: date, standing: Standing) -> None:
    assert standing_on(facts(), day) is standing


def test_standing_changes_with_the_last_second_of_the_last_day_in_london() -> None:
    midnight = datetime(2028, 3, 4, tzinfo=ZoneInfo("Europe/London"))
    last_second = today(FixedClock((midnight - timedelta(seconds=1)).astimezone(UTC)))
    one_later = today(FixedClock((midnight + timedelta(seconds=1)).astimezone(UTC)))
    assert (standing_on(facts(), last_second), standing_on(facts(), one_later)) == (
        Standing.RENEWAL_OPEN,
        Standing.EXPIRED,
    )


def test_day_before_the_award_began_is_refused() -> None:
    with pytest.raises(ValueError, match="began on 2026-03-04"):
        standing_on(facts(), START - timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (S.SUSPENDED, Standing.SUSPENDED),
        (S.WITHDRAWN, Standing.WITHDRAWN),
        (S.GIVEN_UP, Standing.GIVEN_UP),
        (S.REPLACED, Standing.REPLACED),
        (S.ENDED, Standing.COUNCIL_REPLACED),
    ],
)
def test_change_counts_from_its_day_and_not_before(state: AwardState, standing: Standing) -> None:
    changed = date(2026, 11, 18)
    asked = facts(StateChange(state, changed))
    assert standing_on(asked, changed - timedelta(days=1)) is Standing.CURRENT
    assert position_on(asked, changed) == Position(standing, changed)


@pytest.mark.parametrize("state", [S.WITHDRAWN, S.GIVEN_UP, S.REPLACED, S.ENDED])
def test_final_state_stays_when_the_end_date_passes(state: AwardState) -> None:
    asked = facts(StateChange(state, date(2026, 11, 18)))
    assert standing_on(asked, END + timedelta(days=1)) is standing_on(asked, END)


def test_suspended_award_expires_when_its_end_date_passes() -> None:
    asked = facts(StateChange(S.SUSPENDED, date(2027, 1, 5), "The annual check is late."))
    assert position_on(asked, END + timedelta(days=1)) == Position(Standing.EXPIRED, END + timedelta(days=1))


def test_restored_award_is_current_again_and_the_suspension_stays_in_the_past() -> None:
    asked = facts(StateChange(S.SUSPENDED, date(2027, 1, 5), "Late."), StateChange(S.VALID, date(2027, 2, 1)))
    assert position_on(asked, date(2027, 1, 31)) == Position(Standing.SUSPENDED, date(2027, 1, 5), "Late.")
    assert position_on(asked, date(2027, 2, 1)) == Position(Standing.CURRENT, date(2027, 2, 1))


def test_two_changes_on_one_day_leave_the_later_one() -> None:
    day = date(2027, 1, 5)
    asked = facts(
        StateChange(S.SUSPENDED, day, "x"), StateChange(S.WITHDRAWN, day, "False.", ReasonType.FALSE_STATEMENT)
    )
    assert position_on(asked, day) == Position(Standing.WITHDRAWN, day, "False.", ReasonType.FALSE_STATEMENT)


def test_award_ends_with_its_council_without_anybody_doing_anything() -> None:
    council_ends = date(2027, 3, 31)
    asked = facts(council_last_day=council_ends)
    assert standing_on(asked, council_ends) is Standing.CURRENT
    assert position_on(asked, date(2027, 4, 1)) == Position(Standing.COUNCIL_REPLACED, date(2027, 4, 1))


def test_award_that_ended_before_its_council_has_expired() -> None:
    asked = facts(council_last_day=END + timedelta(days=1))
    assert standing_on(asked, END + timedelta(days=30)) is Standing.EXPIRED


days = st.dates(START, END + timedelta(days=1000))
states = st.sampled_from(list(S))


@given(day=days, changes=st.lists(st.tuples(states, days)), council_last_day=st.none() | days)
def test_mark_is_never_held_after_the_last_day_nor_in_any_state_but_valid(
    day: date, changes: list[tuple[AwardState, date]], council_last_day: date | None
) -> None:
    made = [StateChange(state, from_on) for state, from_on in sorted(changes, key=lambda change: change[1])]
    asked = facts(*made, council_last_day=council_last_day)
    last = [change for change in asked.changes if change.from_on <= day][-1]
    held = last.state is S.VALID and day <= END and (council_last_day is None or day <= council_last_day)
    assert holds_the_mark(standing_on(asked, day)) is held


@given(day=days, later=st.integers(1, 500), state=states)
def test_what_happens_later_never_changes_what_was_so_on_a_day(day: date, later: int, state: AwardState) -> None:
    before = position_on(facts(), day)
    assert position_on(facts(StateChange(state, day + timedelta(days=later))), day) == before


SIGNED = Extension(date(2028, 2, 1), date(2028, 6, 3))


@pytest.mark.parametrize(
    ("day", "standing", "extended", "until"),
    [
        (date(2028, 1, 31), Standing.RENEWAL_OPEN, False, END),
        (date(2028, 2, 1), Standing.RENEWAL_OPEN, True, date(2028, 6, 3)),
        (END + timedelta(days=1), Standing.RENEWAL_OPEN, True, date(2028, 6, 3)),
        (date(2028, 6, 3), Standing.RENEWAL_OPEN, True, date(2028, 6, 3)),
        (date(2028, 6, 4), Standing.EXPIRED, False, date(2028, 6, 3)),
    ],
)
def test_award_whose_renewal_is_reviewed_holds_until_three_months_past_its_end(
    day: date, standing: Standing, extended: bool, until: date
) -> None:
    asked = facts(extensions=(SIGNED,))
    assert (standing_on(asked, day), is_extended(asked, day), last_day(asked, day)) == (standing, extended, until)


@pytest.mark.parametrize(
    ("result_on", "last"),
    [(date(2028, 2, 20), END), (date(2028, 4, 10), date(2028, 4, 10))],
)
def test_renewal_that_came_to_nothing_ends_the_award_that_day_or_on_its_end_date(result_on: date, last: date) -> None:
    asked = facts(extensions=(SIGNED, Extension(result_on, last)))
    assert (standing_on(asked, last), standing_on(asked, last + timedelta(days=1))) == (
        Standing.RENEWAL_OPEN,
        Standing.EXPIRED,
    )
    assert position_on(asked, last + timedelta(days=9)) == Position(Standing.EXPIRED, last + timedelta(days=1))
    # What was known before the result is still what was known then.
    assert last_day(asked, result_on - timedelta(days=1)) == SIGNED.until


def test_review_of_a_renewal_lets_no_award_outlive_its_council() -> None:
    council_ends = END + timedelta(days=9)
    asked = facts(council_last_day=council_ends, extensions=(SIGNED,))
    assert standing_on(asked, council_ends) is Standing.RENEWAL_OPEN
    assert standing_on(asked, council_ends + timedelta(days=1)) is Standing.COUNCIL_REPLACED


@given(day=days, signed=st.dates(OPENS, END), result=st.dates(OPENS, date(2028, 6, 3)))
def test_neither_a_signature_nor_a_result_changes_how_it_stood_before(day: date, signed: date, result: date) -> None:
    extended = Extension(signed, date(2028, 6, 3))
    if day <= signed:
        assert standing_on(facts(extensions=(extended,)), day) is standing_on(facts(), day)
    if day <= result and signed <= result:
        ended = (extended, Extension(result, max(END, result)))
        assert standing_on(facts(extensions=ended), day) is standing_on(facts(extensions=(extended,)), day)


def test_last_day_is_never_later_than_the_councils_own() -> None:
    assert last_day(facts()) == END
    assert last_day(facts(council_last_day=date(2027, 3, 31))) == date(2027, 3, 31)
    assert last_day(facts(council_last_day=END + timedelta(days=9))) == END


def test_every_standing_has_words_and_two_of_them_hold_the_mark() -> None:
    assert set(STANDING_WORDS) == set(Standing)
    assert {standing for standing in Standing if holds_the_mark(standing)} == {Standing.CURRENT, Standing.RENEWAL_OPEN}
    assert {str(STANDING_WORDS[standing]) for standing in HOLDING} == {"Current"}


@pytest.mark.parametrize(
    ("previous", "first", "last", "said"),
    [
        (None, None, None, []),
        (Standing.CURRENT, None, END, []),
        (Standing.EXPIRED, START, START, []),
        (Standing.SUSPENDED, None, None, ["This council's award is suspended."]),
        (None, None, START - timedelta(days=1), ["This council has been replaced,"]),
        (None, START + timedelta(days=1), None, ["This council does not exist yet,"]),
    ],
)
def test_grant_is_refused_where_something_stands_against_it(
    previous: Standing | None, first: date | None, last: date | None, said: list[str]
) -> None:
    found = [str(problem.words) for problem in grant_problems(START, previous, first, last)]
    assert [sentence[: len(beginning)] for sentence, beginning in zip(found, said, strict=True)] == said


def test_nothing_is_changed_about_an_award_that_has_run_out() -> None:
    assert list(running_problems(facts(), END)) == []
    assert [str(problem.words) for problem in running_problems(facts(), END + timedelta(days=1))] == [
        "This award has already ended, so nothing can be changed about it."
    ]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("ŵ" * 300, []),
        (" \n ", ["Enter what the public should read about this."]),
        ("x" * 301, ["What the public reads must be 300 characters or fewer."]),
    ],
)
def test_public_note_says_something_and_not_too_much(note: str, said: list[str]) -> None:
    assert [str(problem.words) for problem in note_problems(note)] == said


def test_lines_and_hosts_are_taken_once_each_in_their_order() -> None:
    assert lines_from(" b, \r\n\n a🙂\nb,\n") == ("b,", "a🙂")
    assert hosts_from("www.Camden.gov.uk\nhttps://camden.gov.uk/social?x=1\n\nlove.camden.gov.uk\n=cmd") == (
        "camden.gov.uk",
        "love.camden.gov.uk",
    )
