from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.awards.rules import AwardDates, award_dates, review_until
from portal.criteria.loading import EDITIONS, load_edition

VALIDITY = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8")).validity


def test_award_holds_for_24_months_and_ends_the_day_before_the_same_date() -> None:
    assert award_dates(date(2026, 3, 4), VALIDITY) == AwardDates(date(2026, 3, 4), date(2028, 3, 3), date(2027, 9, 3))


def test_award_granted_on_a_leap_day_ends_before_the_last_day_of_february() -> None:
    assert award_dates(date(2028, 2, 29), VALIDITY).ends_on == date(2030, 2, 27)


def test_renewal_runs_from_the_old_end_so_that_renewing_early_loses_nothing() -> None:
    renewed = award_dates(date(2027, 10, 1), VALIDITY, previous_end=date(2028, 3, 3))
    assert renewed == AwardDates(date(2027, 10, 1), date(2030, 3, 3), date(2029, 9, 3))


def test_renewal_granted_after_the_old_end_runs_from_the_old_end_all_the_same() -> None:
    renewed = award_dates(date(2028, 6, 1), VALIDITY, previous_end=date(2028, 3, 3))
    assert renewed == AwardDates(date(2028, 6, 1), date(2030, 3, 3), date(2029, 9, 3))


def test_edition_says_how_long_an_award_holds_while_its_renewal_is_reviewed() -> None:
    assert review_until(date(2028, 3, 3), VALIDITY) == date(2028, 6, 3)
    assert review_until(date(2028, 11, 30), VALIDITY) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("council_last_day", "dates"),
    [
        (date(2027, 3, 31), AwardDates(date(2026, 3, 4), date(2027, 3, 31), None)),
        (date(2028, 3, 3), AwardDates(date(2026, 3, 4), date(2028, 3, 3), None)),
        (date(2028, 3, 4), AwardDates(date(2026, 3, 4), date(2028, 3, 3), date(2027, 9, 3))),
    ],
)
def test_award_ends_with_its_council_at_the_latest(council_last_day: date, dates: AwardDates) -> None:
    assert award_dates(date(2026, 3, 4), VALIDITY, council_last_day=council_last_day) == dates


def test_dates_follow_the_terms_of_the_edition() -> None:
    terms = replace(
        VALIDITY,
        award_months=12,
        renewal_window_opens_months_before_expiry=1,
        capped_at_day_before_authority_is_replaced=False,
    )
    assert award_dates(date(2026, 3, 4), terms, council_last_day=date(2026, 6, 1)) == AwardDates(
        date(2026, 3, 4), date(2027, 3, 3), date(2027, 2, 3)
    )


@given(
    granted_on=st.dates(date(2026, 1, 1), date(2090, 1, 1)),
    days_left=st.none() | st.integers(0, 800),
    council_days=st.none() | st.integers(0, 3000),
)
def test_days_are_always_in_order(granted_on: date, days_left: int | None, council_days: int | None) -> None:
    previous_end = None if days_left is None else granted_on + timedelta(days=days_left)
    council_last_day = None if council_days is None else granted_on + timedelta(days=council_days)
    dates = award_dates(granted_on, VALIDITY, previous_end=previous_end, council_last_day=council_last_day)
    assert dates.starts_on == granted_on <= dates.ends_on
    assert council_last_day is None or dates.ends_on <= council_last_day
    assert dates.renewal_opens_on is None or granted_on <= dates.renewal_opens_on <= dates.ends_on
