"""The next edition: drafted by one administrator, read and scheduled by another, in force on its day."""

from datetime import UTC, datetime

import pytest

from portal.kernel.permissions import Role
from tests.factories.people import make_staff
from tests.journeys.conftest import Arrival
from tests.journeys.running import ADMINISTRATOR, Portal

COLLEAGUE = "Bea Brandt"
SENTENCE = "There is no public list of accounts at all."
ON_THE_DAY = datetime(2027, 6, 1, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_edition_is_drafted_compared_tried_scheduled_and_counts_on_its_day(
    portal: Portal, arrive: Arrival, *, script: bool
) -> None:
    with portal.work() as work:
        make_staff(work, Role.ADMINISTRATOR, name=COLLEAGUE, employer="The LGA", demonstration=True)
    ada, bea = arrive(script=script), arrive(script=script)
    ada.visit("/sign-in")
    ada.press(ADMINISTRATOR)
    ada.visit("/administration/")
    ada.follow("Editions of the criteria")
    ada.is_at("Editions of the criteria")
    ada.press("Begin the draft")
    ada.is_told(
        "Give a name of small letters, digits and hyphens, such as 2027.",
        "Give the number of the version, such as 1.1.",
    )
    ada.look()
    ada.type_into("Name of the new edition", "2027")
    ada.type_into("Version", "2.0")
    ada.press("Begin the draft")
    ada.is_at("Draft 2027")
    ada.look()
    ada.follow("INF-2 Official accounts")
    ada.is_at("INF-2 in draft 2027")
    ada.type_into("What scores 0", SENTENCE)
    ada.type_into("Weight in the total", "three")
    ada.look()
    ada.press("Save the criterion")
    ada.sees("INF-2: weight must be a whole number.")
    ada.look()
    ada.follow("Change the whole text, or upload a file")
    ada.is_at("The text of draft 2027")
    ada.look()
    ada.follow("Draft 2027")
    ada.follow("INF-2 Official accounts")
    ada.type_into("Weight in the total", "2")
    ada.press("Save the criterion")
    ada.sees("Nothing: it reads as an edition, and every worked case holds.")
    ada.follow("Compare", exact=True)
    ada.is_at("2027 beside 2026")
    ada.sees("1 criterion changed")
    ada.look()
    ada.follow("Dry run")
    ada.is_at("Dry run of 2027")
    ada.sees("No result is out yet")
    ada.look()
    ada.follow("Schedule", exact=True)
    ada.sees("You changed this draft last.")
    ada.look()

    bea.visit("/sign-in")
    bea.press(COLLEAGUE)
    bea.visit("/administration/editions/2027/schedule")
    for label, number in (("Day", "17"), ("Month", "5"), ("Year", "2027")):
        bea.type_into(label, number)
    bea.press("Schedule it and tell the owners")
    bea.is_told("Councils are given 6 months to prepare. Choose 18 May 2027 or a later day.")
    bea.look()
    for label, number in (("Day", "1"), ("Month", "6"), ("Year", "2027")):
        bea.type_into(label, number)
    bea.press("Schedule it and tell the owners")
    bea.sees("It counts from 1 June 2027, by itself.")
    bea.look()

    reader = arrive(script=script)
    reader.visit("/criteria")
    reader.follow("What changes in edition 2027")
    reader.is_at("What edition 2027 changes")
    reader.sees("Edition 2027 counts from 1 June 2027.")
    reader.look()
    portal.clock.at = ON_THE_DAY
    portal.app.extensions["portal-worker"].sweep()
    reader.visit("/criteria")
    reader.sees("Edition 2027, version 2.0")
    reader.sees(SENTENCE)
