"""A council's team: seeing it, inviting, joining, leaving."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.models import Invitation, Membership
from portal.audit.models import AuditEvent
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import SYSTEM, Role
from portal.team import actions
from tests.factories.people import AWKWARD_NAME, make_member, make_person
from tests.integration.team.conftest import Town
from tests.integration.telling import Told
from tests.integration.visiting import Visitor

TEAM = "/council/town/team"
NEWCOMER = "new.ŵyn@town.gov.uk"


def roles(town: Town) -> list[tuple[str, Role]]:
    with town.app.extensions["portal"].database.reading() as session:
        return [(member.email, member.role) for member in queries.members(session, town.council_id)]


def newcomer(town: Town, email: str = NEWCOMER) -> Visitor:
    running = town.app.extensions["portal"]
    with running.database.writing() as session:
        person_id = make_person(Work(session, SYSTEM, running.clock, {}), email=email, name="").id
    return Visitor(town.app).sign_in(person_id)


def invite(town: Town, email: str = NEWCOMER, role: str = "contributor") -> Visitor:
    owner = town.browser("owner")
    owner.visit(TEAM)
    owner.post(TEAM, email=email, role=role)
    return owner


def the_invitation(town: Town) -> str:
    with town.app.extensions["portal"].database.reading() as session:
        return str(session.scalars(select(Invitation.id)).one())


def membership_of(town: Town, who: str) -> str:
    with town.app.extensions["portal"].database.reading() as session:
        return str(session.scalars(select(Membership.id).where(Membership.person_id == town.people[who])).one())


def test_everyone_in_the_council_sees_the_team_and_only_an_owner_can_change_it(town: Town) -> None:
    for who, forms in (("owner", True), ("contributor", False)):
        page = town.browser(who).visit(TEAM)
        assert [email in page.text for email in ("owner@town.gov.uk", "con@town.gov.uk")] == [True, True]
        assert (any(field.get("name") == "email" for field in page.fields), "End access" in page.text) == (forms, forms)


def test_team_of_another_council_is_not_found_whatever_is_asked(town: Town) -> None:
    ned, key = town.browser("neighbour"), membership_of(town, "contributor")
    ned.visit(TEAM, 404)
    ned.visit(f"{TEAM}/{key}/end", 404)
    ned.visit("/council/next-door/team")
    ned.post(TEAM, 404, email="new@nextdoor.gov.uk", role="owner")
    ned.post(f"{TEAM}/{key}/end", 404)
    ned.post(f"/council/next-door/team/{key}/end", 404)
    ned.post(f"{TEAM}/invitations/{uuid4()}/cancel", 404)
    invite(town)
    ned.visit("/council/next-door/team")
    ned.post(f"/council/next-door/team/invitations/{the_invitation(town)}/cancel", 404)
    assert len(roles(town)) == 2


def test_contributor_cannot_invite_or_end(town: Town) -> None:
    con = town.browser("contributor")
    con.visit(TEAM)
    con.post(TEAM, 403, email=NEWCOMER, role="contributor")
    con.post(f"{TEAM}/{membership_of(town, 'owner')}/end", 403)


def test_invited_person_signs_in_accepts_and_is_in_the_council(town: Town, told: Told) -> None:
    owner = invite(town, email=f" {NEWCOMER.upper()} ", role="approver")
    assert f"The invitation is on its way to {NEWCOMER}." in owner.page.text
    new = newcomer(town)
    page = new.visit("/account/invitations")
    assert f"{AWKWARD_NAME} asks you to join as Approver." in page.text
    new.client.post(
        "/account/invitations",
        data={"csrf_token": new.token(), "name": "Nia Newydd", "invitation": the_invitation(town)},
    )
    assert (NEWCOMER, Role.APPROVER) in roles(town)
    assert told.names == ["invitation:sent", "invitation:accepted", "membership:begun"]
    assert "Nia Newydd" in new.visit(TEAM).text


def test_joining_is_in_the_audit_trail_because_of_the_acceptance(town: Town) -> None:
    invite(town)
    new = newcomer(town)
    new.visit("/account/invitations")
    new.client.post(
        "/account/invitations", data={"csrf_token": new.token(), "name": "Nia", "invitation": the_invitation(town)}
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
    invite(town)
    new = newcomer(town)
    new.visit("/account/invitations")
    page = new.post("/account/invitations", 422, name=" ", invitation=the_invitation(town))
    assert "Type your name." in page.text
    assert len(roles(town)) == 2


def test_invitation_cannot_be_accepted_by_another_address(town: Town) -> None:
    invite(town)
    other = newcomer(town, "other@town.gov.uk")
    page = other.visit("/account/invitations")
    assert "There is no open invitation for other@town.gov.uk." in page.text
    other.visit("/account/")
    other.post("/account/invitations", 404, name="Other", invitation=the_invitation(town))


def test_invitation_expires_after_seven_days(town: Town, clock: FixedClock) -> None:
    invite(town)
    clock.at += timedelta(days=7) - timedelta(seconds=1)
    new = newcomer(town)
    assert the_invitation(town) in new.visit("/account/invitations").html
    clock.at += timedelta(seconds=1)
    page = new.post("/account/invitations", 422, name="Nia", invitation=the_invitation(town))
    assert "This invitation has expired. Ask the person who sent it to invite you again." in page.text
    owner = town.browser("owner")
    assert "Expired" in owner.visit(TEAM).text
    owner.post(TEAM, email=NEWCOMER, role="contributor")


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [
        ("new@elsewhere.gov.uk", "contributor", "This address is not on one of your council’s domains (town.gov.uk)."),
        (
            "new@sub.othertown.gov.uk",
            "contributor",
            "This address is not on one of your council’s domains (town.gov.uk).",
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
    owner = invite(town)
    assert "This person has been invited already." in owner.post(TEAM, 422, email=NEWCOMER, role="contributor").text
    owner.post(f"{TEAM}/invitations/{the_invitation(town)}/cancel")
    assert "The invitation is cancelled." in owner.page.text
    owner.post(TEAM, email=NEWCOMER, role="contributor")


def test_cancelled_invitation_cannot_be_accepted(town: Town) -> None:
    owner = invite(town)
    new = newcomer(town)
    new.visit("/account/invitations")
    owner.post(f"{TEAM}/invitations/{the_invitation(town)}/cancel")
    new.post("/account/invitations", 409, name="Nia", invitation=the_invitation(town))
    assert len(roles(town)) == 2


def test_ended_access_is_gone_at_once(town: Town, told: Told) -> None:
    owner, con = town.browser("owner"), town.browser("contributor")
    con.visit(TEAM)
    address = f"{TEAM}/{membership_of(town, 'contributor')}/end"
    assert owner.visit(address).headings == ["End access for Con"]
    assert "The access is ended." in owner.post(address).text
    con.visit(TEAM, 403)
    assert told.names == ["membership:ended"]
    owner.post(address, 409)


def test_last_owner_cannot_be_ended(town: Town) -> None:
    owner = town.browser("owner")
    address = f"{TEAM}/{membership_of(town, 'owner')}/end"
    assert "This is you." in owner.visit(address).text
    assert "A council needs an owner." in owner.post(address, 422).text


def test_owner_who_is_ended_waits_for_that_and_cannot_end_the_last_one_at_the_same_moment(town: Town) -> None:
    running = town.app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {})
        town.people["second"] = make_member(work, town.council_id, Role.OWNER, email="second@town.gov.uk").id
    keys = {who: UUID(membership_of(town, who)) for who in ("owner", "second")}

    def end(session: Session, who: str, whom: str) -> None:
        actor = queries.actor(session, town.people[who], who, running.clock.now(), second_step=False)
        actions.end_membership(Work(session, actor, running.clock, {}), actions.EndMembership("town", keys[whom]))

    def answer() -> None:
        with running.database.writing() as session:
            end(session, "second", "owner")

    with ThreadPoolExecutor(1) as pool, running.database.open_for_writing() as session:
        end(session, "owner", "second")
        answered = pool.submit(answer)
        with pytest.raises(TimeoutError):
            answered.result(timeout=0.5)
        session.commit()
        with pytest.raises((NotFound, RuleBroken)):
            answered.result()
    assert [email for email, role in roles(town) if role is Role.OWNER] == ["owner@town.gov.uk"]
