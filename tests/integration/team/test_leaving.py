"""Somebody leaves a council's team, in one role or altogether, and the ownership goes over to somebody else."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import queries
from portal.accounts.models import UserSession
from portal.audit.work import Work
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Role
from portal.notifications.letter import from_document
from portal.notifications.models import OutboxEmail
from portal.team import leaving
from tests.integration.team.conftest import NEWCOMER, TEAM, Town
from tests.integration.telling import Told


def test_leaver_is_removed_with_two_clicks_and_shut_out_while_their_page_is_open(town: Town, told: Told) -> None:
    town.add("con@town.gov.uk", Role.APPROVER)
    owner, con = town.browser("owner"), town.browser("contributor")
    con.visit("/council/town/")
    (first_click,) = [address for words, address in owner.visit(TEAM).links if words.startswith("Remove Con")]
    assert owner.visit(first_click).headings == ["Remove Con"]
    owner.post(first_click)
    assert "The access is ended." in owner.page.text
    assert con.client.get("/council/town/").status_code == 303
    assert con.visit("/council/town/").headings == ["Sign in"]
    assert (town.roles(), told.names) == (
        [("owner@town.gov.uk", Role.OWNER)],
        ["membership:ended", "membership:ended"],
    )
    owner.post(first_click, 404)


def test_leaver_with_two_roles_gets_one_email_that_names_both(town: Town) -> None:
    town.add("con@town.gov.uk", Role.APPROVER)
    with town.work() as work:
        work.session.execute(delete(OutboxEmail))
    owner = town.browser("owner")
    owner.visit(town.removal("contributor"))
    owner.post(town.removal("contributor"))
    with town.work() as work:
        rows = work.session.execute(select(OutboxEmail.to_address, OutboxEmail.letter).order_by(OutboxEmail.to_address))
        letters = [(address, from_document("E6", letter)) for address, letter in rows]
        said = [(address, str(letter.paragraphs[0])) for address, letter in letters]
    # Behind “Sign in” there would be nothing for the leaver.
    assert [(address, letter.path) for address, letter in letters] == [
        ("con@town.gov.uk", ""),
        ("owner@town.gov.uk", "/council/town/team"),
    ]
    assert "approver and contributor" in said[0][1]
    assert "approver and contributor" in said[1][1]


def test_leaver_who_belongs_to_another_council_stays_signed_in_for_that_one_only(town: Town) -> None:
    town.add("owner@nextdoor.gov.uk", Role.CONTRIBUTOR)
    ned = town.browser("neighbour")
    ned.visit("/council/town/")
    owner = town.browser("owner")
    owner.visit(town.removal("neighbour"))
    owner.post(town.removal("neighbour"))
    ned.visit("/council/town/", 404)
    ned.visit("/council/next-door/")
    with town.work() as work:
        letter = work.session.scalars(
            select(OutboxEmail.letter).where(OutboxEmail.to_address.contains("nextdoor"))
        ).all()
    assert from_document("E6", letter[-1]).path == "/sign-in"


def test_sessions_of_a_leaver_are_over_whatever_browser_they_are_in(town: Town) -> None:
    for _browser in range(2):
        town.browser("contributor")
    owner = town.browser("owner")
    owner.visit(town.removal("contributor"))
    owner.post(town.removal("contributor"))
    with town.work() as work:
        rows = work.session.scalars(select(UserSession).where(UserSession.person_id == town.people["contributor"]))
        assert [row.revoked_at for row in rows] == [work.clock.now()] * 2


def test_leaver_cannot_come_back_by_an_invitation_that_is_still_open(town: Town, told: Told) -> None:
    town.add(NEWCOMER, Role.CONTRIBUTOR)
    owner = town.invite(role="approver")
    owner.visit(town.removal("new.ŵyn"))
    owner.post(town.removal("new.ŵyn"))
    assert told.names == ["invitation:sent", "membership:ended", "invitation:cancelled"]
    back = town.browser("new.ŵyn")
    assert "There is no open invitation" in back.visit("/account/invitations").text


def test_end_of_the_last_role_takes_back_an_open_invitation_too(town: Town, told: Told) -> None:
    town.add(NEWCOMER, Role.CONTRIBUTOR)
    owner = town.invite(role="approver")
    (role,) = [held.membership_id for one in town.members() for held in one.roles if one.email == NEWCOMER]
    owner.post(f"{TEAM}/{role}/end")
    assert told.names == ["invitation:sent", "membership:ended", "invitation:cancelled"]


def test_one_role_of_two_can_be_ended_and_the_other_stays(town: Town) -> None:
    town.add("con@town.gov.uk", Role.APPROVER)
    owner = town.browser("owner")
    page = owner.visit(town.removal("contributor"))
    assert ("End the role Approver" in page.text, "End the role Contributor" in page.text) == (True, True)
    (approver,) = [held.membership_id for one in town.members() for held in one.roles if held.role is Role.APPROVER]
    assert "The role is ended." in owner.post(f"{TEAM}/{approver}/end").text
    assert ("con@town.gov.uk", Role.CONTRIBUTOR) in town.roles()
    town.browser("contributor").visit(TEAM)
    owner.post(f"{TEAM}/{approver}/end", 409)


def test_last_owner_cannot_be_removed_in_any_way_and_is_shown_how_to_hand_over(town: Town) -> None:
    owner = town.browser("owner")
    page = owner.visit(town.removal("owner"))
    assert ("Remove all access" in page.text, "Hand over the ownership" in page.text) == (False, True)
    said = "A council needs an owner, and this is the only one. Hand over the ownership first"
    assert said in owner.post(town.removal("owner"), 422).text
    assert said in owner.post(f"{TEAM}/{town.membership_of('owner')}/end", 422).text
    assert ("owner@town.gov.uk", Role.OWNER) in town.roles()


def test_contributor_cannot_remove_anybody(town: Town) -> None:
    con = town.browser("contributor")
    con.visit(TEAM)
    con.post(town.removal("owner"), 403)
    con.post(town.removal("contributor"), 403)


@pytest.mark.parametrize(
    ("afterwards", "own_roles", "lands_on"),
    [
        ("stays", [Role.OWNER], TEAM),
        ("contributes", [Role.CONTRIBUTOR], TEAM),
        ("leaves", [], "/account/"),
    ],
)
def test_ownership_is_handed_over_and_ones_own_ends_in_the_same_step_as_far_as_asked(
    town: Town, told: Told, afterwards: str, own_roles: list[Role], lands_on: str
) -> None:
    owner = town.browser("owner")
    owner.visit(f"{TEAM}/hand-over")
    owner.post(f"{TEAM}/hand-over", person=str(town.people["contributor"]), afterwards=afterwards)
    assert ("The ownership is handed over." in owner.page.text, owner.response.request.path) == (True, lands_on)
    assert ("con@town.gov.uk", Role.OWNER) in town.roles()
    assert [role for email, role in town.roles() if email == "owner@town.gov.uk"] == own_roles
    assert told.names[0] == "membership:begun"


def test_handing_over_says_what_is_missing(town: Town) -> None:
    owner = town.browser("owner")
    owner.visit(f"{TEAM}/hand-over")
    page = owner.post(f"{TEAM}/hand-over", 422)
    assert "Choose who becomes an owner." in page.text
    assert "Choose what becomes of your own access." in page.text


def test_ownership_does_not_go_to_an_address_on_another_domain_nor_to_a_fourth_owner(town: Town) -> None:
    town.add("agent@agency.example", Role.CONTRIBUTOR)
    for number in range(2):
        town.add(f"own{number}@town.gov.uk", Role.OWNER)
    owner = town.browser("owner")
    page = owner.visit(f"{TEAM}/hand-over")
    assert [field["value"] for field in page.fields if field.get("name") == "person"] == [
        str(town.people["contributor"])
    ]
    owner.post(f"{TEAM}/hand-over", 422, person=str(town.people["agent"]), afterwards="leaves")
    page = owner.post(f"{TEAM}/hand-over", 422, person=str(town.people["contributor"]), afterwards="stays")
    assert "A council has at most 3 owners." in page.text
    owner.post(f"{TEAM}/hand-over", person=str(town.people["contributor"]), afterwards="contributes")
    assert sum(role is Role.OWNER for _email, role in town.roles()) == 3


@pytest.mark.both_databases
def test_owner_who_is_ended_waits_for_that_and_cannot_end_the_last_one_at_the_same_moment(town: Town) -> None:
    running = town.app.extensions["portal"]
    town.add("second@town.gov.uk", Role.OWNER)
    keys: dict[str, UUID] = {who: town.people[who] for who in ("owner", "second")}

    def end(session: Session, who: str, whom: str) -> None:
        actor = queries.actor(session, keys[who], who, running.clock.now(), second_step=False)
        leaving.remove_person(Work(session, actor, running.clock, {}), leaving.RemovePerson("town", keys[whom]))

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
    assert [email for email, role in town.roles() if role is Role.OWNER] == ["owner@town.gov.uk"]
