"""The trails are read by people: no event may reach them without words."""

from importlib import import_module

from portal.appeals.states import APPEAL
from portal.applications.states import APPLICATION
from portal.assignments.states import ASSIGNMENT
from portal.awards.states import AWARD
from portal.kernel.lifecycle import Lifecycle
from portal.oversight.wording import HAPPENED
from portal.oversight.wording_elsewhere import HAPPENED_ELSEWHERE
from portal.standing.states import GIVING_UP, SUSPENSION, WITHDRAWING
from tests.architecture.sources import PORTAL_FILES

# Where a record of a case comes into being: these are no moves.
BEGINNINGS = {
    "application:resubmission_started",
    "application:started",
    "assignment:proposed",
    "appeal:written",
    "award:granted",
    "suspension:proposed",
    "withdrawing:proposed",
    "giving_up:asked",
}
# What is noted in a case though nothing moves.
NOTES = {
    "conversation:recorded",
    "deadline:extended",
    "answers:extended",
    "answers:handed_on",
    "review:extended",
    "award:corrected",
    "award:reissued",
    "award:extended",
    "award:shortened",
    "places:changed",
    "suspension:answered",
}


def test_wording_every_event_of_a_case_has_words_and_no_other() -> None:
    of_a_case = (APPLICATION, ASSIGNMENT, APPEAL, AWARD, SUSPENSION, WITHDRAWING, GIVING_UP)
    moves = {each.event for lifecycle in of_a_case for each in lifecycle.moves}
    assert set(HAPPENED) == moves | BEGINNINGS | NOTES


def test_every_move_of_every_record_has_words_for_the_trail_of_a_person() -> None:
    modules = [import_module(path.removesuffix(".py").replace("/", ".")) for path in PORTAL_FILES if "states" in path]
    tables = [found for module in modules for found in vars(module).values() if isinstance(found, Lifecycle)]
    moves = {each.event for table in tables for each in table.moves}
    assert sorted(moves - set(HAPPENED) - set(HAPPENED_ELSEWHERE)) == []
