"""#OurDay: an officer records the council's part, everybody reads it, and the application has its evidence."""

from datetime import date

import pytest

from portal.ourday.actions import SetDay, set_day
from tests.factories.applications import start_application
from tests.journeys import cast, facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_part_in_the_day_is_recorded_read_by_everybody_and_used_as_evidence(
    portal: Portal, arrive: Arrival, *, script: bool
) -> None:
    with portal.work() as work:
        start_application(work, cast.make_cast(work))
        set_day(work, SetDay(2025, "#OurDay", date(2025, 11, 18)))
    officer = arrive(script=script)
    officer.visit("/sign-in")
    officer.press(cast.CONTRIBUTOR)
    officer.is_at(facts.COUNCIL)
    officer.follow("#OurDay: record your part")
    officer.is_at("Your part in #OurDay")
    officer.sees("Nothing recorded")
    officer.look()
    officer.follow("Record #OurDay 2025")
    officer.is_at("Your part in #OurDay 2025")
    officer.type_into("How many posts did you publish?", "lots")
    officer.type_into("From how many of your accounts?", "6")
    officer.press("Save and publish")
    officer.is_told("Give a whole number, such as 45.")
    officer.look()
    officer.type_into("How many posts did you publish?", "1,045")
    officer.type_into("How many people did they reach?", "12000")
    officer.type_into("Address of your best post", "https://social.example/@council/our-day")
    officer.press("Save and publish")
    officer.sees("Your part in 2025 is saved, and everybody can read it.")
    officer.look()

    resident = arrive(script=script)
    resident.visit("/our-day")
    resident.is_at("#OurDay: one day of council work, in public")
    resident.sees("45,083")
    resident.look()
    resident.visit("/our-day/2025")
    resident.sees("1,045 posts from 6 accounts, 12,000 people reached")
    resident.look()

    officer.press("Add as evidence for PPL-3")
    officer.sees("#OurDay 2025: 1045 posts from 6 accounts, 12000 people reached.")
    officer.visit(f"/council/{facts.SLUG}/our-day/2025")
    officer.press("Remove the record of 2025")
    officer.sees("Your record of 2025 is removed.")
    officer.look()
