"""An award's life after it was granted: suspended with notice, withdrawn by the panel; and another that is given up."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import awards as make
from tests.factories.people import make_member, make_staff
from tests.journeys import running
from tests.journeys.browsing import Guest
from tests.journeys.cast import APPROVER, OWNER
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

COUNCIL, SLUG = "Cyngor Ŵyn", "wyn"
PANELLIST = "Petra O’Panel"
SEEN = 'The badge sells "seats", =cmd <b> ŵ 🙂'
NOTE = "The badge was used to sell seats."


@pytest.fixture
def award(portal: Portal) -> AwardRecord:
    """An award of a council with an owner and an approver; and a member of the appeal panel."""
    with portal.services.database.writing() as session:
        work = Work(session, SYSTEM, portal.clock, {})
        council = make.make_council(work, COUNCIL, SLUG)
        make_team(work, council.id)
        return make.make_award(work, council)


def make_team(work: Work, council_id: UUID) -> None:
    """Everybody who can be chosen on the sign-in page, beside the people of the scheme."""
    make_member(work, council_id, Role.OWNER, name=OWNER, demonstration=True)
    make_member(work, council_id, Role.APPROVER, name=APPROVER, demonstration=True)
    make_staff(work, Role.PANEL, name=PANELLIST, employer="A university", demonstration=True)


class Somebody:
    """One person at a browser of their own."""

    def __init__(self, guest: Guest, name: str) -> None:
        self.guest, self.name = guest, name

    def opens(self, path: str) -> Guest:
        """Sign in, for a day may have passed, and go to a page."""
        self.guest.visit("/sign-in")
        self.guest.press(self.name)
        self.guest.sees(f"Signed in as {self.name}")
        self.guest.visit(path)
        return self.guest


def faces_say(resident: Guest, award: AwardRecord, verdict: str, badge: str, standing: str) -> None:
    """Assert that everybody reads the same on the verify page, the badge and the register, and that axe is content."""
    resident.visit(f"/verify/{award.number}")
    resident.is_at(verdict)
    resident.look()
    shown = resident.fetch(f"/badge/{award.number}.svg").text()
    assert f"<title>Social Media Friendly Mark: {badge}. {COUNCIL}, " in shown
    resident.visit(f"/register/{SLUG}")
    resident.sees(standing)
    resident.look()


def test_award_is_suspended_with_notice_and_withdrawn_and_every_face_says_so(
    portal: Portal, arrive: Arrival, award: AwardRecord
) -> None:
    resident, own = arrive(), Somebody(arrive(), OWNER)
    administrator, lead = Somebody(arrive(), running.ADMINISTRATOR), Somebody(arrive(), running.LEAD)
    panellist = Somebody(arrive(), PANELLIST)
    steps = f"/administration/awards/{award.number}"

    page = administrator.opens(steps)
    page.follow("Propose to suspend it")
    page.press("Propose it")
    page.is_told(
        "Choose the ground.",
        "Say in a sentence what has been seen: the council will read it.",
        "Say in a sentence what would put it right: the council will read it.",
        "Enter what the public should read about this.",
    )
    page.look()
    page.choose("Serious misuse of the Mark")
    page.type_into("What has been seen?", SEEN)
    page.type_into("What would put it right?", "Take the badge off the page with the seats.")
    page.type_into("What is the public to read?", NOTE)
    page.press("Propose it")
    page.sees("Another person decides.")
    page.look()

    page = lead.opens(steps)
    page.choose("Give the council five working days")
    page.press("Decide")
    page.sees("Your decision is kept.")
    page.look()

    page = own.opens(f"/council/{SLUG}/")
    page.follow("Your award is to be suspended on 26 November 2026")
    page.sees("You have notice: your award is to be suspended")
    page.sees(SEEN)
    page.type_into("What have you put right", "We look into it; it takes until Christmas.")
    page.press("Send your answer")
    page.sees("What your council has said")
    page.look()
    faces_say(resident, award, f"Yes. {COUNCIL} holds the Mark until 17 November 2028", "Valid", "Current")

    portal.pass_time(days=8)
    portal.app.extensions["portal-worker"].sweep()
    faces_say(
        resident,
        award,
        f"No. The Mark of {COUNCIL} has been suspended since 26 November 2026",
        "Not currently valid, check register",
        "Suspended",
    )
    page = own.opens(f"/council/{SLUG}/")
    page.follow("Your award is suspended: see what would put it right, and answer.")
    page.sees("Not currently valid: Suspended")
    page.look()

    portal.pass_time(days=90)
    page = lead.opens(steps)
    page.follow("Propose to withdraw it")
    page.look()
    page.choose("The Mark was misused.")
    page.type_into("Why should it be withdrawn?", "Nothing was put right in ninety days.")
    page.type_into("What is the public to read?", NOTE)
    page.press("Ask the panel to confirm")
    page.sees("The appeal panel is told.")
    page.look()

    page = panellist.opens("/panel/awards")
    page.follow(COUNCIL)
    page.look()
    page.choose("Withdraw the award now")
    page.type_into("Why?", "It had its notice and ninety days.")
    page.press("Answer", exact=True)
    page.sees("Your answer is kept.")
    page.look()
    faces_say(
        resident,
        award,
        f"No. The Mark was withdrawn from {COUNCIL} on 24 February 2027",
        "Not currently valid, check register",
        "Withdrawn",
    )

    page = own.opens(f"/council/{SLUG}/award")
    page.sees("Not currently valid: Withdrawn")
    page.sees("It had its notice and ninety days.")
    expect(page.page.get_by_role("button", name="Send your answer")).to_have_count(0)
    page.look()
    portal.send_every_letter()


def test_award_is_given_up_by_an_owner_and_an_approver(portal: Portal, arrive: Arrival, award: AwardRecord) -> None:
    resident, own, approver = arrive(), Somebody(arrive(), OWNER), Somebody(arrive(script=False), APPROVER)
    page = own.opens(f"/council/{SLUG}/award")
    page.type_into("Why do you wish to give it up?", "We close our accounts in spring.")
    page.press("Ask an approver to confirm")
    page.sees("Your approver has been asked to confirm.")
    page.look()
    faces_say(resident, award, f"Yes. {COUNCIL} holds the Mark until 17 November 2028", "Valid", "Current")

    page = approver.opens(f"/council/{SLUG}/")
    page.look()
    page.follow("An owner asks to give the award up")
    page.look()
    page.press("Confirm: give the award up")
    page.sees("The award is given up. Please take the badge down.")
    page.look()
    faces_say(
        resident,
        award,
        f"No. {COUNCIL} gave up the Mark on 18 November 2026",
        "Not currently valid, check register",
        "Given up by the council",
    )
    portal.send_every_letter()
