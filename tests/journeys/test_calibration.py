"""Calibration: a lead reviewer opens an exercise, reviewers score alone, and see what came of it once it is closed."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.consistency import actions
from portal.consistency.models import CalibrationExercise
from portal.criteria.queries import published_edition
from portal.kernel.permissions import Role
from tests.factories.applications import acting
from tests.factories.awards import make_council
from tests.factories.past import past_application
from tests.factories.people import make_staff
from tests.journeys import facts, running
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

TITLE = "Calibration 2026"
FIRST = facts.task(facts.FIRST)


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_calibration_is_prepared_scored_alone_and_read_without_names(
    portal: Portal, arrive: Arrival, *, script: bool
) -> None:
    with portal.work() as work:
        for name in ("Ashby District Council", "Wold County Council"):
            past_application(work, make_council(work, name=name))
    lead = arrive(script=script)
    _sign_in(lead, running.LEAD)
    _prepare_and_open(lead)

    reviewer = arrive(script=script)
    _sign_in(reviewer, running.REVIEWER)
    reviewer.visit("/reviews/")
    reviewer.sees("1 calibration exercise waits for you.")
    reviewer.look()
    reviewer.follow("See the exercises")
    reviewer.look()
    reviewer.follow(TITLE)
    reviewer.look()
    reviewer.press("Begin")
    reviewer.sees("0 of 56 scored.")
    reviewer.look()
    _others_score(portal)
    reviewer.follow(f"A: {FIRST}")
    reviewer.press("Save and go to the next")
    reviewer.is_told("Choose the sentence that fits best.", "Write at least one sentence.")
    reviewer.look()
    reviewer.page.get_by_label(facts.FIRST.rubric[2]).check()
    reviewer.type_into("Reason", facts.REASON)
    reviewer.press("Save and go to the next")
    reviewer.press("Finish the exercise")
    reviewer.sees("You have finished.")
    reviewer.look()

    lead.page.reload()
    lead.press("Close the exercise")
    lead.sees("Identical scores")
    lead.look()
    reviewer.page.reload()
    reviewer.sees("Decided at the time")
    reviewer.look()
    resident = arrive(script=script)
    resident.visit("/agreement")
    resident.sees(f"{TITLE}, closed on 18 November 2026: 3 reviewers.")
    resident.look()

    _write_for_reviewers(lead)


def _sign_in(guest: Guest, name: str) -> None:
    guest.visit("/sign-in")
    guest.press(name)
    guest.sees(f"Signed in as {name}")


def _prepare_and_open(lead: Guest) -> None:
    lead.visit("/administration/")
    lead.look()
    lead.follow("Calibration exercises")
    lead.look()
    lead.press("Prepare an exercise")
    lead.press("Keep it, not opened yet")
    lead.sees("Type the day, the month and the year as numbers")
    lead.look()
    lead.type_into("Title", TITLE)
    for part, number in (("Day", "18"), ("Month", "12"), ("Year", "2026")):
        lead.type_into(part, number)
    for label, council in (("Application A", "Ashby"), ("Application B", "Wold")):
        chosen = lead.page.get_by_label(label).locator("option", has_text=council)
        lead.page.get_by_label(label).select_option(chosen.get_attribute("value"))
    lead.press("Keep it, not opened yet")
    lead.sees("Not opened yet: nobody else sees it")
    lead.look()
    lead.press("Open the exercise")
    lead.sees("The exercise is open.")
    lead.look()


def _others_score(portal: Portal) -> None:
    """Everything by two more reviewers, and all but one criterion by the one at the browser."""
    with portal.work() as work:
        exercise = work.session.scalars(select(CalibrationExercise)).one()
        one = actions.OneExercise(exercise.id)
        names = (running.REVIEWER, running.OTHER_REVIEWER)
        people = [work.session.scalars(select(Person).where(Person.name == name)).one() for name in names]
        people.append(make_staff(work, Role.REVIEWER, name="Thea Third"))
        for person in people:
            doing = acting(work, person)
            actions.begin_turn(doing, one)
            for label in ("A", "B"):
                for criterion in published_edition(work.session)[1].criteria:
                    if person.name == running.REVIEWER and (label, criterion.id) == ("A", facts.FIRST.id):
                        continue
                    actions.save_score(
                        doing,
                        actions.SaveCalibrationScore(
                            exercise.id, label, criterion.id, 2, not_applicable=False, reason=facts.REASON, version=0
                        ),
                    )
            if person.name != running.REVIEWER:
                actions.finish_turn(doing, one)


def _write_for_reviewers(lead: Guest) -> None:
    lead.visit("/administration/guidance")
    lead.look()
    lead.follow(facts.task(facts.FIRST))
    lead.type_into("Note for reviewers", "Read the list of accounts first.")
    lead.press("Save the note")
    lead.sees("Last written by")
    lead.look()
    lead.follow("Ashby District Council: scored 2")
    lead.look()
    lead.type_into("What the answer said", "Ashby District Council publishes a list.")
    lead.press("Show it to reviewers")
    lead.is_told("Take out what tells whose it was: “Ashby District Council”, “Ashby”.")
    lead.look()
    lead.type_into("What the answer said", "We publish a list on our website.")
    lead.press("Show it to reviewers")
    lead.sees("The example is saved.")
    lead.look()
    lead.visit("/administration/agreement")
    lead.look()
