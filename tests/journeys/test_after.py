"""What happens after submitting: the reviewer asks, the council answers and follows, and withdraws in two steps."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from tests.factories import reviews
from tests.factories.completeness import complete_application
from tests.journeys import cast, facts, running
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

HERE = f"/council/{facts.SLUG}"
QUESTION, REPLY = "Since when do you answer within a day?", "Since May 2026, every day ŵ 🙂"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_question_is_answered_followed_and_the_application_withdrawn(
    portal: Portal, arrive: Arrival, script: bool
) -> None:
    with portal.work() as work:
        people = {person.name: person for person in work.session.scalars(select(Person))}
        application = complete_application(work, cast.make_cast(work), people[running.ADMINISTRATOR])
        reviews.assign(work, application, people[running.REVIEWER], people[running.LEAD])
        reviews.accept(work, application, people[running.REVIEWER])
        reference = application.reference
    reviewer, owner, approver = (arrive(script=script) for _person in range(3))
    for guest, name in ((reviewer, running.REVIEWER), (owner, cast.OWNER), (approver, cast.APPROVER)):
        Insider(guest, name).sign_in()

    reviewer.visit(f"/reviews/{reference}/{facts.FIRST.id}")
    reviewer.look()
    reviewer.follow("Ask the council")
    reviewer.press("Keep this question")
    reviewer.is_told("Write your question.")
    reviewer.look()
    reviewer.type_into("Your question", QUESTION)
    reviewer.press("Keep this question")
    reviewer.sees("Ask for missing facts, never for new activity")
    reviewer.look()
    reviewer.press("Send all questions")
    reviewer.sees("Your questions are with the council.")
    reviewer.look()

    portal.pass_time(minutes=15)
    owner.visit(f"{HERE}/")
    owner.look()
    owner.press("Answer the reviewer’s questions")
    owner.sees(QUESTION)
    owner.look()
    owner.press("Send all replies")
    owner.look()
    owner.follow(f"Reply on {facts.FIRST.id}")
    owner.look()
    owner.type_into("Your reply", REPLY)
    owner.press("Save, then add evidence")
    owner.look()
    owner.type_into("Web address", f"{facts.LINK}&new=1")
    owner.type_into("What the page shows", facts.NOTE)
    owner.press("Add the link")
    owner.sees("1 of at most 2 items added in reply.")
    owner.follow("Back to your reply")
    owner.follow("All questions")
    owner.press("Send all replies")
    owner.sees("Your replies are with the reviewer.")
    owner.follow("Timeline")
    owner.sees("You answered the questions")
    owner.look()
    reviewer.visit(f"/reviews/{reference}/{facts.FIRST.id}")
    reviewer.sees(REPLY)
    reviewer.look()

    owner.visit(f"{HERE}/application/withdrawal")
    owner.look()
    owner.type_into("Why do you wish to withdraw?", "We merge with our neighbour.")
    owner.press("Ask an approver to confirm")
    owner.look()
    approver.visit(f"{HERE}/")
    approver.press("Decide whether to withdraw")
    approver.look()
    approver.press("Confirm: withdraw the application")
    approver.sees("The application is withdrawn.")
    approver.look()
