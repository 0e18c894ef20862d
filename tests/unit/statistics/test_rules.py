"""How long steps took, worked out by hand beside each case."""

from datetime import date

import pytest

from portal.applications.reckoning import Entered
from portal.applications.states import ApplicationState
from portal.statistics.rules import Measure, Spread, Taken, quarter_of, spread, steps_taken

S = ApplicationState
WAY = (
    (S.DRAFT, date(2026, 11, 2)),
    (S.AWAITING_DECLARATION, date(2026, 11, 3)),
    (S.SUBMITTED, date(2026, 11, 4)),
    (S.COMPLETENESS_CHECK, date(2026, 11, 6)),
    (S.RETURNED_INCOMPLETE, date(2026, 11, 9)),
    (S.AWAITING_DECLARATION, date(2026, 11, 11)),
    (S.SUBMITTED, date(2026, 11, 12)),
    (S.COMPLETENESS_CHECK, date(2026, 11, 13)),
    (S.READY_TO_ASSIGN, date(2026, 11, 16)),
    (S.REVIEWER_PROPOSED, date(2026, 11, 17)),
    (S.IN_REVIEW, date(2026, 11, 18)),
    (S.CLARIFICATION_REQUESTED, date(2026, 11, 20)),
    (S.IN_REVIEW, date(2026, 11, 24)),
    (S.ON_HOLD, date(2026, 11, 25)),
    (S.IN_REVIEW, date(2026, 12, 2)),
    (S.MODERATION, date(2026, 12, 3)),
    (S.DECIDED, date(2026, 12, 7)),
)


def taken(*steps: tuple[ApplicationState, date]) -> list[tuple[Measure, int]]:
    return [(each.measure, each.days) for each in steps_taken([Entered(*step) for step in steps])]


def test_each_step_is_measured_without_the_days_of_its_pauses() -> None:
    assert taken(*WAY) == [
        (Measure.CHECK, 3),
        (Measure.CHECK, 2),
        # Signing again is part of putting it right; the first signing is not.
        (Measure.MENDING, 3),
        # 18 to 20 November, 24 to 25 November, 2 to 3 December: neither the questions nor the hold.
        (Measure.SCORING, 4),
        (Measure.ANSWERING, 2),
        (Measure.MODERATION, 2),
        # 23 working days from 4 November to 7 December, 5 of them the council’s; the hold counts as the LGA’s.
        (Measure.DECISION, 18),
    ]


def test_what_is_under_way_or_was_cut_short_is_not_measured() -> None:
    assert taken(*WAY[:12]) == [(Measure.CHECK, 3), (Measure.CHECK, 2), (Measure.MENDING, 3)]
    gone = taken(*WAY[:11], (S.WITHDRAWN, date(2026, 11, 30)))
    assert Measure.SCORING not in {measure for measure, _days in gone}
    assert taken() == []


def test_decision_after_an_appeal_does_not_lengthen_the_first() -> None:
    again = (*WAY, (S.FEEDBACK_RELEASED, date(2026, 12, 7)), (S.DECIDED, date(2027, 2, 1)))
    assert Taken(Measure.DECISION, 18) in steps_taken([Entered(*step) for step in again])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Spread(0, None, None, None)),
        ([4], Spread(1, 4, 4, 100)),
        ([9, 1], Spread(2, 1, 9, 50)),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 30], Spread(10, 5, 9, 50)),
    ],
)
def test_spread_is_median_nine_in_ten_and_share_in_time(days: list[int], expected: Spread) -> None:
    assert spread(days, 5) == expected


def test_quarters_are_calendar_quarters() -> None:
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]
