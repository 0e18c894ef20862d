"""Those who answer for the scheme: a hold with its reason, the figures and their download, what a person did."""

import io

import openpyxl
import pytest

from portal.kernel.permissions import Role
from tests.factories.completeness import open_check, pass_check
from tests.factories.declarations import signed_application
from tests.factories.people import make_staff
from tests.journeys import cast, facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

LEAD, ADMINISTRATOR = "Lena Lead", "Ada Administrator"
WHY = "Somebody has told us that the accounts are not all listed. We look into it."


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_lead_holds_an_application_and_an_administrator_answers_for_the_scheme(
    portal: Portal, arrive: Arrival, *, script: bool
) -> None:
    with portal.work() as work:
        team = cast.make_cast(work)
        administrator = make_staff(work, Role.ADMINISTRATOR, name=ADMINISTRATOR, demonstration=True)
        make_staff(work, Role.LEAD, name=LEAD, demonstration=True)
        application = pass_check(work, open_check(work, signed_application(work, team), administrator), administrator)
        reference = application.reference
    lead = arrive(script=script)
    Insider(lead, LEAD).sign_in()
    lead.visit("/administration/")
    lead.look()
    lead.follow(facts.COUNCIL)
    lead.look()
    lead.follow("Put it on hold")
    lead.press("Put it on hold")
    lead.is_told("Say why in a sentence: the council reads it.")
    lead.look()
    lead.type_into("Why is it put on hold?", WHY)
    lead.press("Put it on hold")
    lead.sees("The application is on hold.")
    lead.look()

    owner = arrive(script=script)
    Insider(owner, cast.OWNER).sign_in()
    owner.visit(f"/council/{facts.SLUG}/")
    owner.sees(WHY)
    owner.look()

    lead.press("Take it off hold")
    lead.sees("The application goes on where it was.")
    owner.visit(f"/council/{facts.SLUG}/application/timeline")
    owner.sees("Taken off hold")
    owner.look()

    answers = arrive(script=script)
    Insider(answers, ADMINISTRATOR).sign_in()
    answers.visit("/administration/statistics")
    answers.is_at("Statistics")
    answers.sees("Times against our service standards")
    answers.look()
    book = openpyxl.load_workbook(io.BytesIO(answers.fetch("/administration/statistics.xlsx").body()))
    assert [row[0] for row in book["Times"].iter_rows(min_row=2, max_row=2, values_only=True)] == [
        "Deciding on a claim"
    ]
    answers.visit("/administration/people?q=lena")
    answers.look()
    answers.follow(LEAD)
    answers.is_at(f"What {LEAD} did")
    answers.sees("Taken off hold")
    answers.look()
    answers.visit(f"/administration/cases/{reference}")
    answers.sees(WHY)
