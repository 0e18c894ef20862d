"""Each award, from the application to what has become of it."""

from portal.applications.states import ApplicationState
from portal.awards import actions as awards
from portal.awards.queries import awards_of
from portal.awards.states import ReasonType
from portal.demonstration import wording
from portal.demonstration.cast import ADMINISTRATOR, LEAD, AwardStory, Ending
from portal.demonstration.stage import Stage
from portal.demonstration.telling import Telling


def tell_award(stage: Stage, story: AwardStory) -> None:
    """One award, from the application to what has become of it."""
    stage.at(story.granted_days_ago)
    telling = Telling(stage, story.slug, story.marks)
    telling.until(ApplicationState.FEEDBACK_RELEASED)
    if story.ending is not Ending.RUNS:
        _end(stage, telling, story)


def _end(stage: Stage, telling: Telling, story: AwardStory) -> None:
    number = awards_of(stage.session, telling.council.id)[0].number
    lead, note = stage.work(stage.person(LEAD)), wording.PUBLIC_NOTES
    stage.at(story.granted_days_ago // 2)
    if story.ending in (Ending.SUSPENDED, Ending.WITHDRAWN):
        awards.suspend(lead, awards.Suspend(number, "The annual check is 30 days late.", note[Ending.SUSPENDED]))
    if story.ending is Ending.WITHDRAWN:
        stage.at(story.granted_days_ago // 4)
        withdraw = awards.Withdraw(number, "90 days.", ReasonType.ANNUAL_CHECK_NOT_DONE, note[Ending.WITHDRAWN])
        awards.withdraw(lead, withdraw)
    if story.ending is Ending.GIVEN_UP:
        awards.give_up(stage.work(telling.owner), awards.GiveUp(number, "A new start next year."))
    if story.ending is Ending.COUNCIL_REPLACED:
        awards.end(stage.work(stage.person(ADMINISTRATOR)), awards.End(number, "Replaced by a unitary council."))
