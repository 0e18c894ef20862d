"""Whom an owner may invite and who may leave, asked about plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.kernel.permissions import COUNCIL_ROLES, Role
from portal.team import rules
from portal.team.rules import Afterwards, TeamFacts

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TEAM = TeamFacts(
    domains=frozenset({"town.gov.uk", "town-council.org"}),
    members=frozenset({("own@town.gov.uk", Role.OWNER), ("con@town.gov.uk", Role.CONTRIBUTOR)}),
    invited=frozenset({("new@town.gov.uk", Role.APPROVER)}),
)


@pytest.mark.parametrize(
    ("email", "role", "fields"),
    [
        ("somebody@town.gov.uk", Role.CONTRIBUTOR, []),
        ("somebody@sub.town.gov.uk", Role.CONTRIBUTOR, []),
        ("somebody@town.gov.uk.evil.example", Role.CONTRIBUTOR, []),
        ("somebody@town.gov.uk.evil.example", Role.APPROVER, ["role"]),
        ("con@town.gov.uk", Role.APPROVER, []),
        ("new@town.gov.uk", Role.OWNER, []),
        ("con@town.gov.uk", Role.CONTRIBUTOR, ["email"]),
        ("new@town.gov.uk", Role.APPROVER, ["email"]),
        ("somebody@agency.example", Role.CONTRIBUTOR, []),
        ("somebody@agency.example", Role.OWNER, ["role"]),
        ("somebody@town.gov.uk", Role.REVIEWER, ["role"]),
        ("somebody@town.gov.uk", Role.SYSTEM, ["role"]),
    ],
)
def test_invitation_is_judged_by_domain_role_and_who_is_there(email: str, role: Role, fields: list[str]) -> None:
    assert [problem.field for problem in rules.invitation_problems(email, role, TEAM)] == fields


@pytest.mark.parametrize(
    ("owners", "invited", "fields"), [(2, 0, []), (3, 0, ["role"]), (2, 1, ["role"]), (1, 2, ["role"])]
)
def test_council_has_three_owners_at_most_counting_those_invited(owners: int, invited: int, fields: list[str]) -> None:
    team = TeamFacts(
        TEAM.domains,
        frozenset((f"own{number}@town.gov.uk", Role.OWNER) for number in range(owners)),
        frozenset((f"inv{number}@town.gov.uk", Role.OWNER) for number in range(invited)),
    )
    assert [problem.field for problem in rules.invitation_problems("n@town.gov.uk", Role.OWNER, team)] == fields
    assert rules.invitation_problems("n@town.gov.uk", Role.APPROVER, team) == ()


def test_council_without_domains_says_so_with_a_dash() -> None:
    (problem,) = rules.invitation_problems(
        "a@town.gov.uk", Role.APPROVER, TeamFacts(frozenset(), frozenset(), frozenset())
    )
    assert "(–)" in str(problem.words)


@pytest.mark.parametrize(
    ("email", "role", "left", "accepted"),
    [
        ("new@town.gov.uk", Role.APPROVER, timedelta(seconds=1), True),
        ("new@town.gov.uk", Role.APPROVER, timedelta(0), False),
        ("con@town.gov.uk", Role.CONTRIBUTOR, timedelta(days=1), False),
    ],
)
def test_invitation_is_accepted_in_time_and_once(email: str, role: Role, left: timedelta, accepted: bool) -> None:
    assert (rules.acceptance_problem(role, email, NOW + left, TEAM, NOW) is None) is accepted


@pytest.mark.parametrize(
    ("roles", "owners", "may_leave"),
    [
        ({Role.OWNER}, 1, False),
        ({Role.OWNER, Role.CONTRIBUTOR}, 1, False),
        ({Role.OWNER}, 2, True),
        ({Role.APPROVER, Role.CONTRIBUTOR}, 1, True),
        ({Role.CONTRIBUTOR}, 0, True),
    ],
)
def test_last_owner_cannot_leave(roles: set[Role], owners: int, may_leave: bool) -> None:
    assert (rules.leaving_problem(roles, owners) is None) is may_leave


@pytest.mark.parametrize(
    ("email", "needed"), [("a@town.gov.uk", False), ("a@sub.town-council.org", False), ("a@agency.example", True)]
)
def test_address_on_another_domain_needs_approval(email: str, needed: bool) -> None:
    assert rules.needs_approval(email, TEAM) is needed


@pytest.mark.parametrize(
    ("approve", "reason", "fields"), [(True, "", []), (False, "Unknown.", []), (False, " \n", ["reason"])]
)
def test_refusal_of_an_invitation_gives_a_reason(approve: bool, reason: str, fields: list[str]) -> None:
    assert [problem.field for problem in rules.decision_problems(approve, reason)] == fields


@pytest.mark.parametrize(
    ("email", "is_owner", "suits"),
    [("a@town.gov.uk", False, True), ("a@town.gov.uk", True, False), ("a@agency.example", False, False)],
)
def test_owner_is_a_member_on_a_domain_of_the_council(email: str, is_owner: bool, suits: bool) -> None:
    assert rules.may_become_owner(email, is_owner, TEAM.domains) is suits


@pytest.mark.parametrize(
    ("suits", "owners", "afterwards", "fields"),
    [
        (True, 2, Afterwards.STAYS, []),
        (True, 3, Afterwards.STAYS, ["afterwards"]),
        (True, 3, Afterwards.CONTRIBUTES, []),
        (True, 3, Afterwards.LEAVES, []),
        (False, 1, Afterwards.LEAVES, ["person"]),
    ],
)
def test_handing_over_never_makes_a_fourth_owner(
    suits: bool, owners: int, afterwards: Afterwards, fields: list[str]
) -> None:
    assert [problem.field for problem in rules.handing_over_problems(suits, owners, afterwards)] == fields


def test_every_role_in_a_council_is_explained() -> None:
    assert set(rules.ROLE_EXPLAINED) == COUNCIL_ROLES


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (datetime(2026, 5, 18, 10, 0, tzinfo=UTC), True),
        (datetime(2026, 5, 18, 10, 1, tzinfo=UTC), False),
        (datetime(2025, 12, 31, 10, 0, tzinfo=UTC), True),
    ],
)
def test_access_is_thought_of_every_six_calendar_months(since: datetime, due: bool) -> None:
    assert rules.access_review_is_due(since, NOW) is due


def test_six_months_after_the_end_of_august_are_over_at_the_end_of_february() -> None:
    since = datetime(2026, 8, 31, 10, 0, tzinfo=UTC)
    ends = datetime(2027, 2, 28, 10, 0, tzinfo=UTC)
    found = [rules.access_review_is_due(since, at) for at in (ends - timedelta(seconds=1), ends)]
    assert found == [False, True]
