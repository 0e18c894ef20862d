"""The log of emails on the page of a case: who was written to, about what, and whether it left; never what it says."""

from uuid import UUID

from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications.actions import post
from portal.notifications.letter import Letter
from portal.notifications.models import Delivery, OutboxEmail
from tests.factories.applications import make_team, start_application
from tests.factories.awards import make_council
from tests.factories.people import AWKWARD_NAME, make_staff
from tests.integration.counting import counted_queries
from tests.integration.notifications.days import Days, on
from tests.integration.visiting import Visitor

SECRET = "what nobody else may read"


def letter(code: str) -> Letter:
    return Letter(code, words(SECRET), (words(SECRET),), words("See it"), "/x", words("Do nothing."))


def test_administrator_sees_who_was_written_to_and_never_what(days: Days, visitor: Visitor) -> None:
    with days.work() as work:
        administrator = make_staff(work, Role.ADMINISTRATOR, name=AWKWARD_NAME)
        application = start_application(work, make_team(work, make_council(work)))
        for code, address in (("E13", "sent@example.org"), ("E9", "summed@example.org"), ("E15", "lost@example.org")):
            post(work, letter(code), [address], case_id=application.id)
        work.session.flush()
        for row in work.session.scalars(select(OutboxEmail).where(OutboxEmail.case_id == application.id)):
            sent = row.code == "E13"
            row.delivery = Delivery.SENT if sent else Delivery.GIVEN_UP
            row.sent_at = work.clock.now() if sent else None
    visitor.sign_in(administrator.id)
    page = visitor.visit(f"/administration/cases/{application.reference}")
    said = page.text.partition("Emails about this application")[2]
    assert SECRET not in page.text
    for part in (
        "Application received (E13) To sent@example.org, 18 November 2026 at 10:00am Sent on 18 November 2026",
        "Comments and assigned criteria (E9) To summed@example.org, 18 November 2026 at 10:00am In a daily summary.",
        "In a daily summary. Waiting for the next summary",
        "Something is missing (E15) To lost@example.org, 18 November 2026 at 10:00am Could not be sent",
    ):
        assert part in said
    days.at(on(19), 8)
    days.sweep()
    visitor.sign_in(administrator.id)
    assert (
        "In a daily summary. Waiting to be sent" in visitor.visit(f"/administration/cases/{application.reference}").text
    )


def test_page_of_a_case_asks_as_often_for_one_email_as_for_twenty(days: Days, visitor: Visitor) -> None:
    with days.work() as work:
        administrator = make_staff(work, Role.ADMINISTRATOR)
        application = start_application(work, make_team(work, make_council(work)))
    counts = []
    for more in (1, 19):
        with days.work() as work:
            add_emails(work, application.id, more)
        visitor.sign_in(administrator.id)
        with counted_queries(days.app) as statements:
            visitor.visit(f"/administration/cases/{application.reference}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def add_emails(work: Work, case_id: UUID, count: int) -> None:
    for number in range(count):
        for code in ("E13", "E9"):
            post(work, letter(code), [f"{number}-{count}@example.org"], case_id=case_id)
