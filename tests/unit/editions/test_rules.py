"""Names, texts and days of editions."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from portal.editions import rules
from tests.unit.criteria.sample import EDITION

SOMEBODY, COLLEAGUE = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("day", "earliest"),
    [
        (date(2026, 11, 18), date(2027, 5, 18)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_edition_counts_six_calendar_months_ahead_at_the_earliest(day: date, earliest: date) -> None:
    assert rules.earliest_day(day, rules.notice_months(EDITION)) == earliest


def test_longer_notice_of_the_edition_in_force_counts_and_a_shorter_one_does_not() -> None:
    def promising(months: int) -> int:
        validity = replace(EDITION.validity, new_criteria_version_notice_months=months)
        return rules.notice_months(replace(EDITION, validity=validity))

    assert [promising(months) for months in (0, 6, 9)] == [6, 6, 9]
    assert rules.notice_months(None) == 6


def test_day_before_the_earliest_is_refused_and_the_earliest_is_not() -> None:
    earliest = date(2027, 5, 18)
    assert list(rules.scheduling_problems(earliest, earliest, 6, four_eyes=True)) == []
    (problem,) = rules.scheduling_problems(date(2027, 5, 17), earliest, 6, four_eyes=True)
    assert problem.field == "publish_on"


def test_whoever_changed_it_last_cannot_schedule_it() -> None:
    assert rules.may_schedule(SOMEBODY, COLLEAGUE) is True
    assert rules.may_schedule(SOMEBODY, SOMEBODY) is False
    assert rules.may_schedule(None, SOMEBODY) is False
    assert len(list(rules.scheduling_problems(date(2028, 1, 1), date(2027, 1, 1), 6, four_eyes=False))) == 1


def test_text_may_be_300_kb_and_not_a_byte_longer() -> None:
    assert list(rules.text_problems("ŵ" * (rules.LONGEST_TEXT // 2))) == []
    assert len(list(rules.text_problems("ŵ" * (rules.LONGEST_TEXT // 2) + "x"))) == 1
    assert len(list(rules.text_problems(" \n"))) == 1


def test_text_that_names_the_draft_has_no_fault_in_its_name() -> None:
    assert rules.naming_fault(EDITION, "2026") is None
    assert "this draft is 2027" in str(rules.naming_fault(EDITION, "2027"))


def test_reason_must_be_said_and_not_be_a_novel() -> None:
    assert list(rules.reason_problems("A mistake.")) == []
    assert len(list(rules.reason_problems(" "))) == 1
    assert len(list(rules.reason_problems("x" * 1001))) == 1
