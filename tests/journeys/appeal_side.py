"""What is done in an appeal on the first criterion: by the council, an administrator and three who took no part."""

from playwright.sync_api import expect

from tests.journeys import facts
from tests.journeys.browsing import Guest
from tests.journeys.scheme_side import Insider

CHAIR, MEMBER, OUTSIDER = "Chris Chair", "Mona Member", "Otto Outsider"
STATEMENT = "Page 3 of the monthly report, which we gave as evidence, was overlooked. Please look at it: =cmd ŵ 🙂 <b>"
WHY = "The report was there when the application was signed, and page 3 says it."


def at(guest: Guest, name: str, address: str) -> Guest:
    """Somebody who has signed in and opened a page."""
    Insider(guest, name).sign_in()
    guest.visit(address)
    guest.look()
    return guest


def write(owner: Guest) -> None:
    """From the feedback to an appeal that waits for the approver."""
    owner.follow("Write an appeal, or see where yours stands")
    owner.sees("You can appeal until 16 December 2026.")
    owner.look()
    owner.press("Send to your approver")
    owner.is_told(
        "Choose at least one ground. Without one an appeal cannot be heard.",
        "Say in a few sentences what happened and what you ask the panel to do.",
    )
    owner.look()
    owner.choose("Evidence that we gave was overlooked")
    owner.choose(facts.task(facts.FIRST))
    owner.type_into("What happened, and what do you ask for?", STATEMENT)
    owner.press("Send to your approver")
    owner.sees("Nobody at the LGA sees it before.")
    owner.look()


def lodge(approver: Guest) -> None:
    """The approver confirms."""
    approver.press("Confirm and lodge the appeal")
    approver.sees("By 25 November 2026 we tell you whether it can be heard")
    approver.look()


def advise(administrator: Guest) -> None:
    """The administrator advises to admit it, and names the chair; a reviewer of the case is not even listed."""
    administrator.follow("Appeals", exact=True)
    administrator.sees("Waits for advice")
    administrator.look()
    administrator.follow("APL-")
    administrator.sees("1 member of the panel is not listed")
    administrator.look()
    administrator.choose("Admit it: it rests on a ground")
    administrator.type_into("Why?", "It names the evidence and its page.")
    administrator.choose(CHAIR)
    administrator.press("Send to the chair")
    administrator.sees("The chair has your advice.")
    administrator.look()


def admit(chair: Guest) -> None:
    """The chair admits it with two more, one of the three from outside local government."""
    chair.follow(facts.COUNCIL)
    chair.sees("so it is to be heard")
    chair.look()
    chair.choose(MEMBER)
    chair.press("Admit the appeal")
    chair.is_told("Choose two people: with you they are the panel of three.")
    chair.look()
    chair.choose(MEMBER)
    chair.choose(OUTSIDER)
    chair.press("Admit the appeal")
    chair.sees("Answer by 4 January 2027.")
    chair.look()


def find(panelist: Guest) -> None:
    """One member reads the criterion and says what they find, without seeing what the others found."""
    panelist.visit("/panel/")
    panelist.follow(facts.COUNCIL)
    panelist.follow(facts.task(facts.FIRST))
    panelist.sees("The council’s answer, as it was signed")
    panelist.look()
    panelist.follow("The appeal", exact=True)
    expect(panelist.page.locator("main")).not_to_contain_text(WHY)
    panelist.choose("Upheld: scores are to be put right")
    panelist.type_into("Your reason", WHY)
    panelist.press("Save what you find")
    panelist.sees("Saved.")
    panelist.look()


def record(chair: Guest) -> None:
    """The chair puts the score right and records what all three found."""
    chair.visit("/panel/")
    chair.follow(facts.COUNCIL)
    chair.sees("At least two of you have found:")
    chair.look()
    chair.follow(facts.task(facts.FIRST))
    chair.sees("An appeal never lowers a score.")
    chair.page.get_by_label(facts.FIRST.rubric[2]).check()
    chair.type_into("Reason, as the council will read it", WHY)
    chair.look()
    chair.press("Save the corrected score")
    chair.sees("The corrected score is saved.")
    chair.type_into("The panel’s reason", WHY)
    chair.press("Record the outcome")
    chair.sees("Upheld: scores put right")
    chair.look()
