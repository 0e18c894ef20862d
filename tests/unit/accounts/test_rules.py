"""The rules of signing in, asked about plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts import rules
from portal.accounts.rules import Try
from portal.kernel.permissions import COUNCIL_ROLES, STAFF_ROLES, Role

BEGAN = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("idle", "age", "live"),
    [
        (timedelta(0), timedelta(0), True),
        (timedelta(hours=2) - timedelta(microseconds=1), timedelta(hours=2), True),
        (timedelta(hours=2), timedelta(hours=2), False),
        (timedelta(0), timedelta(hours=12) - timedelta(microseconds=1), True),
        (timedelta(0), timedelta(hours=12), False),
    ],
)
def test_session_holds_for_two_idle_hours_and_twelve_in_all(idle: timedelta, age: timedelta, live: bool) -> None:
    now = BEGAN + age
    assert rules.session_is_live(BEGAN, now - idle, None, now) is live


def test_session_that_was_ended_does_not_hold() -> None:
    assert rules.session_is_live(BEGAN, BEGAN, BEGAN, BEGAN) is False


@pytest.mark.parametrize(
    "address",
    ["/", "/council/llanfair/", "/register?q=a&kind=district", "/a?next=//evil.example", "/sign-here", "/ŵyn"],
)
def test_next_page_of_ours_is_kept(address: str) -> None:
    assert rules.safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "council/llanfair",
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/ /evil.example",
        "/\x7f/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
    ],
)
def test_next_page_that_is_not_ours_or_goes_round_in_circles_is_dropped(address: str | None) -> None:
    assert rules.safe_next(address) is None


@given(st.text(alphabet="/\\ \t\n:@.?#ahtps", max_size=12))
def test_next_page_begins_with_exactly_one_slash_or_is_none(address: str) -> None:
    kept = rules.safe_next(address)
    assert kept is None or (kept == address and address[0] == "/" and address[1:2] not in ("/", "\\"))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("1234 5678", "12345678"), (" 12-34–5678\n", "12345678"), ("1234\u00a05678", "12345678"), ("12a", "12a")],
)
def test_digits_are_read_as_people_type_them(typed: str, digits: str) -> None:
    assert rules.digits_from(typed) == digits


@pytest.mark.parametrize(
    ("for_address", "for_origin", "field"),
    [(0, 0, None), (4, 19, None), (5, 0, "email"), (0, 20, "email"), (5, 20, "email")],
)
def test_codes_are_limited_by_address_and_by_network(for_address: int, for_origin: int, field: str | None) -> None:
    problem = rules.too_many_codes(for_address, for_origin)
    assert (problem.field if problem else None) == field


WRONG = Try(matches_newest=False, matches_older=False, used=False, expired=False, attempts=1)
RIGHT = replace(WRONG, matches_newest=True)


def said(tried: Try) -> str:
    problem = rules.code_problem(tried)
    return str(problem.words) if problem else ""


def test_right_code_opens_the_door_up_to_the_fifth_try() -> None:
    assert [said(RIGHT), said(replace(RIGHT, attempts=5))] == ["", ""]
    assert said(replace(RIGHT, attempts=6)) == "The code has been tried too often. Ask for a new one."


@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (replace(RIGHT, used=True), "This code has been used."),
        (replace(WRONG, used=True, expired=True), "This code has been used."),
        (replace(RIGHT, expired=True), "This code is too old."),
        (replace(WRONG, matches_older=True), "We have sent you a newer code since."),
        (WRONG, "This is not the code we sent. Check the newest email"),
        (replace(WRONG, attempts=5), "This is not the code we sent, and it has been tried too often."),
    ],
)
def test_code_that_does_not_open_the_door_says_why(tried: Try, words: str) -> None:
    assert said(tried).startswith(words)


@pytest.mark.parametrize(
    ("roles", "slugs", "is_invited", "area"),
    [
        ({Role.REVIEWER}, ["llanfair"], True, "/reviews/"),
        ({Role.LEAD, Role.ADMINISTRATOR}, [], False, "/reviews/"),
        ({Role.ADMINISTRATOR}, ["llanfair"], False, "/administration/"),
        ({Role.PANEL}, ["bath"], True, "/panel/"),
        (set(), ["wells", "bath"], True, "/council/bath/"),
        (set(), [], True, "/account/invitations"),
        (set(), [], False, "/council/start"),
    ],
)
def test_everyone_begins_with_their_own_work(roles: set[Role], slugs: list[str], is_invited: bool, area: str) -> None:
    assert rules.own_area(roles, slugs, is_invited=is_invited) == area


def test_every_role_has_words() -> None:
    assert set(rules.ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_only_roles_of_the_scheme_are_staff_roles(role: Role) -> None:
    assert (rules.staff_role_problem(role) is None) is (role in STAFF_ROLES)
    assert not (role in STAFF_ROLES and role in COUNCIL_ROLES)
