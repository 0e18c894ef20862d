"""An address on another domain: an administrator looks at the invitation before it goes out."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import Invitation
from portal.accounts.states import InvitationState
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from tests.factories.people import AWKWARD_NAME, make_conflict, make_person, make_staff
from tests.integration.team.conftest import TEAM, Town
from tests.integration.telling import Told
from tests.integration.visiting import Visitor

AGENT = "agent@agency.example"
QUEUE = "/administration/invitations"


def administrator(town: Town) -> Visitor:
    with town.work() as work:
        person_id = make_staff(work, Role.ADMINISTRATOR, name="Ada").id
    return Visitor(town.app).sign_in(person_id)


def state(town: Town) -> InvitationState:
    with town.work() as work:
        return work.session.scalars(select(Invitation.state)).one()


def test_invitation_to_another_domain_waits_and_cannot_be_accepted_meanwhile(town: Town, told: Told) -> None:
    owner = town.invite(email=AGENT)
    assert f"An administrator of the scheme looks at it first. Then it goes to {AGENT}." in owner.page.text
    assert "Waiting for approval" in owner.page.text
    assert (told.names, state(town)) == (["invitation:approval_needed"], InvitationState.TO_BE_APPROVED)
    agent = town.newcomer(AGENT)
    assert "There is no open invitation" in agent.visit("/account/invitations").text
    agent.post("/account/invitations", 409, name="Agent", invitation=town.the_invitation())
    assert "This person has been invited already." in owner.post(TEAM, 422, email=AGENT, role="contributor").text


def test_approved_invitation_is_sent_and_lasts_seven_days_from_then(town: Town, told: Told, clock: FixedClock) -> None:
    town.invite(email=AGENT)
    clock.at += timedelta(days=9)
    ada = administrator(town)
    page = ada.visit(QUEUE)
    assert AGENT in page.text
    page = ada.visit(f"{QUEUE}/{town.the_invitation()}")
    assert (AWKWARD_NAME in page.text, "town.gov.uk" in page.text) == (True, True)
    assert "The invitation is sent." in ada.post(f"{QUEUE}/{town.the_invitation()}", decision="approve").text
    assert "No invitation is waiting." in ada.page.text
    assert told.names == ["invitation:approval_needed", "invitation:sent"]
    with town.work() as work:
        row = work.session.scalars(select(Invitation)).one()
        assert (row.sent_at, row.expires_at) == (clock.at, clock.at + timedelta(days=7))
    agent = town.newcomer(AGENT)
    agent.visit("/account/invitations")
    agent.post("/account/invitations", name="Agent", invitation=town.the_invitation())
    assert (AGENT, Role.CONTRIBUTOR) in town.roles()


def test_refused_invitation_has_a_reason_and_never_goes_out(town: Town, told: Told) -> None:
    owner = town.invite(email=AGENT)
    ada, address = administrator(town), f"{QUEUE}/{town.the_invitation()}"
    ada.visit(address)
    assert "Choose whether the invitation is sent." in ada.post(address, 422).text
    assert "Say why the invitation is refused." in ada.post(address, 422, decision="refuse", reason=" ").text
    assert "The invitation is refused." in ada.post(address, decision="refuse", reason="=cmd, “who?” 🙂").text
    assert told.names == ["invitation:approval_needed", "invitation:refused"]
    assert (told.events[1].reason, told.events[1].council_id) == ("=cmd, “who?” 🙂", town.council_id)
    assert AGENT not in owner.visit(TEAM).text.partition("Invited, not yet joined")[2]
    ada.visit(address)
    ada.post(address, 409, decision="approve")
    owner.post(TEAM, email=AGENT, role="contributor")


def test_owner_can_take_back_an_invitation_that_waits(town: Town) -> None:
    owner = town.invite(email=AGENT)
    owner.post(f"{TEAM}/invitations/{town.the_invitation()}/cancel")
    assert (state(town), "No invitation is waiting." in administrator(town).visit(QUEUE).text) == (
        InvitationState.CANCELLED,
        True,
    )


def test_administrator_who_is_bound_to_the_council_neither_sees_nor_decides(town: Town) -> None:
    town.invite(email=AGENT)
    with town.work() as work:
        person = make_staff(work, Role.ADMINISTRATOR, make_person(work, name="Connie"))
        make_conflict(work, person, town.council_id)
        person_id = person.id
    connie = Visitor(town.app).sign_in(person_id)
    assert "No invitation is waiting." in connie.visit(QUEUE).text
    connie.visit(f"{QUEUE}/{town.the_invitation()}", 404)
    connie.post(f"{QUEUE}/{town.the_invitation()}", 404, decision="approve")
    assert state(town) is InvitationState.TO_BE_APPROVED
