from datetime import date

import pytest

from portal.accounts.states import InterestKind
from portal.interests.rules import KIND_NAMES, KIND_WORDS, barred_until, holds, tie_problems

TODAY = date(2026, 11, 18)
_K = InterestKind


@pytest.mark.parametrize("kind", list(_K))
def test_work_and_advice_keep_away_for_24_months_and_nothing_else_does(kind: InterestKind) -> None:
    stays = kind in (_K.EMPLOYMENT, _K.ADVICE)
    assert barred_until(kind, date(2026, 3, 31)) == (date(2028, 3, 31) if stays else date(2026, 3, 31))


@pytest.mark.parametrize(("until", "held"), [(None, True), (TODAY, True), (date(2026, 11, 17), False)])
def test_tie_holds_to_its_last_day(until: date | None, held: bool) -> None:
    assert holds(until, TODAY) is held


@pytest.mark.parametrize(
    ("kind", "reason", "last_day", "fields"),
    [
        (_K.OTHER, "We share a garden.", None, []),
        (None, "", None, ["kind", "reason"]),
        (_K.OTHER, "w" * 1001, None, ["reason"]),
        (_K.EMPLOYMENT, "I was an officer.", date(2024, 11, 18), []),
        (_K.EMPLOYMENT, "I was an officer.", date(2024, 11, 17), ["last_day"]),
        (_K.RELATIVE, "My sister worked there.", date(2026, 11, 17), ["last_day"]),
        (_K.ADVICE, "A health check.", date(2026, 11, 19), ["last_day"]),
    ],
)
def test_tie_that_is_not_described_or_long_over_is_refused(
    kind: InterestKind | None, reason: str, last_day: date | None, fields: list[str]
) -> None:
    assert [problem.field for problem in tie_problems(kind, reason, last_day, TODAY)] == fields


def test_every_kind_of_tie_has_words() -> None:
    assert set(KIND_WORDS) == set(KIND_NAMES) == set(_K)
