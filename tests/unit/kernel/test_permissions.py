from uuid import uuid4

import pytest

from portal.kernel.permissions import (
    OWN_AFFAIRS,
    SYSTEM,
    TABLE,
    VISITOR,
    Actor,
    Part,
    Permission,
    Record,
    Role,
    may,
    may_somewhere,
)

OWN, OTHER = uuid4(), uuid4()
ME = uuid4()
STAFF = sorted({Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR})
COUNCIL = sorted({Role.CONTRIBUTOR, Role.OWNER, Role.APPROVER})


def staff(*roles: Role, **more: object) -> Actor:
    return Actor(ME, "Staff", staff_roles=frozenset(roles), **{"second_step": True, **more})  # type: ignore[arg-type] # any of the Actor's fields


def member(*roles: Role) -> Actor:
    return Actor(ME, "Member", council_roles={OWN: frozenset(roles)})


@pytest.mark.parametrize("permission", list(Permission))
def test_a_visitor_may_do_nothing_that_is_guarded(permission: Permission) -> None:
    assert not may(VISITOR, permission, Record(OWN))
    assert not may_somewhere(VISITOR, permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_given_to_somebody(permission: Permission) -> None:
    assert permission in TABLE or permission in OWN_AFFAIRS


@pytest.mark.parametrize("permission", sorted(set(TABLE)))
@pytest.mark.parametrize("role", COUNCIL)
def test_a_council_role_counts_for_the_own_council_only(role: Role, permission: Permission) -> None:
    assert not may(member(role), permission, Record(OTHER))
    assert not may(member(role), permission, Record(None))


@pytest.mark.parametrize("permission", sorted(set(TABLE)))
def test_staff_without_the_second_step_may_do_nothing(permission: Permission) -> None:
    everything = staff(*STAFF, second_step=False)
    assert not may(everything, permission, Record(OWN))
    assert not may_somewhere(everything, permission)


@pytest.mark.parametrize("permission", sorted(set(TABLE)))
def test_staff_may_do_nothing_where_they_have_a_conflict(permission: Permission) -> None:
    parts = {part: frozenset({ME}) for part in Part}
    assert not may(staff(*STAFF, conflicts=frozenset({OWN})), permission, Record(OWN, parts))


@pytest.mark.parametrize("permission", sorted(set(TABLE)))
def test_staff_act_on_their_own_council_as_its_people_only(permission: Permission) -> None:
    both = staff(*STAFF, council_roles={OWN: frozenset({Role.CONTRIBUTOR})})
    assert may(both, permission, Record(OWN)) == may(member(Role.CONTRIBUTOR), permission, Record(OWN))


def test_who_sent_cannot_sign() -> None:
    approver = member(Role.APPROVER)
    assert may(approver, Permission.APPLICATION_SIGN, Record(OWN))
    assert not may(approver, Permission.APPLICATION_SIGN, Record(OWN, {Part.SENDER: frozenset({ME})}))


@pytest.mark.parametrize("part", [Part.REVIEWER, Part.SCORER])
def test_who_scored_cannot_decide(part: Part) -> None:
    lead = staff(Role.LEAD, Role.REVIEWER)
    assert may(lead, Permission.APPLICATION_DECIDE, Record(OWN))
    assert not may(lead, Permission.APPLICATION_DECIDE, Record(OWN, {part: frozenset({ME})}))


def test_a_reviewer_scores_only_what_is_theirs() -> None:
    assert not may(staff(Role.REVIEWER), Permission.REVIEW_SCORE, Record(OWN))
    assert may(staff(Role.REVIEWER), Permission.REVIEW_SCORE, Record(OWN, {Part.REVIEWER: frozenset({ME})}))


def test_an_administrator_neither_scores_nor_decides() -> None:
    parts = {Part.REVIEWER: frozenset({ME})}
    for permission in (Permission.REVIEW_SCORE, Permission.APPLICATION_DECIDE, Permission.REVIEW_ASSIGN):
        assert not may(staff(Role.ADMINISTRATOR), permission, Record(OWN, parts))


def test_only_the_portal_grants_an_award() -> None:
    assert may(SYSTEM, Permission.AWARD_GRANT, Record(OWN))
    for role in STAFF:
        assert not may(staff(role), Permission.AWARD_GRANT, Record(OWN))
