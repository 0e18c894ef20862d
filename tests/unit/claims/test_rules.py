from dataclasses import replace
from datetime import date

import pytest

from portal.claims.rules import ObstacleKind, Position, Proof, check_by, obstacle, proof_problems
from portal.claims.states import Method

DAY = date(2026, 11, 18)
FREE = Position(
    last_day=None,
    has_owner=False,
    is_member=False,
    has_pending=False,
    email="a@kent.gov.uk",
    domains=("kent.gov.uk",),
)
CALLED = Proof(Method.CALLBACK, DAY, "03000 41 41 41", "")
CONFIRMED = Proof(Method.CONFIRMATION, DAY, "", "Ŵyn Evans, monitoring officer")


@pytest.mark.parametrize(
    ("position", "kind"),
    [
        (FREE, None),
        (replace(FREE, last_day=DAY), None),
        (replace(FREE, last_day=date(2026, 11, 17)), ObstacleKind.ENDED),
        (replace(FREE, is_member=True, has_owner=True), ObstacleKind.MEMBER),
        (replace(FREE, has_owner=True), ObstacleKind.OWNED),
        (replace(FREE, has_pending=True), ObstacleKind.PENDING),
        (replace(FREE, email="a@gmail.com"), ObstacleKind.DOMAIN),
        (replace(FREE, domains=()), ObstacleKind.DOMAIN),
        (replace(FREE, email="a@gmail.com", has_owner=True), ObstacleKind.OWNED),
    ],
)
def test_obstacle_is_the_first_thing_in_the_way(position: Position, kind: ObstacleKind | None) -> None:
    found = obstacle(position, DAY)
    assert (found and found.kind) == kind


def test_obstacle_of_an_owned_council_says_what_to_do_and_no_names() -> None:
    found = obstacle(replace(FREE, has_owner=True), DAY)
    assert found is not None
    assert str(found.problem) == (
        "This council has an account already. Ask the owner in your council’s team to invite you."
    )


@pytest.mark.parametrize(
    ("made_on", "day"),
    [
        (date(2026, 11, 18), date(2026, 11, 23)),  # Wednesday: the weekend does not count
        (date(2026, 11, 21), date(2026, 11, 25)),  # Saturday
        (date(2026, 12, 24), date(2026, 12, 31)),  # Christmas Day and the substitute for Boxing Day do not count
    ],
)
def test_claim_is_checked_within_three_working_days(made_on: date, day: date) -> None:
    assert check_by(made_on) == day


@pytest.mark.parametrize(
    ("proof", "fields"),
    [
        (CALLED, []),
        (CONFIRMED, []),
        (replace(CALLED, verified_on=date(2026, 11, 17)), []),
        (replace(CALLED, verified_on=date(2026, 11, 19)), ["verified_on"]),
        (replace(CALLED, verified_on=date(2026, 11, 16)), ["verified_on"]),
        (replace(CALLED, number_called=""), ["number_called"]),
        (replace(CONFIRMED, notes=""), ["notes"]),
        (replace(CONFIRMED, notes="", verified_on=date(2027, 1, 1)), ["verified_on", "notes"]),
    ],
)
def test_proof_has_its_day_and_who_was_asked(proof: Proof, fields: list[str]) -> None:
    assert [problem.field for problem in proof_problems(proof, date(2026, 11, 17), DAY)] == fields
