"""Who holds which role at this moment."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import ConflictOfInterest, Membership
from portal.accounts.queries import Member, StaffMember
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Role
from tests.factories.awards import make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_person, make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

TODAY = date(2026, 11, 18)


def test_actor_has_every_role_and_conflict_that_counts_now(desk: Desk, clock: FixedClock) -> None:
    with desk.work() as work:
        ours, theirs, before = (make_council(work).id for _ in range(3))
        person = make_staff(work, Role.REVIEWER)
        make_staff(work, Role.LEAD, person)
        make_member(work, ours, Role.OWNER, person)
        make_member(work, ours, Role.CONTRIBUTOR, person)
        make_member(work, before, Role.OWNER, person)
        work.perform(work.session.scalars(select(Membership).where(Membership.council_id == before)).one(), "end")
        make_conflict(work, person, theirs)
        actor = queries.actor(work.session, person.id, "Alex", clock.now(), second_step=True)
    assert actor.staff_roles == frozenset({Role.REVIEWER, Role.LEAD})
    assert actor.council_roles == {ours: frozenset({Role.OWNER, Role.CONTRIBUTOR})}
    assert (actor.conflicts, actor.second_step, actor.name) == (frozenset({theirs}), True, "Alex")


@pytest.mark.parametrize(
    ("until", "counts"), [(None, True), (TODAY, True), (TODAY + timedelta(1), True), (TODAY - timedelta(1), False)]
)
def test_conflict_of_interest_counts_to_the_end_of_its_last_day(
    desk: Desk, clock: FixedClock, until: date | None, counts: bool
) -> None:
    with desk.work() as work:
        council_id, person_id = make_council(work).id, make_person(work).id
        work.session.add(
            ConflictOfInterest(
                person_id=person_id, council_id=council_id, reason="Worked there.", since=clock.now(), until=until
            )
        )
        work.session.flush()
        actor = queries.actor(work.session, person_id, "Alex", clock.now(), second_step=True)
    assert actor.conflicts == (frozenset({council_id}) if counts else frozenset())


def test_person_with_many_roles_costs_as_many_queries_as_one_without(app: Flask, desk: Desk) -> None:
    with desk.work() as work:
        nobody, busy = make_person(work).id, make_person(work)
        for _ in range(5):
            make_member(work, make_council(work).id, Role.OWNER, busy)
        busy_id = busy.id
    browsers = [Visitor(app).sign_in(person_id) for person_id in (nobody, busy_id)]
    counts: list[int] = []
    for browser in browsers:
        with counted_queries(app) as asked:
            assert browser.client.get("/account/invitations").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 10


def test_members_and_staff_come_by_name_and_without_those_who_have_left(desk: Desk) -> None:
    with desk.work() as work:
        council_id = make_council(work).id
        zoe = make_member(work, council_id, Role.OWNER, name="Zoe", email="zoe@example.org").id
        sian = make_member(work, council_id, Role.APPROVER, name=AWKWARD_NAME, email="sian@example.org").id
        gone = make_member(work, council_id, Role.APPROVER, name="Gone").id
        work.perform(work.session.scalars(select(Membership).where(Membership.person_id == gone)).one(), "end")
        unnamed = make_staff(work, Role.REVIEWER, name="", email="new@example.org", employer="The LGA").id
        assert queries.members(work.session, council_id) == (
            Member(sian, AWKWARD_NAME, "sian@example.org", Role.APPROVER),
            Member(zoe, "Zoe", "zoe@example.org", Role.OWNER),
        )
        assert [one.person_id for one in queries.owners(work.session, council_id)] == [zoe]
        assert [one.person_id for one in queries.approvers(work.session, council_id)] == [sian]
        assert queries.staff(work.session, Role.REVIEWER) == (
            StaffMember(unnamed, "new@example.org", "new@example.org", "The LGA"),
        )
        assert queries.staff(work.session, Role.LEAD) == ()


def test_person_is_found_by_key_and_by_address_or_not_at_all(desk: Desk) -> None:
    with desk.work() as work:
        key = make_person(work, email="sian@example.org", name="").id
        assert queries.person(work.session, key).shown_as == "sian@example.org"
        assert queries.person_by_email(work.session, "sian@example.org") == queries.person(work.session, key)
        assert queries.person_by_email(work.session, "nobody@example.org") is None
        with pytest.raises(NotFound):
            queries.person(work.session, uuid4())


def roles_shown(visitor: Visitor, person_id: UUID) -> list[bool]:
    said = visitor.sign_in(person_id).visit("/account/").text
    return [
        words in said for words in ("Owner for Wells", "Reviewer in the scheme", "You do not belong to a council yet.")
    ]


def test_own_page_says_every_role_in_words(visitor: Visitor, desk: Desk) -> None:
    with desk.work() as work:
        person = make_member(work, make_council(work, "Wells").id, Role.OWNER)
        make_staff(work, Role.REVIEWER, person)
        person_id, nobody = person.id, make_person(work).id
    assert roles_shown(visitor, person_id) == [True, True, False]
    assert roles_shown(visitor, nobody) == [False, False, True]
