"""What a draw comes to, with values worked out by sha256sum and openssl, so that the published recipe stays true."""

from datetime import UTC, date, datetime

import pytest

from portal.draws import rules

SEED = bytes(range(32))
CRITERIA = ("INF-1", "INF-2", "TWO-1", "TWO-2", "INC-1", "INC-2", "OPN-1", "OPN-2")


def test_commitment_is_the_sha256_of_period_chance_and_seed() -> None:
    written = "2026-Q4/5/000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    assert rules.canonical("2026-Q4", 5, SEED) == written
    # printf %s '2026-Q4/5/0001…1f' | sha256sum
    found = "b4187119ee738203fdec77b88a9c62fd57be59429bfbc2d33e54a6a5b1addaf3"
    assert rules.commitment("2026-Q4", 5, SEED) == found


@pytest.mark.parametrize(
    ("period", "one_in", "seed"),
    [("2027-Q1", 5, SEED), ("2026-Q4", 6, SEED), ("2026-Q4", 5, bytes(reversed(SEED)))],
)
def test_nothing_that_the_draw_depends_on_can_change_under_one_commitment(
    period: str, one_in: int, seed: bytes
) -> None:
    assert rules.commitment(period, one_in, seed) != rules.commitment("2026-Q4", 5, SEED)


def test_number_of_a_reference_is_its_hmac() -> None:
    # printf %s 'SMF-2026-0000' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0001…1f
    found = "58f7db95a23ded4b2c1abee42e9b7506dd011355c3fd2050a8afb07ffc392022"
    assert rules.number(SEED, "SMF-2026-0000") == int(found, 16)


def test_those_whose_number_can_be_divided_are_drawn_and_no_others() -> None:
    references = [f"SMF-2026-{number:04}" for number in range(12)]
    drawn = [reference for reference in references if rules.is_drawn(SEED, 5, reference)]
    assert drawn == ["SMF-2026-0002", "SMF-2026-0006", "SMF-2026-0008", "SMF-2026-0009", "SMF-2026-0010"]


def test_criteria_are_taken_by_their_number_whatever_their_order() -> None:
    order = ("INC-1", "TWO-1", "TWO-2", "INF-1", "INF-2", "OPN-1", "INC-2", "OPN-2")
    assert rules.ranked(SEED, "SMF-2026-0000", CRITERIA) == order
    assert rules.ranked(SEED, "SMF-2026-0000", reversed(CRITERIA)) == order
    assert rules.some_of(SEED, "SMF-2026-0000", CRITERIA) == frozenset(order[:5])
    assert rules.some_of(SEED, "SMF-2026-0000", CRITERIA[:3]) == frozenset(CRITERIA[:3])


def test_about_one_in_five_is_drawn_and_each_criterion_about_as_often() -> None:
    references = [f"APP-{number:05}" for number in range(10_000)]
    assert sum(rules.is_drawn(SEED, 5, reference) for reference in references) == 1975
    chosen = [criterion for reference in references for criterion in rules.some_of(SEED, reference, CRITERIA)]
    assert all(6100 < chosen.count(criterion) < 6400 for criterion in CRITERIA)


def test_nobody_is_drawn_by_a_seed_that_came_too_late() -> None:
    assert not any(rules.is_drawn(SEED, rules.NOBODY, f"APP-{number:05}") for number in range(10_000))


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_period_is_the_quarter_of_the_day(day: date, period: str) -> None:
    assert rules.period_of(day) == period


def test_period_begins_and_ends_at_midnight_in_london() -> None:
    assert rules.bounds("2026-Q2") == (
        datetime(2026, 3, 31, 23, tzinfo=UTC),
        datetime(2026, 6, 30, 23, tzinfo=UTC),
    )
    assert rules.period_at(datetime(2026, 6, 30, 23, tzinfo=UTC)) == "2026-Q3"
    assert rules.following("2026-Q4") == "2027-Q1"
