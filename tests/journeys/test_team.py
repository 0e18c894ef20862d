"""A council shares the work: invite, join, assign, comment, remove a leaver, hand over the ownership."""

import pytest
from playwright.sync_api import expect

from portal.kernel.permissions import Role
from tests.factories.applications import start_application
from tests.factories.people import make_member
from tests.journeys import cast, facts
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.council_side import Newcomer
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

TEAM = f"/council/{facts.SLUG}/team"
NEWCOMER, ADDRESS = "Nia Newydd", f"nia@{facts.DOMAIN}"
SUCCESSOR = "Suki Successor"
SAID = 'Who has the figures? "soon" =cmd ŵ 🙂 שלום <b>\n' + "w" * 90
FIRST = facts.task(facts.FIRST)

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


@pytest.fixture
def application(portal: Portal) -> None:
    """A council whose application has just begun, and a member who may become an owner."""
    with portal.work() as work:
        team = cast.make_cast(work)
        start_application(work, team)
        council_id = team.council.id
        make_member(
            work, council_id, Role.CONTRIBUTOR, name=SUCCESSOR, email=f"suki@{facts.DOMAIN}", demonstration=True
        )


def at_the_team(guest: Guest) -> Guest:
    """The owner, with the team page open."""
    Insider(guest, cast.OWNER).sign_in()
    guest.visit(TEAM)
    guest.is_at(f"Team of {facts.COUNCIL}")
    guest.look()
    return guest


def join(guest: Guest) -> None:
    """Follow the invitation and accept it under a new name."""
    guest.visit(f"/demo/mailbox?to={ADDRESS}")
    guest.follow(f"You have been invited to join {facts.COUNCIL}")
    guest.follow("Sign in and accept")
    Newcomer(guest, ADDRESS).sign_in()
    guest.is_at("Your invitations")
    guest.type_into("Your name", NEWCOMER)
    guest.press(f"Join {facts.COUNCIL}")
    guest.is_at(facts.COUNCIL)


@both_ways
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("application")
def test_colleagues_share_the_work_and_one_of_them_leaves(portal: Portal, arrive: Arrival, script: bool) -> None:
    owner, new = at_the_team(arrive(script=script)), arrive(script=script)
    owner.type_into("Work email address", ADDRESS)
    owner.choose("Contributor")
    owner.press("Send the invitation")
    owner.sees(f"The invitation is on its way to {ADDRESS}.")
    owner.look()
    portal.pass_time(minutes=15)
    join(new)

    owner.visit(f"/council/{facts.SLUG}/application")
    owner.follow("Who answers what")
    owner.is_at("Who answers what")
    owner.look()
    owner.page.get_by_label(FIRST).select_option(NEWCOMER)
    owner.press("Save", exact=True)
    owner.sees(f"Assigned to {NEWCOMER}")
    owner.look()

    new.visit(f"/council/{facts.SLUG}/application")
    new.follow("Show only mine: 1 criterion")
    new.sees("You see only what is assigned to you.")
    new.look()
    new.follow(FIRST)
    new.type_into("Your statement", "Half a sentence")
    new.press("Save, then comment")
    new.look()
    new.press("Add the comment")
    new.is_told("Write something, or go back to the answer.")
    new.look()
    new.type_into("Your comment", SAID)
    new.press("Add the comment")
    new.is_at(FIRST)
    new.sees("=cmd ŵ 🙂 שלום <b>")
    expect(new.page.get_by_label("Your statement")).to_have_value("Half a sentence")
    new.look()

    owner.visit(f"/council/{facts.SLUG}/application")
    owner.sees("1 comment")
    owner.visit(TEAM)
    owner.follow(f"Remove {NEWCOMER}")
    owner.is_at(f"Remove {NEWCOMER}")
    owner.look()
    owner.press("Remove all access")
    owner.sees("The access is ended.")
    expect(owner.page.get_by_role("list", name="Who has access")).not_to_contain_text(NEWCOMER)
    new.visit(f"/council/{facts.SLUG}/application")
    new.is_at("Sign in")
    owner.visit(f"/council/{facts.SLUG}/application")
    expect(owner.page.locator("body")).not_to_contain_text(f"Assigned to {NEWCOMER}")


@both_ways
@pytest.mark.usefixtures("application")
def test_owner_checks_who_needs_access_and_hands_over(arrive: Arrival, script: bool) -> None:
    owner = at_the_team(arrive(script=script))
    owner.follow("Check who still needs access")
    owner.is_at("Who still needs access")
    owner.look()
    owner.press("Confirm")
    expect(owner.page.locator(".govuk-error-summary li")).to_have_count(3)
    owner.look()
    for group in owner.page.get_by_role("group").all():
        group.get_by_label("Still needs access").check()
    owner.press("Confirm")
    owner.sees("Thank you. We ask again in six months.")

    owner.follow("Hand over the ownership")
    owner.look()
    owner.press("Hand over", exact=True)
    owner.is_told("Choose who becomes an owner.", "Choose what becomes of your own access.")
    owner.look()
    owner.choose(SUCCESSOR)
    owner.choose("I stop being an owner and go on as a contributor")
    owner.press("Hand over", exact=True)
    owner.sees("The ownership is handed over.")
    owner.sees("An owner of your council can invite people and end access.")
    owner.look()
