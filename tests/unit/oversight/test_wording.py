"""The trail of a case is read by people: no event may reach it without words."""

from portal.appeals.states import APPEAL
from portal.applications.states import APPLICATION
from portal.assignments.states import ASSIGNMENT
from portal.awards.states import AWARD
from portal.oversight.wording import HAPPENED

# Where a record of a case comes into being: these are no moves.
BEGINNINGS = {
    "application:resubmission_started",
    "application:started",
    "assignment:proposed",
    "appeal:written",
    "award:granted",
}
# What is noted in a case though nothing moves.
NOTES = {"conversation:recorded", "deadline:extended", "answers:extended", "review:extended"}


def test_wording_every_event_of_a_case_has_words_and_no_other() -> None:
    moves = {each.event for lifecycle in (APPLICATION, ASSIGNMENT, APPEAL, AWARD) for each in lifecycle.moves}
    assert set(HAPPENED) == moves | BEGINNINGS | NOTES
