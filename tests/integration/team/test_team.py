"""A council's team: seeing it, inviting, joining."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from tests.factories.people import AWKWARD_NAME
from tests.integration.counting import counted_queries
from tests.integration.team.conftest import NEWCOMER, TEAM, Town
from tests.integration.telling import Told


def test_everyone_in_the_council_sees_the_team_and_only_an_owner_can_change_it(town: Town) -> None:
    for who, forms in (("owner", True), ("contributor", False)):
        page = town.browser(who).visit(TEAM)
        assert [email in page.text for email in ("owner@town.gov.uk", "con@town.gov.uk")] == [True, True]
        assert (any(field.get("name") == "email" for field in page.fields), "Remove" in page.text) == (forms, forms)


def test_person_with_two_roles_stands_once_with_both_last_sign_in_and_who_invited_them(
    town: Town, clock: FixedClock
) -> None:
    town.invite(role="approver")
    new = town.newcomer()
    new.visit("/account/invitations")
    new.post("/account/invitations", name="Nia Newydd", invitation=town.the_invitation())
    clock.at += timedelta(days=3)
    town.add("con@town.gov.uk", Role.APPROVER)
    page = town.browser("contributor").visit(TEAM)
    names = [(member.name, [held.role for held in member.roles], member.invited_by) for member in town.members()]
    assert names == [
        ("Con", [Role.APPROVER, Role.CONTRIBUTOR], ""),
        ("Nia Newydd", [Role.APPROVER], AWKWARD_NAME),
        (AWKWARD_NAME, [Role.OWNER], ""),
    ]
    assert page.text.count("con@town.gov.uk") == 1
    assert "Approver since 21 November 2026 Contributor since 18 November 2026" in page.text
    assert "18 November 2026" in page.text.partition("Nia Newydd")[2]


def test_team_page_asks_the_database_as_often_for_many_people_as_for_two(town: Town) -> None:
    con = town.browser("contributor")
    con.visit(TEAM)
    with counted_queries(town.app) as before:
        con.visit(TEAM)
    for number in range(5):
        town.add(f"more{number}@town.gov.uk", Role.CONTRIBUTOR)
        town.invite(email=f"inv{number}@town.gov.uk")
    with counted_queries(town.app) as after:
        con.visit(TEAM)
    assert (len(after), "inv4@town.gov.uk" in con.page.text) == (len(before), True)


def test_team_of_another_council_is_not_found_whatever_is_asked(town: Town) -> None:
    ned, key = town.browser("neighbour"), town.membership_of("contributor")
    ned.visit(TEAM, 404)
    ned.visit(f"{TEAM}/people/{town.people['contributor']}/remove", 404)
    ned.visit(f"{TEAM}/hand-over", 404)
    ned.visit("/council/next-door/team")
    ned.post(TEAM, 404, email="new@nextdoor.gov.uk", role="owner")
    ned.post(f"{TEAM}/{key}/end", 404)
    ned.post(f"/council/next-door/team/{key}/end", 404)
    ned.post(f"{TEAM}/people/{town.people['contributor']}/remove", 404)
    ned.post(f"/council/next-door/team/people/{town.people['contributor']}/remove", 404)
    ned.post(f"{TEAM}/hand-over", 404, person=str(town.people["contributor"]), afterwards="leaves")
    ned.post(f"{TEAM}/invitations/{uuid4()}/cancel", 404)
    town.invite()
    ned.visit("/council/next-door/team")
    ned.post(f"/council/next-door/team/invitations/{town.the_invitation()}/cancel", 404)
    assert len(town.roles()) == 2


def test_contributor_cannot_invite_or_end(town: Town) -> None:
    con = town.browser("contributor")
    con.visit(TEAM)
    con.post(TEAM, 403, email=NEWCOMER, role="contributor")
    con.post(f"{TEAM}/{town.membership_of('owner')}/end", 403)


def test_invited_person_signs_in_accepts_and_is_in_the_council(town: Town, told: Told) -> None:
    owner = town.invite(email=f" {NEWCOMER.upper()} ", role="approver")
    assert f"The invitation is on its way to {NEWCOMER}." in owner.page.text
    new = town.newcomer()
    page = new.visit("/account/invitations")
    assert f"{AWKWARD_NAME} asks you to join as Approver." in page.text
    new.client.post(
        "/account/invitations",
        data={"csrf_token": new.token(), "name": "Nia Newydd", "invitation": town.the_invitation()},
    )
    assert (NEWCOMER, Role.APPROVER) in town.roles()
    assert told.names == ["invitation:sent", "invitation:accepted", "membership:begun"]
    assert "Nia Newydd" in new.visit(TEAM).text


def test_joining_is_in_the_audit_trail_because_of_the_acceptance(town: Town) -> None:
    town.invite()
    new = town.newcomer()
    new.visit("/account/invitations")
    new.client.post(
        "/account/invitations", data={"csrf_token": new.token(), "name": "Nia", "invitation": town.the_invitation()}
    )
    with town.app.extensions["portal"].database.reading() as session:
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-3:]
        assert [(row.event, row.actor_name) for row in rows] == [
            ("invitation:sent", AWKWARD_NAME),
            ("invitation:accepted", NEWCOMER),
            ("membership:begun", "The portal"),
        ]
        assert rows[2].because_id == rows[1].id
        assert NEWCOMER not in str([row.details for row in rows])


def test_name_is_asked_for_before_joining(town: Town) -> None:
    town.invite()
    new = town.newcomer()
    new.visit("/account/invitations")
    page = new.post("/account/invitations", 422, name=" ", invitation=town.the_invitation())
    assert "Type your name." in page.text
    assert len(town.roles()) == 2


def test_invitation_cannot_be_accepted_by_another_address(town: Town) -> None:
    town.invite()
    other = town.newcomer("other@town.gov.uk")
    page = other.visit("/account/invitations")
    assert "There is no open invitation for other@town.gov.uk." in page.text
    other.visit("/account/")
    other.post("/account/invitations", 404, name="Other", invitation=town.the_invitation())


def test_invitation_expires_after_seven_days(town: Town, clock: FixedClock) -> None:
    town.invite()
    clock.at += timedelta(days=7) - timedelta(seconds=1)
    new = town.newcomer()
    assert town.the_invitation() in new.visit("/account/invitations").html
    clock.at += timedelta(seconds=1)
    page = new.post("/account/invitations", 422, name="Nia", invitation=town.the_invitation())
    assert "This invitation has expired. Ask the person who sent it to invite you again." in page.text
    owner = town.browser("owner")
    assert "Expired" in owner.visit(TEAM).text
    owner.post(TEAM, email=NEWCOMER, role="contributor")


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [
        (
            "new@elsewhere.gov.uk",
            "approver",
            "Owners and approvers need an address on one of your council’s domains (town.gov.uk).",
        ),
        ("con@town.gov.uk", "contributor", "This person holds this role already."),
        ("nobody", "contributor", "Type an email address in full, such as name@example.gov.uk."),
        ("new@town.gov.uk", "reviewer", "Not a valid choice."),
        ("new@town.gov.uk", "", "Choose a role."),
    ],
)
def test_invitation_that_cannot_be_sent_says_why(town: Town, email: str, role: str, said: str) -> None:
    owner = town.browser("owner")
    owner.visit(TEAM)
    assert said in owner.post(TEAM, 422, email=email, role=role).text


def test_second_invitation_in_the_same_role_is_refused_until_the_first_is_cancelled(town: Town) -> None:
    owner = town.invite()
    assert "This person has been invited already." in owner.post(TEAM, 422, email=NEWCOMER, role="contributor").text
    owner.post(f"{TEAM}/invitations/{town.the_invitation()}/cancel")
    assert "The invitation is cancelled." in owner.page.text
    owner.post(TEAM, email=NEWCOMER, role="contributor")


def test_cancelled_invitation_cannot_be_accepted(town: Town) -> None:
    owner = town.invite()
    new = town.newcomer()
    new.visit("/account/invitations")
    owner.post(f"{TEAM}/invitations/{town.the_invitation()}/cancel")
    new.post("/account/invitations", 409, name="Nia", invitation=town.the_invitation())
    assert len(town.roles()) == 2


def test_ended_access_is_gone_at_once(town: Town, told: Told) -> None:
    town.add("owner@nextdoor.gov.uk", Role.CONTRIBUTOR)
    owner, ned = town.browser("owner"), town.browser("neighbour")
    ned.visit(TEAM)
    (own,) = [member for member in town.members() if member.email == "owner@nextdoor.gov.uk"]
    owner.visit(TEAM)
    address = f"{TEAM}/{own.roles[0].membership_id}/end"
    assert "The role is ended." in owner.post(address).text
    ned.visit(TEAM, 404)
    assert told.names == ["membership:ended"]
    owner.post(address, 409)
