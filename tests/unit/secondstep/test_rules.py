"""The rules of the second step."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.secondstep import rules
from portal.secondstep.rules import RelyingParty, Ways

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
NOTHING = Ways(passkeys=0, app=False, codes_left=10)


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("https://mark.example.org", RelyingParty("mark.example.org", "https://mark.example.org")),
        ("https://mark.example.org:8443/", RelyingParty("mark.example.org", "https://mark.example.org:8443")),
        ("https://mark.example.org:443", RelyingParty("mark.example.org", "https://mark.example.org")),
        ("http://localhost:5000", RelyingParty("localhost", "http://localhost:5000")),
        # Browsers take no number for a name.
        ("http://127.0.0.1:5000", RelyingParty("localhost", "http://localhost:5000")),
        ("http://[::1]:5000", RelyingParty("localhost", "http://localhost:5000")),
    ],
)
def test_passkeys_are_bound_to_the_name_in_the_public_address(address: str, party: RelyingParty) -> None:
    assert rules.relying_party(address) == party


@pytest.mark.parametrize(
    ("ways", "set_up", "is_last"),
    [
        (NOTHING, False, True),
        (Ways(1, False, 10), True, True),
        (Ways(0, True, 0), True, True),
        (Ways(1, True, 0), True, False),
        (Ways(2, False, 0), True, False),
    ],
)
def test_recovery_codes_are_no_second_step_and_the_last_one_stays(ways: Ways, set_up: bool, is_last: bool) -> None:
    assert (ways.set_up, ways.is_last) == (set_up, is_last)
    assert (rules.removal_problem(ways) is not None) is is_last


@pytest.mark.parametrize(
    ("ways", "second_step", "may"),
    [(NOTHING, False, True), (NOTHING, True, True), (Ways(1, False, 0), False, False), (Ways(0, True, 0), True, True)],
)
def test_whoever_has_a_second_step_takes_it_before_adding_another(ways: Ways, second_step: bool, may: bool) -> None:
    assert rules.may_add(ways, second_step=second_step) is may


def test_eleventh_passkey_is_refused() -> None:
    assert rules.adding_problem(Ways(9, False, 0)) is None
    assert rules.adding_problem(Ways(10, False, 0)) is not None


@pytest.mark.parametrize(
    ("expires_at", "refused"), [(None, True), (NOW, True), (NOW + timedelta(microseconds=1), False)]
)
def test_challenge_holds_until_its_last_moment_and_only_where_there_is_one(
    expires_at: datetime | None, refused: bool
) -> None:
    assert (rules.challenge_problem(expires_at, NOW) is not None) is refused


@pytest.mark.parametrize(
    ("step", "last", "refused"), [(None, None, True), (7, None, False), (7, 6, False), (7, 7, True), (6, 7, True)]
)
def test_code_of_the_app_needs_a_half_minute_after_the_last_one_used(
    step: int | None, last: int | None, refused: bool
) -> None:
    assert (rules.app_problem(step, last) is not None) is refused


@pytest.mark.parametrize("typed", ["ABCD2345EFGH6789", "abcd 2345 efgh 6789", " abcd-2345\u2013EFGH\u20116789\n"])
def test_recovery_code_is_read_however_it_is_written(typed: str) -> None:
    assert rules.recovery_code_from(typed) == "ABCD2345EFGH6789"


def test_recovery_code_is_80_bits_of_letters_that_nobody_mixes_up() -> None:
    assert (len(set(rules.RECOVERY_LETTERS)), set("IO01") & set(rules.RECOVERY_LETTERS)) == (32, set())
    assert rules.RECOVERY_LENGTH * 5 == 80
    assert rules.shown_code("ABCD2345EFGH6789") == "ABCD-2345-EFGH-6789"
